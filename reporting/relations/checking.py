"""What a declared relation between figures of one year says: a verdict in words, the arithmetic, the figures."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scoping import scope_required
from reporting.catalogue import Figure, Indicator
from reporting.figures import Reading, summary
from services.ledger.models import Entry


class Verdict(StrEnum):
    HOLDS = "holds"
    MISLABELLED = "mislabelled"
    CONTRADICTION = "contradiction"
    NOT_COMPARABLE = "not_comparable"
    NOT_ADDITIVE = "not_additive"
    CANNOT_VERIFY = "cannot_verify"
    INFERENCE = "inference"
    AMBIGUOUS = "ambiguous"
    INFORMATION = "information"
    MISSING = "missing"


WORDS = {
    Verdict.HOLDS: gettext_lazy("成立"),
    Verdict.MISLABELLED: gettext_lazy("算术成立，名称有误"),
    Verdict.CONTRADICTION: gettext_lazy("矛盾"),
    Verdict.NOT_COMPARABLE: gettext_lazy("不可比"),
    Verdict.NOT_ADDITIVE: gettext_lazy("不能相加"),
    Verdict.CANNOT_VERIFY: gettext_lazy("无法复算"),
    Verdict.INFERENCE: gettext_lazy("推断"),
    Verdict.AMBIGUOUS: gettext_lazy("年度有歧义"),
    Verdict.INFORMATION: gettext_lazy("供参考"),
    Verdict.MISSING: gettext_lazy("缺数据"),
}
TONES = {Verdict.HOLDS: "good", Verdict.CONTRADICTION: "stop", Verdict.MISLABELLED: "stop", Verdict.MISSING: "neutral"}


class Missing(Exception):
    """A figure that the relation needs has no value; the argument is its label."""


@dataclass(frozen=True)
class Answer:
    """`told` is the arithmetic in words, with the numbers."""

    verdict: Verdict
    told: str


@dataclass(frozen=True)
class Year:
    """The values of one year in the scope in force, as known at one moment."""

    reading: Reading
    used: list[Figure] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.reading.period.year

    def __call__(self, figure: Figure) -> Decimal:
        """The value of a figure; Missing when it has none."""
        if figure not in self.used:
            self.used.append(figure)
        area = scope_required().area
        value = self.reading.cell(figure, area).value if figure.covers(area) else None
        if value is None:
            raise Missing(figure.label)
        return Decimal(value)

    def fact(self, fact: str) -> Figure:
        """The figure that reproduces a fact of the report; Missing when no register has it."""
        found = next((f for f in self.reading.figures if f.seed_fact == fact), None)
        if found is None:
            raise Missing(fact)
        return found

    def entries(self, *codes: str) -> Any:
        """Ledger entries as known at the reading's moment, which happened by the end of its year."""
        rows = Entry.objects.visible_to(scope_required().user).known_at(self.reading.known_at).of(*codes)
        return rows.filter(happened_on__lt=self.reading.period.after)

    def wording(self, figure: Indicator) -> str:
        """Source and words of the statement behind a stated figure."""
        self(figure)
        (entry,) = self.entries(*figure.codes).filter(detail=figure.code, happened_on__gte=self.reading.period.first)
        return entry.reason


@dataclass(frozen=True, kw_only=True, eq=False)
class Relation:
    """`code` as in the domain's list (R1 ...); `meaning` says what follows from it."""

    code: str
    label: Any
    check: Callable[[Year], Answer]
    meaning: Any

    def __post_init__(self) -> None:
        if any(other.code == self.code for other in RELATIONS):
            raise ValueError(f"{self.code} is declared twice")
        RELATIONS.append(self)


RELATIONS: list[Relation] = []


@dataclass(frozen=True)
class Checked:
    relation: Relation
    answer: Answer
    figures: list[Figure]

    @property
    def tone(self) -> str:
        return TONES.get(self.answer.verdict, "warn")


def check(number: int, known_at: dt.datetime | None = None) -> list[Checked]:
    """Every relation of a year, in the order of their numbers."""
    reading = summary(number, known_at)
    return [_check(relation, Year(reading)) for relation in sorted(RELATIONS, key=lambda r: int(r.code[1:]))]


def _check(relation: Relation, year: Year) -> Checked:
    try:
        answer = relation.check(year)
    except Missing as missing:
        told = _("还没有“%(label)s”的数据。请先登记或填报。") % {"label": missing}
        answer = Answer(Verdict.MISSING, told)
    return Checked(relation, answer, year.used)


# Ready-made checks.


def money(value: Decimal) -> str:
    return f"{value:,}"


def sums(whole: Figure, *parts: Figure) -> Callable[[Year], Answer]:
    """The parts make up the whole, to the last digit."""

    def checked(year: Year) -> Answer:
        values = [year(part) for part in parts]
        total, said = sum(values, Decimal(0)), year(whole)
        told = f"{' + '.join(map(money, values))} = {money(total)}"
        if total == said:
            return Answer(Verdict.HOLDS, told)
        difference = _("与“%(label)s”%(said)s相差 %(difference)s")
        words = {"label": whole.label, "said": money(said), "difference": money(said - total)}
        return Answer(Verdict.CONTRADICTION, f"{told}{_('；')}{difference % words}")

    return checked


def equal(one: Figure, other: Figure) -> Callable[[Year], Answer]:
    def checked(year: Year) -> Answer:
        a, b = year(one), year(other)
        if a == b:
            return Answer(Verdict.HOLDS, f"{money(a)} = {money(b)}")
        return Answer(Verdict.CONTRADICTION, f"{money(a)} ≠ {money(b)}")

    return checked


def in_order(*figures: Figure) -> Callable[[Year], Answer]:
    """Each is at most the one before it."""

    def checked(year: Year) -> Answer:
        values = [year(figure) for figure in figures]
        told = " ≥ ".join(map(money, values))
        falls = all(a >= b for a, b in pairwise(values))
        if falls:
            return Answer(Verdict.HOLDS, told)
        return Answer(Verdict.CONTRADICTION, _("应为 %(told)s，实际不成立") % {"told": told})

    return checked


def unlike(*facts: str) -> Callable[[Year], Answer]:
    """Numbers of unlike units that a text names in one breath."""

    def checked(year: Year) -> Answer:
        figures = [year.fact(fact) for fact in facts]
        told = " + ".join(f"{money(year(figure))} {figure.symbol}" for figure in figures)
        if len({figure.unit for figure in figures if isinstance(figure, Indicator)}) == 1:
            return Answer(Verdict.HOLDS, told)
        return Answer(Verdict.NOT_ADDITIVE, _("%(told)s：单位不同") % {"told": told})

    return checked
