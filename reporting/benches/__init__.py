"""Benchmarks as ratios within one run, so that they mean the same on any machine."""

from reporting.benches import admin_lists, figures, load

BENCHES = {"admin": admin_lists.run, "figures": figures.run, "load": load.run}
