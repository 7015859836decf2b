"""The subsidy of a delivered device: once, as it was decided, to the person."""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from services.cases.kinds import Status
from services.cases.models import Case
from services.devices.kind import CODE, DEVICE
from services.payments.decided import by_decision
from services.payments.guard import next_month
from services.payments.schemes import Assessed, Cadence, Scheme


def _due(month: dt.date) -> Iterable[Case]:
    """Delivered before the end of `month`."""
    delivered = Case.objects.of_kind(CODE).filter(status=Status.DELIVERED)
    return delivered.filter(entries__code=f"{CODE}.delivered", entries__voided_at=None,
                            entries__happened_on__lt=next_month(month))  # fmt: skip


def _assess(cases: Sequence[Case], month: dt.date, today: dt.date) -> dict[UUID, Assessed]:
    return by_decision(cases)


SCHEMES = (Scheme(DEVICE, Cadence.ONCE, _due, _assess),)
