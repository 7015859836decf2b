"""Employment. Pure: values and policy texts in. Source: DOMAIN C.8."""

from collections.abc import Sequence
from decimal import Decimal

from services.circumstances.ages import working_age_begins, working_age_ends
from services.policy.texts import Texts

__all__ = ["is_concentrated", "quota_wanted", "quota_weight", "weighted", "working_age_begins", "working_age_ends"]


def quota_weight(*, grade: int | None, contract_months: int, texts: Texts) -> int:
    """For how many an employee counts against the quota: none without a certificate or with a contract that is too
    short, two of a grade heavy enough, else one. This is no head count."""
    if grade is None or contract_months < texts.months("employment.quota_contract_months"):
        return 0
    return 2 if grade <= texts.grade("employment.double_weight_grade") else 1


def quota_wanted(*, employees: int, texts: Texts) -> Decimal:
    """How many employees with disabilities the quota asks of an employer, not rounded."""
    return employees * texts.share("employment.quota_share")


def is_concentrated(*, disabled: int, employees: int, texts: Texts) -> bool:
    """Concentrated employment: a share of all employees."""
    return employees > 0 and Decimal(disabled) / employees >= texts.share("employment.concentrated_share")


def weighted(grades: Sequence[tuple[int | None, int]], texts: Texts) -> int:
    """Sum of the weights of employees given as (grade, months of contract)."""
    return sum(quota_weight(grade=grade, contract_months=months, texts=texts) for grade, months in grades)
