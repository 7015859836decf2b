"""What a step of a device application counts besides the application itself: further applicants and items."""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from services.cases.models import Case
from services.devices.models import DeviceItem
from services.ledger import actions as ledger
from services.ledger.models import Entry


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
