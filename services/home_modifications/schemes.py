"""The subsidy of an accepted modification: once, as it was decided at acceptance, to the builder."""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from services.cases.kinds import Status
from services.cases.models import Case
from services.home_modifications.kind import CODE, HOME_MODIFICATION
from services.ledger.models import Entry
from services.payments.decided import by_decision
from services.payments.guard import next_month
from services.payments.schemes import Assessed, Cadence, Scheme


def _due(month: dt.date) -> Iterable[Case]:
    """Accepted before the end of `month`."""
    accepted = Case.objects.of_kind(CODE).filter(status=Status.ACCEPTED)
    return accepted.filter(entries__code=f"{CODE}.accepted", entries__voided_at=None,
                           entries__happened_on__lt=next_month(month))  # fmt: skip


def _assess(cases: Sequence[Case], month: dt.date, today: dt.date) -> dict[UUID, Assessed]:
    built = Entry.objects.filter(case__in=[case.pk for case in cases]).standing().of(f"{CODE}.built")
    return by_decision(cases, dict(built.values_list("case", "organisation")))


SCHEMES = (Scheme(HOME_MODIFICATION, Cadence.ONCE, _due, _assess),)
