"""Somebody with everything that was published, and a linear program, tries to work out what was hidden."""

import datetime as dt
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.suppression import ALL, SMALL, WIDTH, Sum, Table, hidden_cells, published, sums_of
from tests.conftest import FULL

STREETS, CATEGORIES = ("甲", "乙", "丙", "丁"), ("视力", "肢体", "智力")


def table(cells: dict, rows=STREETS, columns=CATEGORIES, values=None) -> Table:
    """A table with its sums worked out; cells that are not named are 0."""

    def full(found):
        found = {(r, c): found.get((r, c), 0) for r in rows for c in columns or (ALL,)}
        for row in rows if columns else ():
            found[row, ALL] = sum(found[row, c] for c in columns)
        for column in (*columns, ALL):
            found[ALL, column] = sum(found[row, column] for row in rows)
        return found

    people = full(cells)
    return Table(full(values) if values else people, people, sums_of(rows, columns))


# The attacker: exact linear programming, with nothing of the product in it but the sums that stand in the table.


def extreme(objective: list, rows: list[list], limits: list, sign: int) -> Fraction | None:
    """The greatest (sign 1) or least (-1) value of objective x under rows x = limits, x >= 0; None: without end."""
    count, slack = len(objective), len(rows)
    tableau = []
    for n, (row, limit) in enumerate(zip(rows, limits, strict=True)):
        turn = -1 if limit < 0 else 1
        extra = [Fraction(n == m) for m in range(slack)]
        tableau.append([Fraction(turn * value) for value in row] + extra + [Fraction(turn * limit)])
    basis = [count + n for n in range(slack)]
    found = solved(tableau, basis, [Fraction(0)] * count + [Fraction(-1)] * slack, count + slack)
    assert found == 0, "what is published contradicts itself"
    for n in range(slack):  # artificial variables leave the basis, or their row says nothing
        if basis[n] >= count and (enter := next((m for m in range(count) if tableau[n][m]), None)) is not None:
            pivot(tableau, basis, n, enter)
    gain = [Fraction(sign * value) for value in objective] + [Fraction(0)] * slack
    best = solved(tableau, basis, gain, count)
    return None if best is None else sign * best


def solved(tableau, basis, gain, usable) -> Fraction | None:
    while True:
        worth = [gain[m] - sum(gain[b] * row[m] for b, row in zip(basis, tableau, strict=True)) for m in range(usable)]
        enter = next((m for m in range(usable) if worth[m] > 0), None)
        if enter is None:
            return sum((gain[b] * row[-1] for b, row in zip(basis, tableau, strict=True)), Fraction(0))
        ratios = [(row[-1] / row[enter], basis[n], n) for n, row in enumerate(tableau) if row[enter] > 0]
        if not ratios:
            return None
        pivot(tableau, basis, min(ratios)[2], enter)


def pivot(tableau, basis, leave, enter) -> None:
    tableau[leave] = [value / tableau[leave][enter] for value in tableau[leave]]
    for n, row in enumerate(tableau):
        if n != leave and row[enter]:
            factor = row[enter]
            tableau[n] = [value - factor * other for value, other in zip(row, tableau[leave], strict=True)]
    basis[leave] = enter


def attack(shown: dict, sums: tuple[Sum, ...]) -> dict:
    """What can be derived of every hidden cell from all that is shown: (least, greatest or None)."""
    unknown = [key for key, value in shown.items() if value is None]
    rows, limits = [], []
    for one in sums:
        terms = {one.total: 1, **dict.fromkeys(one.parts, -1)}
        row = [terms.get(key, 0) for key in unknown]
        if any(row):  # hidden cells are at least 1: x = 1 + y
            known = sum(sign * shown[key] for key, sign in terms.items() if shown[key] is not None)
            rows.append(row)
            limits.append(-known - sum(row))
    found = {}
    for n, key in enumerate(unknown):
        objective = [Fraction(n == m) for m in range(len(unknown))]
        least, most = (extreme(objective, rows, limits, sign) for sign in (-1, 1))
        found[key] = (1 + least, None if most is None else 1 + most)
    return found


def withstands(one: Table, shown: dict) -> None:
    for key, (least, most) in attack(shown, one.sums).items():
        assert least <= one.people[key] and (most is None or most >= one.people[key])
        assert most is None or most - least >= WIDTH, (key, least, most)


def test_the_attacker_finds_what_is_badly_hidden():
    """One hidden cell in a row and column of known sums is no secret; two in a row bound each other."""
    one = table({("甲", "视力"): 3, ("甲", "肢体"): 20, ("乙", "视力"): 30, ("乙", "肢体"): 8})
    shown = {**one.values, ("甲", "视力"): None}
    assert attack(shown, one.sums) == {("甲", "视力"): (3, 3)}
    shown |= {("甲", "肢体"): None, ("乙", "视力"): None, ("乙", "肢体"): None}
    assert attack(shown, one.sums)["甲", "视力"] == (1, 22)  # the row adds up to 23


def test_a_small_cell_is_hidden_with_company():
    one = table({("甲", "视力"): 3, ("甲", "肢体"): 20, ("乙", "视力"): 30, ("乙", "肢体"): 8})
    shown = published(one)
    assert shown["甲", "视力"] is None and shown[ALL, ALL] == 61
    assert sum(value is None for value in shown.values()) == 4
    withstands(one, shown)


def test_zeros_and_large_cells_are_shown_where_nothing_is_small():
    one = table({("甲", "视力"): 5, ("乙", "肢体"): 12})
    assert published(one) == dict(one.values)


def test_one_row_of_streets():
    one = table({("甲", ALL): 2, ("乙", ALL): 40, ("丙", ALL): 7}, columns=())
    shown = published(one)
    assert [key for key, value in shown.items() if value is None] == [("甲", ALL), ("丙", ALL)]
    withstands(one, shown)


def test_an_amount_is_hidden_with_the_few_who_received_it():
    people = {("甲", ALL): 2, ("乙", ALL): 40, ("丙", ALL): 7}
    amounts = {("甲", ALL): 520, ("乙", ALL): 9000, ("丙", ALL): 130}
    one = table(people, columns=(), values=amounts)
    shown = published(one)
    assert shown["甲", ALL] is None
    low, high = attack(shown, one.sums)["甲", ALL]
    assert high is None or high - low >= 260


SIZES = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 17, 60])
CELLS = st.lists(SIZES, min_size=12, max_size=12)


def of(numbers: list[int]) -> Table:
    return table(dict(zip(product(STREETS, CATEGORIES), numbers, strict=True)))


@pytest.mark.fuzz
@settings(max_examples=300 if FULL else 15)
@given(numbers=CELLS)
def test_no_hidden_cell_can_be_worked_out(numbers):
    one = of(numbers)
    shown = published(one)
    assert all(value is None or value == 0 or value >= SMALL for value in shown.values())
    withstands(one, shown)


EDITS = st.lists(st.lists(st.tuples(st.integers(0, 11), st.integers(-9, 9)), max_size=4), max_size=3)


@pytest.mark.fuzz
@settings(max_examples=100 if FULL else 5)
@given(numbers=CELLS, edits=EDITS)
def test_nothing_is_learned_from_the_differences_of_versions(numbers, edits):
    """Later versions show the same cells; a cell that is shown twice has not moved by fewer than SMALL people."""
    versions = [published(of(numbers))]
    for edit in edits:
        for place, change in edit:
            numbers[place] = max(numbers[place] + change, 0)
        one = of(numbers)
        shown = published(one, versions)
        if shown is None:
            continue
        withstands(one, shown)
        for former in versions:
            assert {k for k, v in former.items() if v is None} == {k for k, v in shown.items() if v is None}
            for key, value in shown.items():
                assert value is None or value == former[key] or abs(value - former[key]) >= SMALL
        versions.append(shown)


def test_a_table_that_moved_a_little_is_withheld_and_one_that_moved_a_lot_is_not():
    first = of([20, 30, 40] * 4)
    versions = [published(first)]
    assert published(of([21, 30, 40] + [20, 30, 40] * 3), versions) is None
    assert published(of([20, 30, 40] * 4), versions) == versions[0]
    assert published(of([30, 40, 50] * 4), versions) is not None
    assert published(of([2, 30, 40] + [20, 30, 40] * 3), versions) is None  # it would be hidden now, but was shown


def test_sums_of_three_dimensions_are_refused():
    one = Sum("all", ("a", "b")), Sum("x", ("a",)), Sum("y", ("a",))
    values = dict.fromkeys(("all", "a", "b", "x", "y"), 3)
    with pytest.raises(ValueError, match="more than two sums"):
        hidden_cells(Table(values, values, one))


def test_a_large_table_takes_moments():
    streets, categories = tuple(range(15)), tuple(range(7))
    cells = {(s, c): (s * 7 + c * 13) % 23 for s in streets for c in categories}
    start = dt.datetime.now()
    one = table(cells, streets, categories)
    shown = published(one)
    assert (dt.datetime.now() - start).total_seconds() < 10
    assert all(value is None or value == 0 or value >= SMALL for value in shown.values())
