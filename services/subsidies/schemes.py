"""What the three subsidies pay for a month or a year, asked again for each payment with that month's texts and facts.

A month is judged on its first day: whoever loses the claim in its course keeps that month (stop from the next month
on). A changed standard holds for everybody from its first month (DOMAIN C.1: the new standard applies).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from uuid import UUID

from services.cases.kinds import Kind, Status
from services.cases.models import Case
from services.circumstances.facts import PersonFacts
from services.circumstances.reading import facts_of
from services.ledger.models import Entry
from services.payments.guard import next_month
from services.payments.schemes import Assessed, Cadence, Scheme
from services.policy.models import Policy
from services.policy.texts import Texts
from services.policy.verdict import Verdict
from services.subsidies import kind, rules
from services.subsidies.models import SocialInsuranceGrant

Rule = Callable[[Case, PersonFacts, dt.date, Texts], Verdict]


def entitled(of_kind: Kind, month: dt.date) -> Iterable[Case]:
    """Cases that were applied for before the end of `month` and not ended before it began."""
    return Case.objects.of_kind(of_kind.code).filter(
        status__in=(Status.ACTIVE, Status.ENDED), opened_on__lt=next_month(month)
    )


def _days(cases: Sequence[Case], code: str) -> dict[UUID, dt.date]:
    rows = Entry.objects.filter(case__in=[case.pk for case in cases]).standing().of(code)
    return dict(rows.values_list("case", "happened_on"))


def assessed(of_kind: Kind, cases: Sequence[Case], month: dt.date, judge: Rule) -> dict[UUID, Assessed]:
    """Case -> verdict for `month` (its first day); a case that has no claim to that month at all is left out."""
    facts = facts_of({case.person_id for case in cases})
    texts = Policy.objects.texts(month)
    approved, ended = (_days(cases, f"{of_kind.code}.{slug}") for slug in ("approved", "ended"))
    found = {}
    for case in cases:
        texts = texts.again()
        begins = rules.first_month(applied_on=case.opened_on, texts=texts, programme=of_kind.code)
        if case.pk in approved and begins <= month and month < ended.get(case.pk, dt.date.max):
            verdict = judge(case, facts[case.person_id], month, texts)
            found[case.pk] = Assessed(verdict, texts.used, approved[case.pk])
    return found


# Home help.


def _home_help(cases: Sequence[Case], month: dt.date, today: dt.date) -> dict[UUID, Assessed]:
    def judge(case: Case, person: PersonFacts, day: dt.date, texts: Texts) -> Verdict:
        return rules.home_help(person=person, applied_on=case.opened_on, day=day, texts=texts)

    return assessed(kind.HOME_HELP, cases, month, judge)


# Social insurance: the premium that was proved for the month.


def premiums(cases: Sequence[Case], month: dt.date) -> dict[UUID, Decimal | None]:
    """Case -> the premium of `month`: the latest change from that month or before, else what the application says."""
    keys = [case.pk for case in cases]
    found = dict(SocialInsuranceGrant.objects.filter(pk__in=keys).values_list("pk", "premium"))
    changes = Entry.objects.filter(case__in=keys, for_month__lte=month).standing().of("social_insurance.premium")
    return found | dict(changes.order_by("for_month", "id").values_list("case", "amount"))


def _social_insurance(cases: Sequence[Case], month: dt.date, today: dt.date) -> dict[UUID, Assessed]:
    of_month = premiums(cases, month)

    def judge(case: Case, person: PersonFacts, day: dt.date, texts: Texts) -> Verdict:
        return rules.social_insurance(
            person=person, applied_on=case.opened_on, day=day, texts=texts, premium=of_month.get(case.pk)
        )

    return assessed(kind.SOCIAL_INSURANCE, cases, month, judge)


# Fuel: once a year, carried by the January of its year.


def _fuel(cases: Sequence[Case], year: dt.date, today: dt.date) -> dict[UUID, Assessed]:
    """Judged on the day of approval in the first year, on its first day in a later one."""
    facts = facts_of({case.person_id for case in cases})
    approved, ended = (_days(cases, f"fuel.{slug}") for slug in ("approved", "ended"))
    texts_on = cache(Policy.objects.texts)
    found = {}
    for case in cases:
        day = max(year, approved.get(case.pk, dt.date.max))
        if day.year == year.year and day < ended.get(case.pk, dt.date.max):
            texts = texts_on(day).again()
            verdict = rules.fuel(person=facts[case.person_id], day=day, texts=texts)
            found[case.pk] = Assessed(verdict, texts.used, approved[case.pk])
    return found


def _fuel_due(year: dt.date) -> Iterable[Case]:
    return entitled(kind.FUEL, year.replace(month=12))


SCHEMES = (
    Scheme(kind.HOME_HELP, Cadence.MONTHLY, lambda month: entitled(kind.HOME_HELP, month), _home_help),
    Scheme(
        kind.SOCIAL_INSURANCE, Cadence.MONTHLY, lambda month: entitled(kind.SOCIAL_INSURANCE, month), _social_insurance
    ),
    Scheme(kind.FUEL, Cadence.YEARLY, _fuel_due, _fuel),
)
