"""One module per family of rules; each has `check(draft)`, which reads a draft and yields findings."""

from reporting.lint.checks import (
    bare,
    changes,
    columns,
    grids,
    labels,
    lists,
    names,
    periods,
    products,
    ratios,
    staff,
    stages,
    sums,
)

ALL = (sums, bare, grids, columns, ratios, changes, labels, periods, stages, staff, products, lists, names)
