"""Who could have the two allowances and is not in the civil affairs' register (unclaimed.py)."""

import datetime as dt
from typing import Any

from services.cases import unclaimed
from services.circumstances import models, rules
from services.circumstances.facts import PersonFacts
from services.policy.texts import Texts
from services.policy.verdict import Verdict

Code: Any = models.Code


def _might_live(people: Any, day: dt.date) -> Any:
    groups = (Code.DIBAO, Code.LOW_INCOME, Code.UNEMPLOYED, Code.STUDENT)
    return unclaimed.with_circumstance(unclaimed.certified(people, day), day, *groups)


def _might_be_nursed(people: Any, day: dt.date) -> Any:
    return unclaimed.certified(people, day)


def _living(person: PersonFacts, day: dt.date, texts: Texts) -> Verdict:
    return rules.living_allowance(person=person, day=day, texts=texts)


def _nursing(person: PersonFacts, day: dt.date, texts: Texts) -> Verdict:
    return rules.nursing_allowance(person=person, day=day, texts=texts)


ALLOWANCES = (
    unclaimed.Entitlement(Code.LIVING_ALLOWANCE.value, Code.LIVING_ALLOWANCE.label, _might_live, _living),
    unclaimed.Entitlement(Code.NURSING_ALLOWANCE.value, Code.NURSING_ALLOWANCE.label, _might_be_nursed, _nursing),
)
