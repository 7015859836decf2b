"""Benchmarks as ratios within one run, so that they mean the same on any machine."""

from reporting.benches import figures, imports, load

BENCHES = {"figures": figures.run, "import": imports.run, "load": load.run}
