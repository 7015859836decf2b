"""The figures that can measure a target, registered by the floor above."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

# code -> label
KNOWN: dict[str, Any] = {}
# f(code, year) -> the value of that figure for the district, None when nothing is known; one is registered.
READERS: list[Callable[[str, int], Decimal | None]] = []


def choices() -> list[tuple[str, Any]]:
    return sorted(KNOWN.items())


def value_of(code: str, year: int) -> Decimal | None:
    return next((reader(code, year) for reader in READERS), None)
