"""The work list of who is entitled and has nothing, by street."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Street
from accounts.pages import page
from accounts.roles import may, require
from services.cases import unclaimed
from services.cases.addresses import admin_url
from services.cases.unclaimed import Entitlement, Unclaimed

MOST = 200


def overview(request: HttpRequest) -> HttpResponse:
    """Which programmes can be judged from the records, and how many of each street have nothing."""
    require(request.scope, "unclaimed.view")
    today = timezone.localdate()
    found = {one.code: unclaimed.by_street(unclaimed.find(one, today)) for one in unclaimed.all_entitlements()}
    streets = Street.objects.filter(pk=request.scope.street) if request.scope.street else Street.objects.all()
    rows = [
        [street.name, *(_link(one, street, found[one.code][street.pk]) for one in unclaimed.all_entitlements())]
        for street in streets.order_by("pk")
    ]
    if len(rows) > 1:
        totals = [{"text": found[one.code].total(), "number": True} for one in unclaimed.all_entitlements()]
        rows.append([_("合计"), *totals])
    return page(
        request,
        "taizhang/table.html",
        title=_("应享未享"),
        lead=_(
            "按今天的规定和登记情况，符合条件但没有申请、也没有享受的人。请逐一联系核实；已核实不符合的，请更正登记。"
        ),
        caption=_("各街道应享未享人数"),
        headers=[_("街道"), *({"text": one.label, "number": True} for one in unclaimed.all_entitlements())],
        rows=rows,
        empty=_("没有可以核对的项目。"),
    )


def _link(one: Entitlement, street: Street, number: int) -> dict[str, Any]:
    url = reverse("admin:unclaimed_list", args=[one.code, street.pk]) if number else None
    return {"text": number, "url": url, "number": True}


def listing(request: HttpRequest, code: str, street: str) -> HttpResponse:
    require(request.scope, "unclaimed.view")
    try:
        one = unclaimed.get(code)
    except KeyError:
        raise Http404 from None
    at = Street.objects.filter(pk=street).first()
    if at is None or request.scope.street not in (None, street):
        raise Http404
    found = unclaimed.find(one, timezone.localdate(), street=street)
    headers = [_("姓名"), _("社区"), {"text": _("预计金额（元）"), "number": True}, _("下一步")]
    lead = _("共%(count)s人。") % {"count": len(found)}
    if len(found) > MOST:
        lead += _("只显示前%(most)s人。") % {"most": MOST}
    return page(
        request,
        "taizhang/table.html",
        title=_("应享未享：%(programme)s，%(street)s") % {"programme": one.label, "street": at.name},
        lead=lead,
        caption=_("应享未享人员"),
        headers=headers,
        rows=[_row(request, one, each) for each in found[:MOST]],
        empty=_("没有应享未享的人员。"),
        crumbs=[{"label": _("应享未享"), "url": reverse("admin:unclaimed")}],
    )


def _row(request: HttpRequest, one: Entitlement, each: Unclaimed) -> list[Any]:
    person = each.person
    what: Any = _("联系本人，到民政窗口申请")
    if one.kind and may(request.scope, one.kind.opening.right):
        what = {"text": _("新建申请"), "url": f"{admin_url(one.kind, 'add')}?person={person.pk}"}
    elif one.kind:
        what = _("请街道联系本人申请")
    amount = f"{each.verdict.amount:.2f}" if each.verdict.lines else "—"
    return [
        {"text": person.name, "url": reverse("admin:people_person_change", args=[person.pk])},
        person.community or "—",
        {"text": amount, "number": True},
        what,
    ]


def links(request: HttpRequest) -> list[dict[str, Any]]:
    return [{"label": _("应享未享"), "url": reverse("admin:unclaimed")}] if may(request.scope, "unclaimed.view") else []


def pages(site: Any) -> list:
    return [
        path("unclaimed/", site.admin_view(overview), name="unclaimed"),
        path("unclaimed/<slug:code>/<str:street>/", site.admin_view(listing), name="unclaimed_list"),
    ]
