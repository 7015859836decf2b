"""Children who could be in rehabilitation: under the age, with a certificate or suspected."""

import datetime as dt
from typing import Any

from django.db.models import Q

from services.cases import unclaimed
from services.circumstances.facts import PersonFacts
from services.people.models import Certificate
from services.policy.models import Policy
from services.policy.texts import Texts
from services.policy.verdict import Verdict
from services.rehabilitation import kind, rules


def _might(people: Any, day: dt.date) -> Any:
    below = int(Policy.objects.texts(day).age("child_rehab.age_below"))
    held = Certificate.objects.valid_on(day).values("person")
    return unclaimed.aged(people.filter(Q(suspected=True) | Q(pk__in=held)), day, 0, below)


def _judge(person: PersonFacts, day: dt.date, texts: Texts) -> Verdict:
    return rules.child_rehab(person=person, applied_on=day, day=day, texts=texts)


CHILDREN = unclaimed.Entitlement("child_rehab", kind.CHILD_REHAB.label, _might, _judge, kind.CHILD_REHAB)
