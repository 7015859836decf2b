"""Targets. Pure: values in."""

from decimal import Decimal


def is_met(actual: Decimal, comparison: str, target: Decimal) -> bool:
    """`comparison` is one of >=, <=, =."""
    match comparison:
        case ">=":
            return actual >= target
        case "<=":
            return actual <= target
    return actual == target
