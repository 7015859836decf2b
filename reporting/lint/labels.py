"""When two phrases name the same thing. Precision before recall: what is in doubt is not the same."""

from collections import Counter
from functools import lru_cache

from reporting.lint.words import DISTINCT, FILLERS, FIRSTLY, GENERIC, NUMBERED, SHORT_NAMES


@lru_cache(maxsize=50_000)
def core(phrase: str) -> str:
    """The phrase without years, totals, particles and punctuation."""
    phrase = FIRSTLY.sub("", NUMBERED.sub("", phrase))
    for short, full in SHORT_NAMES:
        phrase = short.sub(full, phrase)
    before = None
    while before != phrase:
        before, phrase = phrase, FILLERS.sub("", phrase)
    return "".join(c for c in phrase if "\u4e00" <= c <= "\u9fff" or c.isalnum())


@lru_cache(maxsize=50_000)
def content(phrase: str) -> str:
    """The core without the words that every such text is full of."""
    found = core(phrase)
    for word in GENERIC:
        found = found.replace(word, "")
    return found


def bigrams(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)} or ({text} if text else set())


@lru_cache(maxsize=50_000)
def distinct(phrase: str) -> frozenset[str]:
    return frozenset(word for word in DISTINCT if word in phrase)


def likeness(one: str, other: str) -> float:
    """Share of the characters that both have, order aside: 0 to 1."""
    if not one or not other:
        return 0.0
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other))


def same(one: str, other: str, *, least: int = 4) -> bool:
    """Whether two cores name the same thing."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < least:
        return False
    if one == other:
        return True
    if distinct(one) != distinct(other):
        return False
    rest = _without(longer, shorter)
    if rest is not None:
        return len(shorter) >= least + 1 and not content(rest)
    return len(shorter) >= least + 2 and likeness(one, other) >= 0.88


def _without(longer: str, shorter: str) -> str | None:
    at = longer.find(shorter)
    return None if at < 0 else longer[:at] + longer[at + len(shorter) :]


def touches(one: str, other: str) -> bool:
    """Whether the two share a pair of characters which means something."""
    return bool(bigrams(content(one)) & bigrams(content(other)))


def common_end(one: str, other: str) -> int:
    """How many characters; 0 where one is the end of the other."""
    return next((n for n, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=False)) if a != b), 0)


def is_another(subject: str, told: str) -> bool:
    """会议费 and 培训费: the same end, and before it nothing in common."""
    count = common_end(subject, told)
    rests = subject[: len(subject) - count], told[: len(told) - count]
    apart = all(content(rest) for rest in rests) and not set(rests[0]) & set(rests[1])
    return count > 0 and apart and (count > 1 or min(map(len, rests)) > 1 or len(subject) == len(told) == 2)
