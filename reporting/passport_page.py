"""`/figures/<id>/`: a published number, opened again for ever, with its records as they were known then."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.errors import Malformed
from accounts.pages import page
from accounts.roles import require
from reporting import catalogue, presenting
from reporting.catalogue import Indicator, Ratio
from reporting.figures import Cell, areas_in_scope, passports_of
from reporting.members import members_of
from reporting.models import Figure
from reporting.passports import divided, passport_row, reproduce
from reporting.periods import year
from reporting.publishing import area_of, figure_id, published, typed
from reporting.views import PER_PAGE, is_key
from services.ledger.reading import settle


def spoken(row: Figure) -> str:
    figure = catalogue.version(row.code, row.version)
    value = typed(figure, row.value)
    if figure is None:
        return "—" if value is None else f"{value:,}"
    return presenting.spoken(Cell(figure, area_of(row), value))


@require_safe
def passport_page(request: HttpRequest, key: str) -> HttpResponse:
    """Definition, moment, value, whether it still reproduces, what it counts now, and its records; ?after= pages on."""
    require(request.scope, "figure.view")
    row = passport_row(key)
    publication, area = row.publication, area_of(row)
    figure = catalogue.version(row.code, row.version)
    names = areas_in_scope()
    audit.record(by=request.user, action="passport.opened", target=row.pk, street=request.scope.street)
    context: dict[str, Any] = {
        "title": _("%(area)s %(year)s年：%(label)s")
        % {"area": names[area], "year": publication.year, "label": row.label},
        "row": row,
        "figure": figure,
        "value": spoken(row),
        "area": names[area],
        "reproduced": reproduce(row),
        "parts": _parts(row, figure),
        "corrected": _corrected(row),
        "crumbs": [
            {
                "label": _("%(year)s年汇总") % {"year": publication.year},
                "url": reverse("summary", args=[publication.year]),
            },
            {"label": _("确认与发布"), "url": reverse("publication", args=[publication.year])},
        ],
    }
    if figure and not context["corrected"]:
        context["now"] = _now(row, figure, area)
    if isinstance(figure, Indicator):
        context |= _listed(request, row, figure, area, names)
    return page(request, "reporting/passport.html", **context)


def _parts(row: Figure, figure: catalogue.Figure | None) -> list[dict[str, Any]]:
    """Numerator and denominator of a ratio, each with its own passport in the same publication."""
    if not isinstance(figure, Ratio):
        return []
    found = []
    for (name, part), label in zip(divided(row, figure).items(), (_("分子"), _("分母")), strict=True):
        key = figure_id(row.publication, part.code, area_of(row))
        value = presenting.spoken(Cell(part, area_of(row), typed(part, getattr(row, name))))
        found.append({"name": label, "label": part.label, "value": value, "url": reverse("passport", args=[key])})
    return found


def _corrected(row: Figure) -> dict[str, Any] | None:
    """The passport of the newest version, when an erratum has replaced this one."""
    newest = published(row.publication.year)
    if newest is None or newest.pk == row.publication_id:
        return None
    again = Figure.objects.filter(publication=newest, code=row.code, street_id=row.street_id).first()
    if again is None:
        return None
    return {
        "version": newest.version,
        "same": again.member_hash == row.member_hash,
        "value": spoken(again),
        "url": reverse("passport", args=[again.pk]),
    }


def _now(row: Figure, figure: catalogue.Figure, area: str) -> dict[str, Any]:
    """What the same definition counts today."""
    number = row.publication.year
    (now,) = passports_of([figure], year(number), settle(None), row.publication.basis, [area])
    value = now["value"] if now["value"] is None else Decimal(now["value"])
    return {
        "same": now["member_hash"] == row.member_hash,
        "value": presenting.spoken(Cell(figure, area, typed(figure, value))),
        "url": reverse("publication_changes", args=[number, row.pk]),
    }


def _listed(
    request: HttpRequest, row: Figure, indicator: Indicator, area: str, names: dict[str, str]
) -> dict[str, Any]:
    after = request.GET.get("after")
    if after is not None and not is_key(indicator, after):
        raise Malformed("page.unreadable", _("页码无法识别。请从第一页重新打开。"), "after")
    publication = row.publication
    found = members_of(
        indicator,
        year(publication.year),
        area,
        publication.known_at,
        publication.basis,
        after=after,
        limit=PER_PAGE + 1,
    )
    shown = found[:PER_PAGE]
    url = reverse("passport", args=[row.pk])
    more = f"{url}?after={shown[-1].key}" if len(found) > PER_PAGE else ""
    caption = _("发布时的记录（截至%(moment)s）") % {
        "moment": timezone.localtime(publication.known_at).strftime("%Y-%m-%d %H:%M:%S")
    }
    return presenting.member_table(indicator, shown, names) | {"next_url": more, "caption": caption}
