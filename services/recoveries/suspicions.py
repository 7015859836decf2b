"""疑似多付: payments that by today's knowledge should not have been made. Found in records, decided by people.

Each is a paid payment without a recovery: for a month after the person died or after the case ended; of a case that was
annulled while the bank had it; a second one of the same programme and month for the same person under another record;
or one whose month another programme excludes.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from services.cases.kinds import Status
from services.payments import schemes
from services.payments.models import Payment
from services.payments.schemes import Cadence
from services.policy.models import Exclusion
from services.policy.verdict import Severity
from services.recoveries.models import Recovery

UNRECOVERED = (
    "NOT EXISTS (SELECT FROM recoveries_recovery r JOIN cases_case rc ON rc.id = r.case_id"
    f" WHERE r.payment_id = p.id AND rc.status <> '{Status.ANNULLED}')"
)
# `m` is the record that was kept of whoever was paid.
BASE = (
    "SELECT {key}, p.id FROM payments_payment p LEFT JOIN ledger_canonical(clock_timestamp()) c USING (person_id)"
    " JOIN people_person m ON m.id = coalesce(c.stands_for, p.person_id) {joins}"
    f" WHERE p.state = 'paid' AND {UNRECOVERED} AND {{condition}}"
)
TWIN = (
    "JOIN (SELECT q.*, coalesce(d.stands_for, q.person_id) AS who FROM payments_payment q"
    " LEFT JOIN ledger_canonical(clock_timestamp()) d USING (person_id) WHERE q.state = 'paid') o"
    " ON o.for_month = p.for_month AND o.who = m.id AND o.id <> p.id"
)
MONTHLY = "p.kind = ANY(%(monthly)s)"
SEARCHES = {
    Recovery.Why.DIED: ("", f"{MONTHLY} AND m.died_on IS NOT NULL AND m.died_on < p.for_month"),
    Recovery.Why.ENDED: (
        "JOIN ledger_entry e ON e.case_id = p.case_id AND e.code = p.kind || '.ended' AND e.voided_at IS NULL",
        f"{MONTHLY} AND e.happened_on <= p.for_month",
    ),
    Recovery.Why.NOT_ENTITLED: ("JOIN cases_case k ON k.id = p.case_id", f"k.status = '{Status.ANNULLED}'"),
    Recovery.Why.DOUBLE: (TWIN, f"{MONTHLY} AND o.kind = p.kind AND o.id < p.id"),
    Recovery.Why.EXCLUDED: (
        TWIN,
        f"{MONTHLY} AND (p.kind, o.kind) IN (SELECT unnest(%(a)s::text[]), unnest(%(b)s::text[]))",
    ),
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
