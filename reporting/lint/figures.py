"""A text against the ledger: which figure a number means, and whether it says what the ledger says."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from reporting.lint import words
from reporting.lint.aliases import ALIASES, QUALIFIED, WORDLESS
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.labels import bigrams, core
from reporting.lint.quantities import Quantity
from reporting.lint.rows import numbers_of_tables

CLAUSE, PART = re.compile(r"[，。；;！？\n]"), re.compile(r"[。；;！？\n]")
MYRIAD, BUDGET, BUDGETED = "万", re.compile(r"预算"), re.compile(r"预算数?…")
NEAR = Decimal("1.05")  # 近18000 where the ledger has 18276: roughly told, though from the wrong side
COUNTABLE = (*"人户家场件个元%份次期台辆本册篇张套副", "人次", "人月", "家次")


@dataclass(frozen=True)
class Known:
    """A figure of the catalogue with its values by (year, area), in base units."""

    code: str
    label: str
    symbol: str
    values: dict[tuple[int, str], Decimal]
    ratio: bool = False
    at_least: bool = False

    @cached_property
    def near(self) -> re.Pattern[str]:
        return re.compile(ALIASES.get(self.code, (re.escape(_bare(self.label)), ""))[0])

    @cached_property
    def about(self) -> re.Pattern[str]:
        return re.compile(ALIASES.get(self.code, ("", ""))[1])

    @cached_property
    def months(self) -> tuple[int, int] | None:
        match = words.MONTHS.search(self.label)
        return (int(match["first"]), int(match["last"])) if match else None

    @property
    def unit(self) -> str:
        """Base units, as the numbers of a text are read: 万元 is counted in 元."""
        symbol = self.symbol.removeprefix(MYRIAD)
        return words.SAME_UNIT.get(symbol, symbol)

    @cached_property
    def is_budget(self) -> bool:
        return bool(BUDGET.search(self.label))


@dataclass
class Book:
    """What the ledger says: read once, then asked by pure functions. `areas`: (name, code), longest name first."""

    figures: list[Known]
    areas: list[tuple[str, str]]
    whole: str

    def area_in(self, text: str) -> str:
        return next((code for name, code in self.areas if name in text), self.whole)

    def check(self, draft: Draft) -> Iterator[Finding]:
        for one in (*_numbers_of_prose(draft), *_numbers_of_tables(draft, self)):
            yield from _against(one, self)

    def confirmed(self, draft: Draft) -> set[int]:
        """Where a number stands which is exactly the ledger's."""
        found = set()
        for one in _numbers_of_prose(draft):
            area = self.area_in(one.part)
            if any(_says(one.quantity, each, each.values.get((one.year, area))) for each in _meant(one, self.figures)):
                found.add(one.start)
        return found


def _bare(label: str) -> str:
    return re.sub(r"[（(][^（()）]*[)）]|^其中[：:]", "", label)


@dataclass(frozen=True)
class Numbered:
    """A number of the text with the words that say what it is, from the nearest to the farthest; or, in a table, the
    code of the figure whose row it stands in."""

    quantity: Quantity
    start: int
    end: int
    written: str
    year: int
    own: str = ""
    clause: str = ""
    part: str = ""
    sentence: str = ""
    months: tuple[int, int] | None = None
    code: str = ""


def _numbers_of_prose(draft: Draft) -> Iterator[Numbered]:
    for one in draft.mentions:
        quantity = one.quantity
        if not one.plain or one.target or one.plan or quantity.unit not in COUNTABLE:
            continue
        own = one.before + "…" + one.after
        between = draft.text.clean[max(one.start - 40, one.sentence.start) : one.start]
        if QUALIFIED.search(own) or re.search(r"其中[^，。；]*$", between):
            continue
        text, at = one.sentence.text, one.place_in_sentence()
        clause, part = _around(text, at, CLAUSE), _around(text, at, PART, CLAUSE)
        yield Numbered(
            quantity, one.start, one.end, one.written, one.year, own, clause, part, text, one.months
        )  # fmt: skip


def _around(text: str, at: int, stops: re.Pattern[str], ends: re.Pattern[str] | None = None) -> str:
    """From the stop before to the stop behind; what names a number stands before it or in its own clause."""
    start = max((m.end() for m in stops.finditer(text, 0, at)), default=0)
    after = (ends or stops).search(text, at)
    return text[start : after.start() if after else len(text)]


def _numbers_of_tables(draft: Draft, known: Book) -> Iterator[Numbered]:
    labels = {each.label: each for each in known.figures} | {each.code: each for each in known.figures}
    for cell, label, quantity, year in numbers_of_tables(draft.tables, labels, draft.year):
        yield Numbered(quantity, cell.start, cell.end, cell.text, year, code=labels[label].code)


def _against(one: Numbered, known: Book) -> Iterator[Finding]:
    area = known.area_in(one.part)
    meant = _meant(one, known.figures)
    if not meant:
        if not one.months and not any(_is_spoken_of(one, each, area) for each in known.figures):
            yield from _without_figure(one, known, area)
        return
    values = [(each, each.values[one.year, area]) for each in meant if (one.year, area) in each.values]
    if not values or any(_says(one.quantity, each, value) for each, value in values):
        return
    each, value = values[0]
    yield _differing(one, each, value, area)


def _is_spoken_of(one: Numbered, each: Known, area: str) -> bool:
    """The very value in the very unit, and half of the figure's name somewhere in the sentence: 查找8个问题."""
    if each.unit != one.quantity.unit or not _says(one.quantity, each, each.values.get((one.year, area))):
        return False
    name = bigrams(core(_bare(each.label)))
    return len(name & bigrams(core(one.sentence))) * 2 >= len(name)


def _differing(one: Numbered, each: Known, value: Decimal, area: str) -> Finding:
    relation = _("台账：%(label)s") % {"label": each.label}
    expected = _expected(one, each, value)
    rule = "figure.differs"
    passed = one.quantity.approx == "nearly" and one.quantity.value <= value <= one.quantity.value * NEAR
    if passed or (not one.quantity.exact and one.quantity.low <= value <= one.quantity.high):
        rule = "figure.approximate"
    else:
        for (year, other), theirs in each.values.items():
            if other == area and year != one.year and one.quantity.exact and theirs == one.quantity.value and theirs:
                rule, relation = (
                    "figure.year",
                    _("这是%(year)s年的数字：%(label)s") % {"year": year, "label": each.label},
                )
    return Finding(rule, one.start, one.end, relation, expected, each.code)


def _without_figure(one: Numbered, known: Book, area: str) -> Iterator[Finding]:
    """No figure of this unit is meant: another unit's with the very same value, or none at all."""
    for each in _meant(one, known.figures, any_unit=True):
        value = each.values.get((one.year, area))
        if value == one.quantity.value and value >= 2 and one.quantity.exact:
            relation = _("台账：%(label)s，单位是%(unit)s") % {"label": each.label, "unit": each.symbol}
            expected = _expected(one, each, value)
            yield Finding("figure.unit", one.start, one.end, relation, expected, each.code)
            return
    if one.quantity.value >= 2:
        yield Finding("figure.untraceable", one.start, one.end, _("请在底稿里注明来源"))


def _meant(one: Numbered, figures: Iterable[Known], *, any_unit: bool = False) -> list[Known]:
    """The figures that the words mean: those named nearest to the number, and of these the most fully named."""
    if one.code:
        return [each for each in figures if each.code == one.code and not any_unit]
    found: list[tuple[tuple[int, int, int], Known]] = []
    # The wider passage speaks for a number without words of its own.
    passages = [one.own, one.clause, one.part][: 3 if WORDLESS.match(core(one.own)) else 2]
    for each in figures:
        if (each.unit == one.quantity.unit) is any_unit or not each.about.search(one.sentence):
            continue
        if (one.months and one.months != each.months) or (BUDGETED.search(one.own) and not each.is_budget):
            continue
        for nearness, passage in enumerate(passages):
            if match := each.near.search(passage):
                apart = not each.about.search(one.part)
                found.append(((-nearness, -apart, 0 if any_unit else len(match[0])), each))
                break
    best = max((rank for rank, _each in found), default=None)
    return [each for rank, each in found if rank == best]


def _says(quantity: Quantity, each: Known, value: Decimal | None) -> bool:
    if value is None:
        return False
    if each.ratio:
        if not quantity.exact:
            return quantity.low <= value <= quantity.high
        return abs(quantity.value - value) < quantity.step or quantity.value == value
    if quantity.exact:
        return quantity.low <= value <= quantity.high
    return each.at_least and quantity.low <= value <= quantity.high


def _expected(one: Numbered, each: Known, value: Decimal) -> str:
    """In 万元 where the text says so, else in the figure's own unit."""
    if one.quantity.unit == each.unit == words.YUAN and one.quantity.written_unit not in ("", words.YUAN):
        step = one.quantity.step
        return like((value / step).quantize(Decimal(1), ROUND_HALF_UP) * step, one)
    shown = f"{value.normalize():f}" if value == value.to_integral_value() else str(value)
    return f"{shown}{each.unit}"
