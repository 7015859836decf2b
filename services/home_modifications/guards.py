"""Between the workflow and the pure rules: the dwelling's household, what was accepted before, and the cost."""

from collections.abc import Iterable

from django.db.models import Q

from services.cases.entitlement import Application
from services.circumstances.facts import PHYSICAL
from services.circumstances.reading import facts_of
from services.home_modifications import rules
from services.ledger.models import Entry
from services.people.models import records_of
from services.policy.verdict import Verdict


def judge(asked: Application) -> Verdict:
    """Without a cost (nothing is built yet) whether there is a claim; with it the amount."""
    built = asked.entry("built")
    return rules.home_modification(
        person=asked.who,
        applied_on=asked.applied_on,
        day=asked.day,
        texts=asked.texts,
        cost=built.amount if built else None,
        earlier=list(_earlier(asked)),
        reason=asked.details["again_because"],
        tenure=asked.details["tenure"],
    )


def _earlier(asked: Application) -> Iterable[rules.Acceptance]:
    """Earlier acceptances for this household or this person, with the impairments of that day."""
    mine = Q(household=asked.household) | Q(person__in=records_of(asked.person))
    rows = Entry.objects.filter(mine).standing().of("home_modification.accepted")
    rows = rows.exclude(case=asked.case) if asked.case else rows
    found = list(rows.order_by("happened_on").values_list("happened_on", "person"))
    facts = facts_of({person for _day, person in found if person})
    for day, person in found:
        impairments = facts[person].impairments_on(day) if person in facts else ()
        grades = [grade for category, grade in impairments if category == PHYSICAL]
        yield rules.Acceptance(
            on=day,
            categories=tuple(category for category, _grade in impairments),
            physical_grade=min(grades, default=None),
        )
