"""What a step of a device application counts besides the application itself: further applicants and items."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import RuleBroken
from accounts.models import User
from services.cases.models import Case
from services.devices.models import DeviceItem
from services.ledger import actions as ledger
from services.ledger.models import Entry


def check(*, on: Any, person: Any, details: dict[str, Any], parties: list, **_kwargs: Any) -> None:
    """Each applicant holds a valid certificate on the day, and nobody applies jointly with himself."""
    for each in [person, *parties]:
        if each.certificate_on(on) is None:
            field = "person" if each is person else "joint"
            detail = _("此人在申请日期没有有效的残疾人证。请先登记残疾人证，或核对申请日期。")
            raise RuleBroken("certificate.not_valid", detail, field)
    if person in parties:
        raise RuleBroken("party.is_applicant", _("共同申请人不能是申请人本人。"), "joint")


def was_assessed_suitable(*, case: Case, **_kwargs: Any) -> None:
    rows = Entry.objects.filter(case=case).standing().of("device.assessed")
    if rows.exclude(detail="suitable").exists():
        raise RuleBroken("assessment.negative", _("适配评估结果为“不适合”，不能批准。请退回或不予批准。"))


def _beside(by: User | None, case: Case, entry: Entry, suffix: str, **values: Any) -> None:
    ledger.record(
        by=by, code=f"{entry.code}_{suffix}", on=entry.happened_on, street_id=case.street_id, case=case, **values
    )


def count_items(*, by: User | None, case: Case, entry: Entry, data: dict[str, Any]) -> None:
    """One entry per item line: pieces, with the counting unit (a pair of hearing aids is one 对, two pieces)."""
    for item in DeviceItem.objects.filter(case=case).order_by("pk"):
        _beside(by, case, entry, "item", person=case.person, quantity=item.pieces, detail=item.unit)


def count_all(stage: str) -> Callable[..., None]:
    """Further applicants and items; used when an application is submitted and when it is approved."""

    def count(*, by: User | None, case: Case, entry: Entry, data: dict[str, Any]) -> None:
        for party in case.parties.select_related("person").order_by("pk"):
            _beside(by, case, entry, "joint", person=party.person, quantity=0, detail=stage)
        count_items(by=by, case=case, entry=entry, data=data)

    return count
