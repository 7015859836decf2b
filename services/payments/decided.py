"""Payments of what was decided once and for all: the amount is the decision's."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from services.cases.models import Case, Decision
from services.payments.schemes import Assessed
from services.policy.verdict import Line, Verdict


def by_decision(cases: Sequence[Case], organisations: Mapping[UUID, int | None] | None = None) -> dict[UUID, Assessed]:
    """Case -> the latest decision that has an amount; a case without one has nothing due."""
    found = {}
    rows = Decision.objects.filter(case__in=[case.pk for case in cases], amount__isnull=False).order_by("pk")
    for one in rows:
        lines = tuple(Line(x["what"], Decimal(x["amount"]), x["values"]) for x in one.lines)
        organisation = (organisations or {}).get(one.case_id)
        found[one.case_id] = Assessed(Verdict(lines), tuple(one.terms), one.decided_on, organisation)
    return found
