"""Figures that make up another one: who knows all of them but one knows that one (reporting.releasing)."""

from dataclasses import dataclass

from reporting.catalogue import Indicator

PARTS: list["Parts"] = []


@dataclass(frozen=True, kw_only=True, eq=False)
class Parts:
    """`parts` sum to `whole`, but for the few who are in several."""

    whole: Indicator
    parts: tuple[Indicator, ...]

    def __post_init__(self) -> None:
        PARTS.append(self)
