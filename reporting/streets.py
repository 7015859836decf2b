"""The line that makes the streets' numbers meet the district's: who was counted in two or more streets."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from accounts.errors import RuleBroken
from accounts.scoping import DISTRICT, scope_required
from reporting import forms
from reporting.catalogue import Figure, Indicator
from reporting.figures import Count, Reading
from reporting.members import Member, listed
from reporting.periods import Period


@dataclass(frozen=True)
class Meeting:
    """`streets` - `again` = `district`; a member of three streets was counted again twice."""

    indicator: Indicator
    streets: Count
    again: Count
    district: Count

    def __str__(self) -> str:
        return _("各街道之和 %(streets)s − 在其他街道重复计入 %(again)s = 全区 %(district)s") % {
            "streets": f"{self.streets:,}",
            "again": f"{self.again:,}",
            "district": f"{self.district:,}",
        }


def meeting(reading: Reading, figure: Figure) -> Meeting | None:
    """None where there is nothing to explain: no district in scope, nothing distinct, or nobody is counted again."""
    if DISTRICT not in reading.names or not isinstance(figure, Indicator) or not figure.unit.counting.is_distinct:
        return None
    streets = sum(reading.count(figure, area) or 0 for area in reading.areas if area != DISTRICT)
    district = reading.count(figure, DISTRICT) or 0
    return Meeting(figure, streets, streets - district, district) if streets > district else None


def members_of_several_streets(
    indicator: Indicator, known_at: dt.datetime, period: Period
) -> list[tuple[Member, list[str]]]:
    """Who was counted in two or more streets at the time, each with the codes of these streets; district scope only."""
    if scope_required().street or not indicator.unit.counting.is_distinct:
        raise RuleBroken("figure.adds_up", _("这个指标没有跨街道重复计入的对象。请返回年度汇总。"))
    with connection.cursor() as cursor:
        cursor.execute(*forms.in_several_streets(indicator, known_at, period))
        rows = cursor.fetchall()
    found = listed(indicator, [(key, first, len(streets)) for key, first, streets in rows])
    return [(member, streets) for member, (_key, _first, streets) in zip(found, rows, strict=True)]
