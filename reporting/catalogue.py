"""The declared catalogue: what every figure counts. A declaration registers itself; its code is for ever."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import NotThere
from accounts.scoping import DISTRICT
from reporting.periods import WHOLE, Period, Span
from reporting.units import Unit


class Nature(StrEnum):
    FLOW = "flow"  # milestones dated in the period
    STOCK = "stock"  # started, not ended and still valid on the last day of the period


class Precision(StrEnum):
    EXACT = "exact"
    ABOUT = "about"  # a round number of the text: 近, 约
    AT_LEAST = "ge"  # the report prints it as 余


@dataclass(frozen=True)
class Filter:
    """A condition on what an entry says of itself. `op`: =, !=, <, <=, >, >=, in, null, not null."""

    column: str
    op: str
    value: Any = None

    COLUMNS = ("detail", "age", "sex", "category", "grade", "suspected", "quantity")
    OPS = ("=", "!=", "<", "<=", ">", ">=", "in", "null", "not null")

    def __post_init__(self) -> None:
        if self.column not in self.COLUMNS or self.op not in self.OPS:
            raise ValueError(f"no such filter: {self.column} {self.op}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Indicator:
    """One figure. `codes` are ledger codes, `detail` a short form of Filter("detail", "=", ...).

    A changed definition is declared beside the old one with `version` + 1 and the year `since` which it holds. One
    whose `span` is not the whole year (relation R29) says so in its label.
    """

    code: str
    label: Any
    unit: Unit
    codes: tuple[str, ...]
    definition: Any
    version: int = 1
    since: int = 0
    nature: Nature = Nature.FLOW
    detail: str = ""
    filters: tuple[Filter, ...] = ()
    span: Span = WHOLE
    seed_fact: str = ""
    precision: Precision = Precision.EXACT
    step: int = 10  # to which a text rounds down what it prints with 余
    whole: bool = False  # the district's own, of no street
    stated = False

    def __post_init__(self) -> None:
        _register(self)

    @property
    def programme(self) -> str:
        return self.code.partition(".")[0]

    @property
    def empty(self) -> int | Decimal | None:
        """The value where nothing was recorded: of a count nought, of a stated figure unknown."""
        return None if self.stated else self.unit.zero

    def covers(self, area: str) -> bool:
        return not self.whole or area == DISTRICT

    @property
    def conditions(self) -> tuple[Filter, ...]:
        return ((Filter("detail", "=", self.detail),) if self.detail else ()) + self.filters

    @property
    def symbol(self) -> str:
        return str(self.unit)


@dataclass(frozen=True, kw_only=True, eq=False)
class Stated(Indicator):
    """A figure that no record here can give: entered with its source document (services.statements). Its member is
    the statement's ledger entry, which has this code as `detail`. `scope`: unlike scopes are not compared."""

    codes: tuple[str, ...] = ("stated.value",)
    whole: bool = True
    scope: str = ""
    stated = True

    @property
    def conditions(self) -> tuple[Filter, ...]:
        return (Filter("detail", "=", self.code),)


@dataclass(frozen=True, kw_only=True, eq=False)
class Ratio:
    """Numerator over denominator in percent, both indicators; the mode of rounding is part of the definition."""

    code: str
    label: Any
    numerator: Indicator
    denominator: Indicator
    definition: Any
    rounding: str = ROUND_DOWN
    digits: int = 2
    version: int = 1
    since: int = 0
    seed_fact: str = ""
    precision: Precision = Precision.EXACT
    symbol = "%"
    otherwise: Stated | None = None  # see reporting.rates.Growth

    def __post_init__(self) -> None:
        if not self.is_of_like_parts:
            raise ValueError(f"{self.code}: a ratio of unlike units")
        _register(self)

    @property
    def is_of_like_parts(self) -> bool:
        return self.numerator.unit == self.denominator.unit and self.numerator.whole == self.denominator.whole

    @property
    def span(self) -> Span:
        return self.numerator.span

    @property
    def stated(self) -> bool:
        return self.numerator.stated or self.denominator.stated

    def covers(self, area: str) -> bool:
        return self.numerator.covers(area)

    @property
    def programme(self) -> str:
        return self.code.partition(".")[0]

    def value(self, numerator: int | Decimal | None, denominator: int | Decimal | None) -> Decimal | None:
        """Percent; None when there is nothing to divide, or to divide by."""
        if numerator is None or not denominator:
            return None
        return self.rounded(Decimal(numerator) * 100 / Decimal(denominator))

    def instead_of(self, denominator: int | Decimal | None) -> Indicator | None:
        """What is divided by where the denominator is that; None: the denominator itself."""
        return None if denominator else self.otherwise

    def rounded(self, value: Decimal) -> Decimal:
        return value.quantize(Decimal(1).scaleb(-self.digits), self.rounding)


@dataclass(frozen=True, kw_only=True, eq=False)
class Funnel:
    """Milestones of the same cases, in order; shown side by side and never added. Not `by_case`: of the same members,
    whose later milestones stand in cases of another kind (a job seeker who is placed)."""

    code: str
    label: Any
    indicators: tuple[Indicator, ...]
    by_case: bool = True

    def __post_init__(self) -> None:
        if len({i.unit for i in self.indicators}) != 1:
            raise ValueError(f"{self.code}: a funnel counts one unit")
        FUNNELS.append(self)

    @property
    def has_cohort(self) -> bool:
        """Whether its members can be followed from milestone to milestone (reporting.fates)."""
        units = {i.unit for i in self.indicators}
        return all(unit.counting.is_distinct or unit.is_cases for unit in units) and all(
            i.nature == Nature.FLOW for i in self.indicators
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class AtMost:
    """An assertion between two figures of the same area and year: `smaller` <= `larger`. What fails is shown."""

    smaller: Indicator
    larger: Indicator
    because: Any
    relation: str = ""

    def __post_init__(self) -> None:
        ASSERTIONS.append(self)


Figure = Indicator | Ratio
FUNNELS: list[Funnel] = []
ASSERTIONS: list[AtMost] = []
PROGRAMMES = {
    "people": _("持证残疾人"),
    "subsidies": _("补贴"),
    "rehabilitation": _("康复"),
    "devices": _("辅助器具"),
    "home_modifications": _("家庭无障碍改造"),
    "employment": _("就业"),
    "certificates": _("残疾人证办理"),
    "condolence": _("慰问"),
    "legal_aid": _("法律援助"),
    "hotline": _("接诉即办"),
    "warm_homes": _("温馨家园"),
    "activities": _("活动与会议"),
    "organisations": _("组织机构"),
    "plans": _("规划指标"),
    "staffing": _("人员编制"),
    "finance": _("部门决算"),
    "assets": _("资产"),
    "performance": _("绩效"),
}
_figures: dict[tuple[str, int], Figure] = {}


def _refuse_second_source(figure: Figure) -> None:
    """What is counted from records cannot be stated besides."""
    for other in _figures.values():
        same = other.code == figure.code or (figure.seed_fact and other.seed_fact == figure.seed_fact)
        if same and other.stated != figure.stated:
            raise ValueError(f"{figure.code}: {other.code} counts what this one states, or the other way round")


def _register(figure: Figure) -> None:
    key = (figure.code, figure.version)
    if key in _figures:
        raise ValueError(f"{figure.code} version {figure.version} is declared twice")
    if figure.programme not in PROGRAMMES:
        raise ValueError(f"{figure.code}: no such programme")
    _refuse_second_source(figure)
    _figures[key] = figure


def declared() -> list[Figure]:
    """Every version of every figure, in the order of declaration."""
    return list(_figures.values())


def in_force(period: Period) -> list[Figure]:
    """The figures of a period: of each code the latest version which holds by then."""
    latest: dict[str, Figure] = {}
    for figure in _figures.values():
        if figure.since <= period.year:
            known = latest.get(figure.code)
            if known is None or known.version < figure.version:
                latest[figure.code] = figure
    order = list(PROGRAMMES)
    return sorted(latest.values(), key=lambda figure: order.index(figure.programme))


def get(code: str, period: Period) -> Figure:
    """The figure of that code which holds in the period; NotThere when there is none."""
    for figure in in_force(period):
        if figure.code == code:
            return figure
    raise NotThere("indicator.unknown", _("没有这个指标：%(code)s。请从年度汇总里选择。") % {"code": code})


def funnel(code: str) -> Funnel:
    """The funnel of that code whose members can be followed; NotThere when there is none."""
    if found := next((f for f in FUNNELS if f.code == code and f.has_cohort), None):
        return found
    raise NotThere("funnel.unknown", _("没有这个进度统计：%(code)s。请从年度汇总里选择。") % {"code": code})


def version(code: str, number: int) -> Figure | None:
    """That version of a figure, in force or not; None when it is no longer declared."""
    return _figures.get((code, number))


def parts_of(figure: Figure, *, instead: bool = False) -> dict[str, Indicator]:
    """What has a member list of its own: numerator and denominator of a ratio, else the indicator itself ("").
    `instead`: as it is divided where nothing is recorded of the denominator."""
    if isinstance(figure, Ratio):
        below = figure.otherwise if instead and figure.otherwise else figure.denominator
        return {"numerator": figure.numerator, "denominator": below}
    return {"": figure}


def indicators_of(figures: Collection[Figure]) -> list[Indicator]:
    """The indicators that have to be counted for these figures, each once."""
    found = [part for figure in figures for part in parts_of(figure).values()]
    found += [figure.otherwise for figure in figures if isinstance(figure, Ratio) and figure.otherwise]
    return list(dict.fromkeys(found))
