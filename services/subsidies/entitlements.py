"""Who could have home help: the one subsidy that the records alone decide."""

import datetime as dt
from typing import Any

from django.db.models import Q

from services.cases import unclaimed
from services.circumstances.facts import PersonFacts
from services.circumstances.severity import lightest
from services.people.models import Category
from services.policy.models import Policy
from services.policy.texts import Texts
from services.policy.verdict import Verdict
from services.subsidies import kind, rules


def _might(people: Any, day: dt.date) -> Any:
    """Of the age, with a certificate that may be severe (of a multiple one the components decide)."""
    texts = Policy.objects.texts(day)
    severe_from = lightest(texts, "home_help.severe")
    severe = Q(category=Category.MULTIPLE)
    for category, grade in severe_from.items():
        severe |= Q(category=category, grade__lte=grade)
    low, below = (int(texts.age(f"home_help.age_{edge}")) for edge in ("from", "below"))
    return unclaimed.aged(unclaimed.certified(people, day, severe), day, low, below)


def _judge(person: PersonFacts, day: dt.date, texts: Texts) -> Verdict:
    return rules.home_help(person=person, applied_on=day, day=day, texts=texts)


HOME_HELP = unclaimed.Entitlement("home_help", kind.HOME_HELP.label, _might, _judge, kind.HOME_HELP)
