"""Pure: values, a day and policy terms in; reason codes out (DOMAIN section C.12)."""

from decimal import Decimal


def home_help_refusals(*, age: int, age_from: Decimal, age_below: Decimal) -> list[str]:
    """Reason codes against home help for somebody of `age` completed years; empty when none."""
    return [] if age_from <= age < age_below else ["RC04"]
