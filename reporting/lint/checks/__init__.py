"""One module per family of rules; each has `check(draft)`, which reads a draft and yields findings."""

from reporting.lint.checks import (
    above,
    balances,
    bare,
    borrowed,
    bounds,
    cells,
    changes,
    columns,
    completeness,
    conversions,
    divided,
    flows,
    grids,
    heads,
    kinds,
    labels,
    lists,
    names,
    periods,
    products,
    ratios,
    remainders,
    respective,
    shares,
    staff,
    stages,
    sums,
    values,
    yearly,
)

ALL = (
    sums, bare, remainders, grids, columns, cells, ratios, shares, respective, changes, labels, values, periods, stages,
    heads, completeness, staff, products, conversions, balances, lists, names, yearly, above,
    divided, flows, kinds, borrowed, bounds,
)  # fmt: skip
