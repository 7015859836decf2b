"""A rate right behind two numbers of one unit, whatever the words: 应到286名，实到268名，出席率93.7%."""

from decimal import Decimal

from reporting.lint.checks.language import AMONG, EXCLUSIVE, EXPLAINS, OF_THEM, ONE_CLAUSE, OPENING, OPINION, SEATS
from reporting.lint.checks.percents import Pair, percent
from reporting.lint.draft import Draft, is_a_slip
from reporting.lint.labels import core, touches
from reporting.lint.mentions import Mention
from reporting.lint.words import CLAUSE_BREAKS, COMPARES, PERCENT, PERSON

FAR = 4  # times
POINTS_OFF, SHARE_OFF = Decimal(5), Decimal("0.3")  # by no more than both: it was meant to be theirs


def nearly(draft: Draft, one: Mention, stem: str) -> Pair | None:
    """The two numbers, where the rate is about theirs or a slip of the pen away; 满意率 is of those who were asked."""
    pair = _two_before(draft, one) or _places_taken(draft, one)
    foreign = pair and OPINION.search(stem) and stem[-2:] not in pair[0].clause
    return pair if pair and not foreign and is_near(one, pair) else None


def _places_taken(draft: Draft, one: Mention) -> Pair | None:
    """床位5420张，其中护理型3414张；入住老人2168人，入住率40%: persons of the first places in its sentence."""
    known = [m for m in draft.before(one) if _usable(m)]
    wholes = [m for m in known if SEATS.search(m.before) and m.value >= known[-1].value]
    if not wholes or known[-1].unit != PERSON or known[-1].number != one.number - 1:
        return None
    pairs = [(known[-1], whole) for whole in wholes]
    return next((pair for pair in pairs if abs(percent(pair) - one.value) < one.quantity.step), pairs[0])


def behind(draft: Draft, one: Mention) -> Pair | None:
    """就业率68.2%：登记1830人，就业1284人: the two numbers that explain it."""
    known = draft.by_sentence[one.sentence.number]
    known = [m for m in known if one.number < m.number <= one.number + 2 and _usable(m)]
    if len(known) < 2 or known[0].unit != known[1].unit:
        return None
    named = ONE_CLAUSE.match(draft.between(one, known[0])) and all(touches(one.before, m.before) for m in known)
    if not (named or EXPLAINS.match(draft.between(one, known[0]))):
        return None
    part, whole = sorted(known, key=lambda m: m.value)
    of_them = OF_THEM.search(draft.between(*known)) and known[0] is whole
    return (part, whole) if of_them or is_near(one, (part, whole)) else None


def is_near(one: Mention, pair: Pair) -> bool:
    expected = percent(pair)
    off = abs(expected - one.value)
    close = off <= POINTS_OFF and off <= expected * SHARE_OFF
    rounded = expected.quantize(one.quantity.step)
    slip = is_a_slip(one.value, rounded) or one.value in (rounded * 10, rounded * 100, rounded / 10)
    return close or slip


def is_possible(one: Mention, pair: Pair) -> bool:
    """过火9.6公顷，其中受害3.8公顷，受害率0.05‰: so far from theirs that it is of another whole."""
    off = percent(pair) / one.value
    return 1 / FAR < off < FAR or is_near(one, pair)


def of_them(draft: Draft, one: Mention) -> Pair | None:
    """受访1000人，其中满意的720人，超过四分之三; 表示满意的486人，满意者超过九成."""
    pair = _two_before(draft, one)
    if pair is None:
        return None
    among = not core(one.before) and AMONG in draft.between(*sorted(pair, key=lambda m: m.number))
    return pair if among or touches(one.before, pair[0].before + pair[0].after) else None


def _two_before(draft: Draft, one: Mention) -> Pair | None:
    """(smaller, larger) of the two numbers just before, in one stretch of the sentence with the rate."""
    known = draft.before(one)[-2:]
    if len(known) < 2 or known[0].unit != known[1].unit:
        return None
    if not all(_usable(m) for m in known):
        return None
    if known[0].months != known[1].months:
        return None  # 前三季度487件，全年452件
    between = draft.between(known[0], one)
    if CLAUSE_BREAKS[-1] in between or COMPARES.search(draft.between(known[1], one)):
        return None
    if are_exclusive(*known):
        return None  # 男131人，女127人: neither is a part of the other
    part, whole = sorted(known, key=lambda m: m.value)
    return part, whole


def are_exclusive(one: Mention, other: Mention) -> bool:
    """男学员131人，女学员127人."""
    for words in EXCLUSIVE:
        found = words.search(one.before), words.search(other.before)
        if found[0] and found[1] and found[0][0] != found[1][0]:
            return True
    return False


def has_subtotal(parts: list[Mention]) -> bool:
    """一季度126件、二季度132件、1-6月258件."""
    values = [one.value for one in parts]
    return any(at > 1 and value and value == sum(values[:at]) for at, value in enumerate(values))


def _usable(one: Mention) -> bool:
    return (
        one.plain
        and one.quantity.exact
        and one.value > 0
        and not one.prior
        and not OPENING.search(one.before)
        and one.unit not in (PERCENT, "")
    )
