"""勾稽关系: what the figures of a year say of each other."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.pages import page
from accounts.roles import require
from accounts.scoping import DISTRICT, scope_required
from reporting.figures import refuse_area
from reporting.links import address
from reporting.relations import Verdict, check
from reporting.relations.checking import WORDS, Checked
from reporting.views import refuse_year
from services.ledger.reading import settle

WRONG = (Verdict.CONTRADICTION, Verdict.MISLABELLED)


@require_safe
def relations_page(request: HttpRequest, number: int) -> HttpResponse:
    """Of the district as a whole; a street has no accounts of its own."""
    require(request.scope, "register.view")
    refuse_area(DISTRICT)
    refuse_year(number)
    known_at = settle(None)
    found = check(number, known_at)
    wrong = sum(one.answer.verdict in WRONG for one in found)
    text = ngettext(
        "%(count)s 处前后矛盾或名称有误，请核对来源。", "%(count)s 处前后矛盾或名称有误，请核对来源。", wrong
    )
    return page(
        request,
        "reporting/relations.html",
        title=_("%(year)s年勾稽关系") % {"year": number},
        lead=_("把年度数字两两对照：哪些算得出，哪些互相矛盾，哪些根本不能比。矛盾的数都保留来源，不自动更正。"),
        notices=[{"tone": "warn", "text": text % {"count": wrong}}] if wrong else [],
        groups=_groups(number, {"known_at": known_at.isoformat()}, found),
        crumbs=[{"label": _("%(year)s年汇总") % {"year": number}, "url": reverse("summary", args=[number])}],
    )


def _groups(number: int, opened: dict[str, str], found: list[Checked]) -> list[dict[str, Any]]:
    """What needs a look first; `opened` says of which moment the records of a figure are."""
    later = (Verdict.HOLDS, Verdict.INFORMATION, Verdict.MISSING)
    sections = (
        (_("请核对"), [one for one in found if one.answer.verdict in WRONG]),
        (_("使用时注意"), [one for one in found if one.answer.verdict not in (*WRONG, *later)]),
        (_("成立和供参考"), [one for one in found if one.answer.verdict in later]),
    )
    return [{"label": label, "rows": [_row(number, opened, one) for one in rows]} for label, rows in sections if rows]


def _row(number: int, opened: dict[str, str], one: Checked) -> dict[str, Any]:
    return {
        "code": one.relation.code,
        "label": one.relation.label,
        "verdict": WORDS[one.answer.verdict],
        "tone": one.tone,
        "told": one.answer.told,
        "meaning": one.relation.meaning,
        "figures": [
            {"label": figure.label, "url": address(reverse("figure", args=[number, figure.code]), opened)}
            for figure in one.figures
            if figure.covers(scope_required().area)
        ],
    }
