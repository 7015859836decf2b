"""Benchmarks as ratios within one run, so that they mean the same on any machine."""

from reporting.benches import asof, figures, kept, load

BENCHES = {"asof": asof.run, "figures": figures.run, "kept": kept.run, "load": load.run}
