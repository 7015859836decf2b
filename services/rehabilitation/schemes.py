"""What the institutions are paid for a month's training: adults session by session, children by the month."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum

from services.cases.kinds import Kind, Status
from services.cases.models import Case
from services.circumstances.reading import facts_of
from services.ledger.models import Entry
from services.payments.guard import next_month
from services.payments.models import Payment
from services.payments.schemes import Assessed, Cadence, Scheme
from services.policy.models import Policy
from services.rehabilitation import kind, rules
from services.rehabilitation.models import AdultPlan, ChildEnrolment


def _attended(of_kind: Kind, slug: str, month: dt.date) -> Any:
    rows = Entry.objects.standing().of(f"{of_kind.code}.{slug}")
    return rows.filter(happened_on__gte=month, happened_on__lt=next_month(month))


def _due(of_kind: Kind, slug: str, month: dt.date) -> Iterable[Case]:
    """Cases with training in `month`."""
    cases = Case.objects.of_kind(of_kind.code).filter(status__in=(Status.ACTIVE, Status.COMPLETED))
    return cases.filter(pk__in=_attended(of_kind, slug, month).values("case"))


def _decided(cases: Sequence[Case], code: str) -> dict[UUID, dt.date]:
    rows = Entry.objects.filter(case__in=[case.pk for case in cases]).standing().of(code)
    return dict(rows.values_list("case", "happened_on"))


def _adults(cases: Sequence[Case], month: dt.date, today: dt.date) -> dict[UUID, Assessed]:
    keys = [case.pk for case in cases]
    facts, prices = facts_of({case.person_id for case in cases}), dict(AdultPlan.objects.values_list("pk", "price"))
    sessions: defaultdict[UUID, list] = defaultdict(list)
    provider: dict[UUID, int] = {}
    rows = _attended(kind.ADULT_REHAB, "session", month).filter(case__in=keys).order_by("happened_on", "id")
    for case, on, organisation in rows.values_list("case", "happened_on", "organisation"):
        sessions[case].append((on, prices.get(case)))
        provider[case] = organisation
    decided, paid, texts = _decided(cases, "adult_rehab.approved"), _paid_this_year(cases, month), _texts(month)
    found = {}
    for case in cases:
        texts = texts.again()
        verdict = rules.adult_settlement(
            person=facts[case.person_id],
            day=month,
            texts=texts,
            sessions=sessions[case.pk],
            paid_this_year=paid.get(case.person_id, Decimal("0.00")),
        )
        found[case.pk] = Assessed(verdict, texts.used, decided[case.pk], provider.get(case.pk))
    return found


def _texts(month: dt.date) -> Any:
    return Policy.objects.texts(month)


def _paid_this_year(cases: Sequence[Case], month: dt.date) -> dict[UUID, Decimal]:
    """Person -> yuan of adult rehabilitation on its way or paid for the earlier months of the year."""
    people = {case.person_id for case in cases}
    rows = Payment.objects.live().filter(kind=kind.ADULT, person__in=people, for_month__lt=month)
    rows = rows.filter(for_month__year=month.year).order_by()
    return dict(rows.values_list("person").annotate(total=Sum("amount")))


def _children(cases: Sequence[Case], month: dt.date, today: dt.date) -> dict[UUID, Assessed]:
    facts, prices = (
        facts_of({case.person_id for case in cases}),
        dict(ChildEnrolment.objects.values_list("pk", "price")),
    )
    rows = _attended(kind.CHILD_REHAB, "attended", month).filter(case__in=[case.pk for case in cases])
    attended = {case: (count, where) for case, count, where in rows.values_list("case", "quantity", "organisation")}
    decided, texts = _decided(cases, "child_rehab.enrolled"), _texts(month)
    found = {}
    for case in cases:
        texts = texts.again()
        count, provider = attended[case.pk]
        verdict = rules.child_settlement(
            person=facts[case.person_id], day=month, texts=texts, sessions=count, price=prices.get(case.pk)
        )
        found[case.pk] = Assessed(verdict, texts.used, decided[case.pk], provider)
    return found


SCHEMES = (
    Scheme(kind.ADULT_REHAB, Cadence.MONTHLY, lambda month: _due(kind.ADULT_REHAB, "session", month), _adults),
    Scheme(kind.CHILD_REHAB, Cadence.MONTHLY, lambda month: _due(kind.CHILD_REHAB, "attended", month), _children),
)
