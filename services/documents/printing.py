"""What is printed of a case: the receipt for the applicant, and the form on which people sign."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from services.cases import deadlines, entitlement, presenting
from services.cases.models import Case
from services.documents.models import Document
from services.documents.pdf import compile_pdf

TEMPLATES = Path(__file__).with_name("typst")


def receipt(case: Case, by: User, now: dt.datetime) -> bytes:
    """For the applicant: what was handed in, when it is due, how to ask."""
    clock = deadlines.clocks_of([case], timezone.localtime(now).date()).get(case.pk)
    handed_in = Document.objects.filter(case=case).standing()
    data = {
        **_head(case, by, now, _("受理回执")),
        "facts": _texts(
            [
                (_("业务"), case.of_kind.label),
                (_("编号"), case.number),
                (_("申请人"), presenting.subject(case)),
                (_("申请日期"), case.opened_on),
                (_("受理单位"), case.street),
                (_("现在的状态"), case.get_status_display()),
                (_("办理时限"), deadlines.in_words(clock) if clock else _("没有规定时限")),
            ]
        ),
        "documents_title": _("已收到的材料"),
        "documents": [
            _("%(what)s：%(name)s") % {"what": one.get_purpose_display(), "name": one.filename} for one in handed_in
        ]
        or [_("没有登记电子材料。纸质材料由受理人在此注明：")],
        "notes": [
            _("请保存好这张回执。查询进度时请说明编号。"),
            _("需要补正材料的，受理单位会一次告知全部需要补正的内容。"),
        ],
        "signatures": [_("受理人（签字）"), _("申请人或代办人（签字）")],
    }
    return compile_pdf(TEMPLATES / "receipt.typ", data, made_at=now)


def approval_form(case: Case, by: User, now: dt.datetime) -> bytes:
    """For the file: what the case holds, what was decided and by whom, with room for signatures."""
    decision = case.decisions.first()
    lines = entitlement.described(case.of_kind, decision.lines) if decision else []
    moves = [one for one in presenting.timeline(case) if not one["voided"]]
    data = {
        **_head(case, by, now, _("%(kind)s审批表") % {"kind": case.of_kind.label}),
        "facts_title": _("基本情况"),
        "facts": _texts(
            [
                (_("编号"), case.number),
                (_("状态"), case.get_status_display()),
                *((one["role"], f"{one['name']} {one.get('note', '')}") for one in presenting.parties(case)),
                *presenting.facts(case),
            ]
        ),
        "amounts_title": _("核定金额"),
        "amounts": [[what, f"{amount:,.2f}"] for what, amount in lines],
        "total": [_("合计（元）"), f"{decision.amount:,.2f}"] if decision and lines else [],
        "moves_title": _("办理经过"),
        "moves_head": [_("日期"), _("事项"), _("经办人"), _("金额（元）")],
        "moves": [
            [str(one["on"]), one["what"], str(one["who"]), f"{one['amount']:,.2f}" if one["amount"] is not None else ""]
            for one in moves
        ],
        "signatures": [
            _("申请人或监护人（签字）"),
            _("街道审核意见（签字、盖章）"),
            _("区残联审批意见（签字、盖章）"),
        ],
    }
    return compile_pdf(TEMPLATES / "approval.typ", data, made_at=now)


def _head(case: Case, by: User, now: dt.datetime, title: str) -> dict[str, Any]:
    printed = _("%(who)s 打印于 %(when)s；案件第%(version)s版")
    values = {"who": by, "when": f"{timezone.localtime(now):%Y-%m-%d %H:%M}", "version": case.version}
    return {
        "agency": settings.AGENCY_NAME or _("区残疾人联合会"),
        "title": title,
        "number": case.number,
        "printed": printed % values,
    }


def _named(one: Document) -> str:
    return _("%(what)s：%(name)s") % {"what": one.get_purpose_display(), "name": one.filename}


def _texts(facts: list[tuple[Any, Any]]) -> list[list[str]]:
    return [[str(label), "—" if value in (None, "") else str(value).strip()] for label, value in facts]
