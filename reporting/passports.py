"""A published figure opened again: whether it still reproduces, and what has changed since."""

import datetime as dt
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.errors import NotThere
from accounts.scoping import DISTRICT, scope_required
from reporting import catalogue, forms
from reporting.catalogue import Indicator, Ratio
from reporting.figures import passports_of
from reporting.members import Member, listed
from reporting.models import Figure, Publication
from reporting.periods import Period, year
from reporting.publishing import area_of, as_passport, figure_id, is_same_number
from services.ledger import sealing

NAMED = 20


def passport_row(key: str) -> Figure:
    """The published figure of that id. Not there and not yours are the same answer."""
    rows = Figure.objects.visible_to(scope_required().user).filter(publication__state=Publication.State.FROZEN)
    row = rows.select_related("publication", "publication__frozen_by").filter(pk=key).first()
    if row is None:
        raise NotThere("passport.not_there", _("没有这个编号的数字，或者它不属于您的街道。请核对编号。"))
    return row


def divided(row: Figure, ratio: Ratio) -> dict[str, Indicator]:
    """What a published ratio was divided from, by name: what was stated, where nothing stands in its denominator."""
    counted = figure_id(row.publication, ratio.denominator.code, area_of(row))
    instead = not Figure.objects.filter(pk=counted, value__gt=0).exists()
    return catalogue.parts_of(ratio, instead=instead)


@dataclass(frozen=True)
class Reproduced:
    """A figure counted again as known when it was published. `why` says what is wrong when it is not the same."""

    same: bool
    value: Any = None
    why: str = ""
    altered: tuple[str, ...] = ()


def reproduce(row: Figure) -> Reproduced:
    """Counts a frozen figure again. Where it differs, the entries that are not as recorded are named (district)."""
    figure = catalogue.version(row.code, row.version)
    if figure is None:
        return Reproduced(False, why=_("程序里已经没有这一版口径，无法重新计算。请系统管理员核对程序版本。"))
    publication = row.publication
    (again,) = passports_of([figure], year(publication.year), publication.known_at, publication.basis, [area_of(row)])
    if is_same_number(as_passport(row), again):
        return Reproduced(True, again["value"])
    why = _("按发布时的登记情况重新计算，结果不同：台账或发布的数字在程序以外被改动过。请立即通知审计管理员。")
    altered = () if scope_required().street else tuple(islice(sealing.broken(), NAMED))
    return Reproduced(False, again["value"], why, altered)


@dataclass(frozen=True)
class Changed:
    """Members by which two readings of an indicator differ."""

    gone: list[Member]
    come: list[Member]


def changed(indicator: Indicator, period: Period, area: str, first: dt.datetime, second: dt.datetime) -> Changed:
    """Who is counted at `first` and not at `second`, and the other way round (settled moments)."""
    street = None if area == DISTRICT else area
    readings = []
    for moment in (first, second):
        with connection.cursor() as cursor:
            cursor.execute(*forms.members(indicator, moment, period, "then", street))
            readings.append({row[0]: row for row in cursor.fetchall()})
    before, after = readings
    gone = [row for key, row in before.items() if key not in after]
    come = [row for key, row in after.items() if key not in before]
    return Changed(listed(indicator, gone), listed(indicator, come))


def changes_of(figure: catalogue.Figure, period: Period, area: str, first: dt.datetime, second: dt.datetime) -> Any:
    """`changed` of each part that has members: list of (indicator, Changed)."""
    return [(part, changed(part, period, area, first, second)) for part in catalogue.indicators_of([figure])]
