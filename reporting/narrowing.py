"""Filters of the managers' pages: a figure counted only of some people. There is no second way to count: a narrowed
figure is the same declaration with further conditions on what its entries say of themselves."""

import copy
import functools
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Malformed
from reporting.catalogue import PROGRAMMES, Figure, Filter, Indicator, Ratio
from reporting.units import Counting
from services.cases import kinds
from services.cases.kinds import Subject
from services.people.models import Category, Grade, Sex

# From age (inclusive) to age (exclusive), at the time of what was counted.
AGES: dict[str, tuple[int, int | None, Any]] = {
    "0-6": (0, 7, gettext_lazy("0至6岁")),
    "7-17": (7, 18, gettext_lazy("7至17岁")),
    "18-59": (18, 60, gettext_lazy("18至59岁")),
    "60-": (60, None, gettext_lazy("60岁及以上")),
}
CHOICES: dict[str, dict[str, Any]] = {
    "programme": PROGRAMMES,
    "category": {str(value): label for value, label in Category.choices},
    "grade": {str(value): label for value, label in Grade.choices},
    "age": {code: label for code, (_first, _after, label) in AGES.items()},
    "sex": dict(Sex.choices),
}
LABELS = {
    "programme": gettext_lazy("业务"),
    "category": gettext_lazy("残疾类别"),
    "grade": gettext_lazy("残疾等级"),
    "age": gettext_lazy("年龄"),
    "sex": gettext_lazy("性别"),
}


@dataclass(frozen=True)
class Narrowing:
    """Empty values narrow nothing. `programme` chooses rows; the others narrow what is counted."""

    programme: str = ""
    category: str = ""
    grade: str = ""
    age: str = ""
    sex: str = ""

    @property
    def filters(self) -> tuple[Filter, ...]:
        found = [Filter(name, "=", int(getattr(self, name))) for name in ("category", "grade") if getattr(self, name)]
        if self.age:
            first, after, _label = AGES[self.age]
            found += [Filter("age", ">=", first)] + ([Filter("age", "<", after)] if after else [])
        return (*found, *([Filter("sex", "=", self.sex)] if self.sex else []))

    @property
    def query(self) -> dict[str, str]:
        """What is chosen, as parameters of an address."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    @property
    def people(self) -> dict[str, str]:
        """The same without the programme: what the records of one figure are narrowed to."""
        return {name: value for name, value in self.query.items() if name != "programme"}

    def __str__(self) -> str:
        return _("、").join(f"{LABELS[name]}{_('：')}{CHOICES[name][value]}" for name, value in self.query.items())


EVERYBODY = Narrowing()


def narrowing_of(parameters: Mapping[str, Any]) -> Narrowing:
    """Of an address or a form; Malformed for what is no choice."""
    chosen = {one.name: str(parameters.get(one.name) or "") for one in fields(Narrowing)}
    for name, value in chosen.items():
        if value and value not in CHOICES[name]:
            text = _("筛选条件“%(label)s”无法识别。请从年度汇总里重新选择。")
            raise Malformed("filter.unknown", text % {"label": LABELS[name]}, name)
    return Narrowing(**chosen)


def describes_people(figure: Figure) -> bool:
    """Whether its entries say category, grade, age and sex of somebody (a fair or a visit does not)."""
    if isinstance(figure, Ratio):
        return all(describes_people(part) for part in vars(figure).values() if isinstance(part, Indicator))
    if figure.unit.counting == Counting.PERSON:
        return True
    subjects = {kind.code: kind.subject for kind in kinds.all_kinds()}
    about = {subjects.get(code.partition(".")[0]) for code in figure.codes}
    return figure.unit.counting != Counting.ORGANISATION and about <= {Subject.PERSON, Subject.HOUSEHOLD}


@functools.cache
def narrowed(figure: Figure, filters: tuple[Filter, ...]) -> Figure:
    """The same figure with further conditions. It has the code of the whole one and stands in no catalogue."""
    if not filters:
        return figure
    part = copy.copy(figure)
    if isinstance(figure, Indicator):
        object.__setattr__(part, "filters", figure.filters + filters)
    else:
        for name, value in vars(figure).items():
            if isinstance(value, Indicator):
                object.__setattr__(part, name, narrowed(value, filters))
    return part


def narrowed_figures(figures: list[Figure], filters: tuple[Filter, ...]) -> list[Figure]:
    """Those of which narrowing says something."""
    return [narrowed(one, filters) for one in figures if not filters or describes_people(one)]
