"""What a work order refuses, in words. Reads only."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Conflict, RuleBroken
from services.cases.kinds import Status
from services.cases.models import Case
from services.hotline.models import HotlineOrder
from services.ledger.models import Entry


def standing(case: Case, slug: str) -> Any:
    """The entries of that step which stand."""
    return Entry.objects.filter(case=case).standing().of(f"{case.kind}.{slug}")


def is_a_new_order(*, details: dict[str, Any], **_kwargs: Any) -> None:
    """The claim refuses one that is still open; this one also one that is done."""
    rows = HotlineOrder.objects.filter(order_number=details["order_number"])
    if twin := rows.exclude(case__status=Status.ANNULLED).select_related("case").first():
        detail = _("这个编号的工单已经登记：%(number)s。请打开它继续办理，不要重复登记。")
        raise Conflict("case.already_registered", detail % {"number": twin.case.number}, "order_number")


def once(*, case: Case, **_kwargs: Any) -> None:
    if first := standing(case, "responded").first():
        detail = _("已经登记首次联系（%(day)s）。后来的联系请登记为“办理”；日期有误请更正原来的记录。")
        raise Conflict("hotline_order.already_responded", detail % {"day": first.happened_on}, "on")


def was_responded(*, case: Case, **_kwargs: Any) -> None:
    if not standing(case, "responded").exists():
        raise RuleBroken("hotline_order.not_responded", _("还没有登记首次联系反映人。请先登记，再答复。"))


def new_person(*, case: Case, data: dict[str, Any], **_kwargs: Any) -> None:
    if standing(case, "concerns").filter(person=data["person"]).exists():
        raise Conflict("hotline_order.person_known", _("这个反映人已经登记在这张工单上。"), "person")
