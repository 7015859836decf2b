"""Benchmarks as ratios within one run, so that they mean the same on any machine."""

from reporting.benches import figures, load

BENCHES = {"figures": figures.run, "load": load.run}
