"""公示: what is announced in the community, to be printed and put up. Names are masked; no number, no disability."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.pages import page
from accounts.roles import require
from services.cases.kinds import Status
from services.cases.models import Case
from services.certificates.guards import notice_until
from services.certificates.kind import APPLICATION
from services.ledger.models import Entry
from services.people.numbers import mask_name


def notice_view(request: HttpRequest) -> HttpResponse:
    """Printed is what stands today; what is over and waits for the district is shown on the screen alone."""
    require(request.scope, "case.view")
    today, rows = timezone.localdate(), list(_rows(request))
    headers = [_("姓名"), _("街道"), _("社区"), _("申请事项"), _("公示起"), _("公示止"), _("编号")]
    standing = [row for until, row in rows if today <= until]
    return page(
        request,
        "certificates/notice.html",
        title=_("残疾人证评定结论公示"),
        lead=_("以下申请人经指定医院评定达到残疾标准，现予公示。对结论有异议的，请在公示期内向街道残联或区残联反映。"),
        caption=_("公示名单（%(day)s）") % {"day": date_format(today)},
        headers=headers,
        rows=standing,
        empty=_("现在没有正在公示的申请。"),
        over=[row for until, row in rows if until < today],
    )


def _rows(request: HttpRequest) -> Iterator[tuple[dt.date, list[Any]]]:
    """(last day of the notice, cells) of every application that is announced."""
    cases = Case.objects.visible_to(request.user).of_kind(APPLICATION).filter(status=Status.NOTICED)
    cases = cases.select_related("person", "community", "street", "certificateapplication").order_by("street", "serial")
    posted = Entry.objects.visible_to(request.user).filter(case__in=cases).standing().of(f"{APPLICATION}.notice_posted")
    since = dict(posted.order_by("happened_on", "id").values_list("case", "happened_on"))
    until = {day: notice_until(day) for day in set(since.values())}
    for case in cases:
        began = since[case.pk]
        yield (
            until[began],
            [
                mask_name(case.person.name),
                case.street.name,
                case.community or "—",
                case.certificateapplication.get_purpose_display(),
                began,
                until[began],
                {
                    "text": case.number,
                    "url": reverse("admin:certificates_certificateapplication_change", args=[case.pk]),
                },
            ],
        )


def pages(site: Any) -> list:
    return [path("certificate-notice/", site.admin_view(notice_view), name="certificate_notice")]
