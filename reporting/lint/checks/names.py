"""Institutions under two names: two lists of as many units that agree but for one, or two names that differ in a word
which changes nothing; projects whose name in quotes differs in a character."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations

from django.utils.translation import gettext as _

from reporting.lint.checks.nouns import (
    EXCHANGEABLE,
    FORMAL,
    INSTITUTION,
    NAME_LEADS,
    NAME_TELLS,
    PLACE,
    QUOTED,
    RIVAL_ENDS,
    TITLED,
    UNLIKE,
)
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding
from reporting.lint.labels import likeness
from reporting.lint.text import Sentence


@dataclass(frozen=True)
class Name:
    start: int
    end: int
    text: str
    formal: bool  # begins with the place
    sentence: Sentence

    @property
    def bare(self) -> str:
        return PLACE.sub("", self.text)


SHORT, LONG = 5, 8  # characters of a name that may be a slip of another
MOST_LEFT_OUT = 4
COMMON_FIRST, COMMON_LAST, ROW_OF_94, SOUNDS_ALIKE = b"\xb0\xa1", b"\xd7\xf9", 94, 7
Pair = tuple[Name, Name]  # the later, the earlier


def check(draft: Draft) -> Iterator[Finding]:
    found = [name for sentence in draft.text.sentences for name in _names(sentence)]
    yield from _quoted(draft)
    told: set[frozenset[str]] = set()
    for one, other in (*_lists(found), *_close(found)):
        pair = frozenset((one.bare, other.bare))
        if pair not in told:
            told.add(pair)
            relation = _("另一处写作“%(name)s”") % {"name": other.text}
            yield Finding("name.two_forms", one.start, one.end, relation, other.text)


def _quoted(draft: Draft) -> Iterator[Finding]:
    """“温馨陪伴”心理服务项目, “温暖陪伴”心理服务项目."""
    told: set[str] = set()
    pairs = (combinations(pattern.finditer(draft.text.clean), 2) for pattern in (QUOTED, TITLED))
    for first, second in chain(*pairs):
        one, other = first["name"], second["name"]
        if first["of"] == second["of"] and one != other and other not in told and _misnames(one, other):
            told.add(other)
            relation = _("另一处写作“%(name)s”") % {"name": one}
            yield Finding("name.two_forms", second.start("name"), second.end("name"), relation, one)


def _misnames(one: str, other: str) -> bool:
    unlike = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    slip = len(one) == len(other) and len(unlike) == 1 and not set(unlike[0]) <= set(UNLIKE)
    return slip or sorted(one) == sorted(other) or _is_shortened(one, other)


def _names(sentence: Sentence) -> Iterator[Name]:
    at = 0
    while match := INSTITUTION.search(sentence.text, at):
        start = match.start() + _lead(match[0])
        text = sentence.text[start : match.end()]
        place = PLACE.match(text)
        if len(text) >= 5 and len(PLACE.sub("", text)) >= 3:
            yield Name(sentence.start + start, sentence.start + match.end(), text, bool(place and place[0]), sentence)
        at = match.end()


def _lead(text: str) -> int:
    """Where the name begins: at the first place after a word that leads to it, else behind the last such word."""
    ends = [match.end() for match in NAME_LEADS.finditer(text)]
    formal = [end for end in (0, *ends) if FORMAL.match(text, end)]
    return formal[0] if formal else max(ends, default=0)


def _lists(found: list[Name]) -> Iterator[Pair]:
    """Sentences which list at least three units: all but one are the same, so the last is too."""
    by_sentence: dict[int, list[Name]] = {}
    for name in found:
        by_sentence.setdefault(name.sentence.number, []).append(name)
    lists = [names for names in by_sentence.values() if len({n.bare for n in names}) >= 3]
    for number, second in enumerate(lists):
        for first in lists[:number]:
            if len(first) != len(second):
                continue
            mine = [n for n in second if n.bare not in {m.bare for m in first}]
            theirs = [n for n in first if n.bare not in {m.bare for m in second}]
            if 1 <= len(mine) == len(theirs) <= len(second) / 2 + 0.5:
                yield from zip(mine, theirs, strict=True)


def _close(found: list[Name]) -> Iterator[Pair]:
    seen: dict[str, Name] = {}
    for name in found:
        for other in seen.values():
            formal = name.formal and other.formal and name.bare != other.bare and _place(name) == _place(other)
            if (formal and _variant(name.bare, other.bare)) or _sounds_alike(name.text, other.text):
                yield name, other
                break
        seen.setdefault(name.bare, name)


def _sounds_alike(one: str, other: str) -> bool:
    """松岭体育馆, 松龄体育馆: but for one character the same, and that is typed alike."""
    unlike = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    if len(one) != len(other) or len(unlike) != 1 or set(unlike[0]) <= set(UNLIKE):
        return False
    places = [_place_by_sound(char) for char in unlike[0]]
    return all(places) and abs(places[0] - places[1]) <= SOUNDS_ALIKE


def _place_by_sound(char: str) -> int:
    """Where it stands among the common characters, which GB 2312 orders by their sound; 0 for a rarer one."""
    code = char.encode("gb2312", "ignore")
    return code[0] * ROW_OF_94 + code[1] if COMMON_FIRST <= code <= COMMON_LAST else 0


def _place(name: Name) -> str:
    match = PLACE.match(name.text)
    return match[0][-2:] if match else ""


def _variant(one: str, other: str) -> bool:
    bare = []
    for name in (one, other):
        for word in EXCHANGEABLE:
            name = name.replace(word, "")
        bare.append(name)
    return (
        (bare[0] == bare[1] and likeness(one, other) >= 0.6)
        or _by_one_character(one, other)
        or _is_shortened(one, other)
        or _of_another_rank(one, other)
        or sorted(one) == sorted(other)
    )


def _of_another_rank(one: str, other: str) -> bool:
    """消防救援大队, 消防救援支队; 社会福利院, 社会福利中心."""
    for first, second in RIVAL_ENDS:
        for a, b in ((one, other), (other, one)):
            stem = a.removesuffix(first)
            if len(stem) >= 4 and a.endswith(first) and b == stem + second:
                return True
    return False


def _is_shortened(one: str, other: str) -> bool:
    """疾病防控中心 for 疾病预防控制中心: nothing is left out that would tell two of them apart."""
    shorter, longer = sorted((one, other), key=len)
    spoken, left = iter(shorter), []
    wanted = next(spoken)
    for char in longer:
        if char == wanted:
            wanted = next(spoken, "")
        else:
            left.append(char)
    out = "".join(left)
    complete = not wanted and 0 < len(out) <= MOST_LEFT_OUT and shorter[-1:] == longer[-1:]
    tells = set(out) & set(UNLIKE) or NAME_TELLS.search(out)
    return complete and (len(shorter) >= SHORT or out in EXCHANGEABLE) and not tells


def _by_one_character(one: str, other: str) -> bool:
    """阳光家园托养中心, 阳光花园托养中心; 妇幼保健院, 妇幼保健医院; not 第一小学, 第二小学."""
    unlike = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    if len(one) == len(other):
        return len(one) >= LONG and len(unlike) == 1 and not set(unlike[0]) <= set(UNLIKE)
    shorter, longer = sorted((one, other), key=len)
    added = [char for n, char in enumerate(longer) if longer[:n] + longer[n + 1 :] == shorter]
    return len(shorter) >= SHORT and bool(added) and added[0] not in UNLIKE
