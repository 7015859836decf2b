"""Units are types: what a number counts, how its members are made, and that unlike things are never added."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from django.utils.translation import pgettext_lazy


class Counting(StrEnum):
    """How a value follows from its members."""

    PERSON = "person"  # distinct persons; a merged record counts as the one it stands for
    HOUSEHOLD = "household"  # distinct households
    ORGANISATION = "organisation"  # distinct organisations
    ENTRY = "entry"  # the entries themselves
    QUANTITY = "quantity"  # the sum of the entries' quantity
    AMOUNT = "amount"  # the sum of the entries' amount

    @property
    def is_distinct(self) -> bool:
        return self in (Counting.PERSON, Counting.HOUSEHOLD, Counting.ORGANISATION)


class UnitMismatch(TypeError):
    """Two numbers were added which have no common sum."""


@dataclass(frozen=True)
class Unit:
    """`symbol` is printed; `noun` says of what where the symbol alone does not (件 of applications, 件 of goods)."""

    symbol: Any
    counting: Counting
    noun: str = ""

    def __str__(self) -> str:
        return str(self.symbol)

    @property
    def is_cases(self) -> bool:
        """Whether each entry is a case of its own, so that a case can be followed from one milestone to the next."""
        return self.noun in ("applications", "cases", "orders")

    @property
    def zero(self) -> int | Decimal:
        return Decimal("0.00") if self.counting == Counting.AMOUNT else 0


PERSONS = Unit(pgettext_lazy("计数单位", "人"), Counting.PERSON)
HOUSEHOLDS = Unit(pgettext_lazy("计数单位", "户"), Counting.HOUSEHOLD)
ORGANISATIONS = Unit(pgettext_lazy("计数单位", "家"), Counting.ORGANISATION)
PERSON_TIMES = Unit(pgettext_lazy("计数单位", "人次"), Counting.ENTRY)
PERSON_TIMES_BY_MONTH = Unit(pgettext_lazy("按月登记", "人次"), Counting.QUANTITY, "by month")
PERSON_MONTHS = Unit(pgettext_lazy("计数单位", "人月"), Counting.ENTRY)
EVENTS = Unit(pgettext_lazy("计数单位", "场"), Counting.ENTRY)
APPLICATIONS = Unit(pgettext_lazy("申请", "件"), Counting.QUANTITY, "applications")
ITEMS = Unit(pgettext_lazy("器具", "件"), Counting.QUANTITY, "devices")
CASES = Unit(pgettext_lazy("案件", "件"), Counting.ENTRY, "cases")
ORDERS = Unit(pgettext_lazy("工单", "件"), Counting.ENTRY, "orders")
GOODS = Unit(pgettext_lazy("慰问品", "件"), Counting.QUANTITY, "goods")
STATED_PERSONS = Unit(pgettext_lazy("计数单位", "人"), Counting.QUANTITY, "as stated")
WORKING_DAYS = Unit(pgettext_lazy("计数单位", "个工作日"), Counting.QUANTITY)
VACANCIES = Unit(pgettext_lazy("岗位", "个"), Counting.QUANTITY, "vacancies")
ATTENDANCES = Unit(pgettext_lazy("计数单位", "家次"), Counting.ENTRY)
PERSON_TIMES_AT_EVENTS = Unit(pgettext_lazy("活动", "人次"), Counting.QUANTITY, "at events")
TIMES = Unit(pgettext_lazy("会议和活动", "次"), Counting.ENTRY)
PIECES = Unit(pgettext_lazy("清单", "个"), Counting.ENTRY, "pieces of work")
LIST_ITEMS = Unit(pgettext_lazy("清单", "项"), Counting.ENTRY, "lines of a list")
PROJECTS = Unit(pgettext_lazy("项目", "项"), Counting.ENTRY, "projects")
MEDALS = Unit(pgettext_lazy("计数单位", "枚"), Counting.ENTRY)
INDICATORS = Unit(pgettext_lazy("评估指标", "个"), Counting.ENTRY, "rating indicators")
PLAN_INDICATORS = Unit(pgettext_lazy("规划指标", "项"), Counting.ENTRY, "plan indicators")
BODIES = Unit(pgettext_lazy("机构", "个"), Counting.ORGANISATION, "bodies")
# Of stated figures; a number of things is a quantity, the rest an amount with two decimals.
POSTS = Unit(pgettext_lazy("编制和人员", "人"), Counting.QUANTITY, "posts or staff")
POSTS_MORE = Unit(pgettext_lazy("人员增减", "人"), Counting.AMOUNT, "change of staff")
BUDGET_PROJECTS = Unit(pgettext_lazy("预算项目", "个"), Counting.QUANTITY, "budget projects")
ASSETS = Unit(pgettext_lazy("计数单位", "台（套）"), Counting.QUANTITY)
SQUARE_METRES = Unit(pgettext_lazy("计数单位", "平方米"), Counting.QUANTITY)
ABOUT_PERSONS = Unit(pgettext_lazy("约数", "人"), Counting.QUANTITY, "in round words")
TEN_THOUSAND_YUAN = Unit(pgettext_lazy("计数单位", "万元"), Counting.AMOUNT)
POINTS = Unit(pgettext_lazy("评价得分", "分"), Counting.AMOUNT)
PERCENT = Unit("%", Counting.AMOUNT, "as stated")
YUAN = Unit(pgettext_lazy("计数单位", "元"), Counting.AMOUNT)


@dataclass(frozen=True)
class Measure:
    """A number with its unit. It can be added only to one of the same unit, and only where a sum has a meaning."""

    value: Any
    unit: Unit

    def __add__(self, other: Any) -> Self:
        if not isinstance(other, Measure):
            return NotImplemented
        if other.unit != self.unit:
            raise UnitMismatch(f"{self.unit} {self.unit.noun} and {other.unit} {other.unit.noun} have no common sum")
        if self.unit.counting.is_distinct:
            raise UnitMismatch(f"numbers of distinct {self.unit.counting}s do not add up: one may be in both")
        return type(self)(self.value + other.value, self.unit)
