"""疑似多付: payments that by today's knowledge should not have been made. Found in records, decided by people.

Each is a paid payment without a recovery: for a month after the person died or after the case ended; a second one of
the same programme and month for the same person under another record; or one whose month another programme excludes.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from services.payments import schemes
from services.payments.models import Payment
from services.payments.schemes import Cadence
from services.policy.models import Exclusion
from services.policy.verdict import Severity
from services.recoveries.models import Recovery

UNRECOVERED = "NOT EXISTS (SELECT FROM recoveries_recovery r WHERE r.payment_id = p.id)"
WHO = "coalesce(m.merged_into_id, p.person_id)"
BASE = (
    "SELECT {key}, p.id FROM payments_payment p JOIN people_person m ON m.id = p.person_id {joins}"
    f" WHERE p.state = 'paid' AND p.kind = ANY(%(monthly)s) AND {UNRECOVERED} AND {{condition}}"
)
TWIN = (
    "JOIN payments_payment o ON o.state = 'paid' AND o.for_month = p.for_month AND o.id <> p.id"
    " JOIN people_person n ON n.id = o.person_id AND coalesce(n.merged_into_id, o.person_id) = " + WHO
)
SEARCHES = {
    Recovery.Why.DIED: ("", "m.died_on IS NOT NULL AND m.died_on < p.for_month"),
    Recovery.Why.ENDED: (
        "JOIN ledger_entry e ON e.case_id = p.case_id AND e.code = p.kind || '.ended' AND e.voided_at IS NULL",
        "e.happened_on <= p.for_month",
    ),
    Recovery.Why.DOUBLE: (TWIN, "o.kind = p.kind AND o.id < p.id"),
    Recovery.Why.EXCLUDED: (TWIN, "(p.kind, o.kind) IN (SELECT unnest(%(a)s::text[]), unnest(%(b)s::text[]))"),
}


@dataclass(frozen=True)
class Suspicion:
    payment: Payment
    why: str


def find(*, most: int = 500) -> list[Suspicion]:
    """Of the scope in force; the latest month first. One reason for each payment, the gravest first."""
    rules = [r for r in Exclusion.objects.rules(timezone.localdate()) if r.severity == Severity.BLOCK]
    found: dict[str, Any] = {
        "monthly": [s.kind.code for s in schemes.all_schemes() if s.cadence == Cadence.MONTHLY],
        "a": [rule.a for rule in rules],
        "b": [rule.b for rule in rules],
    }
    why: dict[int, str] = {}
    for reason, (joins, condition) in SEARCHES.items():
        with connection.cursor() as cursor:
            cursor.execute(BASE.format(key="p.for_month", joins=joins, condition=condition), found)
            for _month, key in cursor.fetchall():
                why.setdefault(key, str(reason))
    payments = Payment.objects.filter(pk__in=why).select_related("person").order_by("-for_month", "pk")[:most]
    return [Suspicion(payment, why[payment.pk]) for payment in payments]
