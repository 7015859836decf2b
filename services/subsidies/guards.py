"""Between the workflow and the pure rules: what each rule looks at."""

from decimal import Decimal

from services.cases.entitlement import Application
from services.policy.verdict import Verdict
from services.subsidies import rules


def judge_social_insurance(asked: Application) -> Verdict:
    """With the premium that was proved last; before any was, eligibility alone."""
    return rules.social_insurance(
        person=asked.who, applied_on=asked.applied_on, day=asked.day, texts=asked.texts, premium=_premium(asked)
    )


def _premium(asked: Application) -> Decimal | None:
    proved = asked.entry("premium")
    return proved.amount if proved else asked.details["premium"]


def judge_fuel(asked: Application) -> Verdict:
    return rules.fuel(person=asked.who, day=asked.day, texts=asked.texts)


def judge_home_help(asked: Application) -> Verdict:
    return rules.home_help(person=asked.who, applied_on=asked.applied_on, day=asked.day, texts=asked.texts)
