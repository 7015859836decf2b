"""Two counts put together otherwise than as a share: growth over the year before, and means."""

from dataclasses import dataclass
from decimal import Decimal

from reporting.catalogue import Ratio


@dataclass(frozen=True, kw_only=True, eq=False)
class Growth(Ratio):
    """By how many percent the numerator is above the denominator, the same count of the year before.

    Where nothing of that year was recorded here, `otherwise` takes its place: what a document says of it, entered
    with its source; never an invented number (relation R22).
    """

    def value(self, numerator: int | Decimal | None, denominator: int | Decimal | None) -> Decimal | None:
        if numerator is None or not denominator:
            return None
        return self.rounded((Decimal(numerator) - Decimal(denominator)) * 100 / Decimal(denominator))


@dataclass(frozen=True, kw_only=True, eq=False)
class Mean(Ratio):
    """So many of the numerator's unit for each of the denominator's: working days per order."""

    @property
    def is_of_like_parts(self) -> bool:
        return True

    @property
    def symbol(self) -> str:  # type: ignore[override]
        return self.numerator.symbol

    def value(self, numerator: int | Decimal | None, denominator: int | Decimal | None) -> Decimal | None:
        return None if numerator is None or not denominator else self.rounded(Decimal(numerator) / Decimal(denominator))
