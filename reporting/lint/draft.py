"""A text that is being checked, with everything that the checks ask of it."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from reporting.lint import words
from reporting.lint.mentions import Mention, mentions
from reporting.lint.quantities import Quantity
from reporting.lint.tables import Table, tables
from reporting.lint.text import Text


@dataclass
class Draft:
    text: Text
    year: int

    @cached_property
    def mentions(self) -> list[Mention]:
        return mentions(self.text, self.year)

    @cached_property
    def tables(self) -> list[Table]:
        return tables(self.text)

    @cached_property
    def by_sentence(self) -> dict[int, list[Mention]]:
        found: dict[int, list[Mention]] = {}
        for one in self.mentions:
            found.setdefault(one.sentence.number, []).append(one)
        return found

    @cached_property
    def pieces(self) -> list[list[Mention]]:
        """From semicolon to semicolon, each with the numbers that it has."""
        found: list[list[Mention]] = []
        for one in self.mentions:
            last = found[-1][-1] if found else None
            joined = (
                last is not None and last.sentence is one.sentence and words.SEMICOLON not in self.between(last, one)
            )
            if joined:
                found[-1].append(one)
            else:
                found.append([one])
        return found

    def before(self, mention: Mention, sentences: int = 0) -> list[Mention]:
        """The mentions before it in its sentence, and in so many sentences before, of the same paragraph or the next
        to it; in the order of the text."""
        found = [one for one in self.by_sentence[mention.sentence.number] if one.number < mention.number]
        for back in range(1, sentences + 1):
            number = mention.sentence.number - back
            earlier = self.by_sentence.get(number, [])
            if number < 0 or self.text.sentences[number].kind != "prose":
                break
            found = earlier + found
        return found

    def between(self, one: Mention, other: Mention) -> str:
        return self.text.clean[one.end : other.start]

    def around(self, one: Mention, other: Mention) -> str:
        """What stands between the two, and the character behind the second."""
        return self.between(one, other) + self.text.clean[other.end : other.end + 1]


class Written(Protocol):
    @property
    def quantity(self) -> Quantity: ...

    @property
    def written(self) -> str: ...


def like(value: Decimal, mention: Written) -> str:
    """A value written as the mention is: in 万元 when that is, with as many decimals; a share in words as per cent."""
    if mention.quantity.coarse:
        return f"{value:.1f}{words.PERCENT}"
    unit = mention.quantity.written_unit
    scale = Decimal(1)
    for word in sorted(words.SCALES, key=len, reverse=True):
        if unit.startswith(word):
            scale = Decimal(words.SCALES[word])
            break
    number = value / scale
    digits = max(-int((mention.quantity.step / scale).normalize().as_tuple().exponent), 0)
    exact = number.quantize(Decimal(1).scaleb(-max(digits, 0)))
    shown = exact if mention.quantity.unit in (words.PERCENT, words.POINTS) else number
    if shown == exact or (shown := shown.quantize(Decimal(1).scaleb(-digits - 2))) == exact:
        shown = exact
    else:
        shown = shown.normalize()
    separator = "," if "," in mention.written else ""
    return f"{shown:{separator}f}{unit}"


def equal(one: Decimal, other: Decimal, tolerance: Decimal = Decimal(0)) -> bool:
    return abs(one - other) <= tolerance


def looks_like_a_slip(written: Decimal, computed: Decimal) -> bool:
    """Near enough that one was meant to be the other: within 5 %, or a slip of the pen."""
    if computed <= 0 or written <= 0:
        return False
    return abs(written - computed) * 20 <= computed or is_a_slip(written, computed)


def digits(value: Decimal) -> int:
    """How many count: 4 of 0.02310, 2 of 4800."""
    return len(f"{value.normalize():f}".replace(".", "").strip("0"))


def is_a_slip(written: Decimal, computed: Decimal) -> bool:
    """One digit is another, or two neighbours are exchanged; in numbers of three digits or more."""
    return len(_wrong_digits(written, computed)) == 1 or is_swapped(written, computed)


def is_swapped(written: Decimal, computed: Decimal) -> bool:
    """Two neighbouring digits are exchanged: 6480 and 6840."""
    wrong = _wrong_digits(written, computed)
    if len(wrong) != 2 or wrong[1] != wrong[0] + 1:
        return False
    one, other = _written(written), _written(computed)
    return one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]


def _wrong_digits(written: Decimal, computed: Decimal) -> list[int]:
    one, other = _written(written), _written(computed)
    points = {f"{value.normalize():f}"[::-1].find(".") for value in (written, computed)}
    if len(one) != len(other) or len(points) > 1 or len(one) + ("." in f"{written.normalize():f}") < 3:
        return []
    return [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]


def _written(value: Decimal) -> str:
    """Its digits, the point aside: 35.9 and 39.5 are exchanged."""
    return f"{value.normalize():f}".replace(".", "")
