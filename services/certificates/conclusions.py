"""What an assessment concludes, as one code: category and grade (`42`), `L` where the lower limbs are meant, `none`."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from services.people.models import Category, Grade

NONE = "none"
LOWER = "L"


@dataclass(frozen=True)
class Conclusion:
    category: int
    grade: int
    lower_limb: bool = False

    @classmethod
    def of(cls, code: str) -> "Conclusion":
        return cls(int(code[0]), int(code[1]), code.endswith(LOWER))

    @classmethod
    def or_none(cls, code: str) -> "Conclusion | None":
        """None: below the standard."""
        return None if code == NONE else cls.of(code)


def _words(category: int, grade: int, lower: bool) -> str:
    words = {"category": Category(category).label, "grade": Grade(grade).label}
    return (gettext("%(category)s%(grade)s，下肢") if lower else gettext("%(category)s%(grade)s")) % words


_in_words = lazy(_words, str)


def _choices(categories: list[Any]) -> tuple[tuple[str, Any], ...]:
    found = []
    for category in categories:
        for grade in Grade.values:
            found.append((f"{category}{grade}", _in_words(category, grade, False)))
            if category == Category.PHYSICAL:
                found.append((f"{category}{grade}{LOWER}", _in_words(category, grade, True)))
    return tuple(found)


CONFIRMED = _choices(Category.values)
ASSESSED = (*CONFIRMED, (NONE, _("未达到残疾标准")))
COMPONENTS = _choices(Category.values[:6])
