"""Pure: values and policy terms in; reason codes out (DOMAIN sections C.5, C.12)."""

from decimal import Decimal


def adult_refusals(*, age: int, age_from: Decimal, has_certificate: bool) -> list[str]:
    """Adults need the age and a valid certificate on the day of application."""
    return ["RC04"] * (age < age_from) + ["RC02"] * (not has_certificate)


def child_refusals(*, age: int, age_below: Decimal, has_certificate: bool, suspected: bool) -> list[str]:
    """Children: under the age at application; a certificate, or suspected."""
    return ["RC04"] * (age >= age_below) + ["RC02"] * (not has_certificate and not suspected)
