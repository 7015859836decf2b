"""The policy texts in force on one day, as rules read them. Pure; `Policy.objects.texts(day)` fetches them."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Text:
    """One term in force: its row, value and unit (元, %, 岁, 年, 月, 工作日, 日, 级, 次, 倍)."""

    key: int
    value: Decimal
    unit: str
    verified: bool = True


def percent(share: Decimal) -> str:
    """0.6 as people write it: 60%."""
    return f"{(share * 100).normalize():f}%"


class MissingText(KeyError):
    """No text covers that day."""


def _missing(code: str, day: dt.date) -> Exception:
    return MissingText(f"{code} on {day}")


class Texts:
    """Typed readers per code; remembers which were read, so that a decision can say which rows decided it.

    A reader raises what `missing(code, day)` makes when no text is in force, and TypeError for another unit.
    """

    def __init__(
        self, day: dt.date, texts: Mapping[str, Text], missing: Callable[[str, dt.date], Exception] = _missing
    ) -> None:
        self.day, self._texts, self._missing = day, texts, missing
        self._used: dict[str, Text] = {}

    def again(self) -> "Texts":
        """The same texts, with nothing read yet: for the next decision."""
        return Texts(self.day, self._texts, self._missing)

    def _read(self, code: str, *units: str) -> Decimal:
        text = self._texts.get(code)
        if text is None:
            raise self._missing(code, self.day)
        if text.unit not in units:
            raise TypeError(f"{code} is in {text.unit}, not in {' or '.join(units)}")
        self._used[code] = text
        return text.value

    def yuan(self, code: str) -> Decimal:
        return self._read(code, "元")

    def share(self, code: str) -> Decimal:
        """Of one: 60 % is 0.6."""
        return self._read(code, "%") / 100

    def age(self, code: str) -> Decimal:
        """Completed years; a retirement age may lie between two."""
        return self._read(code, "岁")

    def years(self, code: str) -> int:
        return int(self._read(code, "年"))

    def months(self, code: str) -> int:
        return int(self._read(code, "月"))

    def days(self, code: str) -> int:
        """Working days or days: the unit says which."""
        return int(self._read(code, "工作日", "日"))

    def grade(self, code: str) -> int:
        """The lightest grade that still counts; 0 where none does."""
        return int(self._read(code, "级"))

    def number(self, code: str) -> Decimal:
        return self._read(code, "次", "倍", "件", "个", "人")

    def has(self, code: str) -> bool:
        return code in self._texts

    @property
    def used(self) -> tuple[int, ...]:
        """Rows that were read, in ascending order."""
        return tuple(sorted({text.key for text in self._used.values()}))

    @property
    def unverified(self) -> tuple[str, ...]:
        """Codes that were read and that nobody has verified yet."""
        return tuple(sorted(code for code, text in self._used.items() if not text.verified))
