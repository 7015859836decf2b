"""The figures that may be stated, registered by the floor above: those that no record here can give."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Statable:
    """`whole_numbers`: the value is written as a quantity, else as an amount with two decimals."""

    code: str
    label: Any
    unit: str
    whole_numbers: bool


KNOWN: dict[str, Statable] = {}


def register(*figures: Statable) -> None:
    for figure in figures:
        KNOWN[figure.code] = figure


def choices() -> list[tuple[str, Any]]:
    return [(one.code, format_lazy(_("{label}（{unit}）"), label=one.label, unit=one.unit)) for one in KNOWN.values()]
