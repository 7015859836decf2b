"""What a rate is of: 每人, 人均, 每所学校; and whether a number counts it."""

import re

from reporting.lint.checks.language import EACH_OF, PER, PER_UNIT, SAME_AS
from reporting.lint.checks.nouns import FIRMS_OR_HOUSEHOLDS, PER_TIME, PLAIN_UNITS
from reporting.lint.mentions import Mention

SHORT = 4  # characters


def per(text: str) -> re.Match[str] | None:
    """The last of 每人每餐, but not the time of 每人每月."""
    found = list(PER.finditer(text))
    return next((match for match in reversed(found) if match["each"] not in PER_TIME), found[-1] if found else None)


def unit_of(match: re.Match[str] | None) -> str:
    word = (match["each"] or match["mean"] or match["of"]) if match else ""
    return PER_UNIT.get(word, word)


def is_of(one: Mention, unit: str) -> bool:
    """86个村 counts 村; 户均 is said of firms as well."""
    if {one.unit, unit} == set(FIRMS_OR_HOUSEHOLDS):
        return True
    if one.unit == unit or one.unit not in PLAIN_UNITS or not unit:
        return one.unit == unit
    named = (unit, *SAME_AS.get(unit, ()))
    grouped = len(one.after) <= SHORT and one.after.endswith(unit)  # 24个小分队
    return grouped or one.after.startswith(named) or one.before.endswith(named)


def is_number(one: Mention, each: Mention) -> bool:
    """36个社区 for 每个社区."""
    if match := EACH_OF.search(each.before):
        names = [match["noun"][:count] for count in (2, 3, 4)]
        named = any(one.after.startswith(name) or one.before.endswith(name) for name in names)
        return named and one.unit in PLAIN_UNITS
    return is_of(one, unit_of(per(each.before)))
