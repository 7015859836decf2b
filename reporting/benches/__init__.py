"""Benchmarks as ratios within one run, so that they mean the same on any machine."""

from reporting.benches import admin_lists, api_lists, asof, figures, imports, kept, load

BENCHES = {
    "admin": admin_lists.run,
    "api": api_lists.run,
    "asof": asof.run,
    "figures": figures.run,
    "import": imports.run,
    "kept": kept.run,
    "load": load.run,
}
