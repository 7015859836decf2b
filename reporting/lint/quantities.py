"""Numbers with their units, as they stand in a text; dates, articles, telephones and the like are none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from reporting.lint import words
from reporting.lint.numerals import parse

_SHARE_OF = {"百分之": "%", "千分之": "‰"}
_SHARES = ("%", "‰", "个百分点", "百分点", "个千分点", "千分点")
_UNITS = sorted({*words.MONEY, *words.COUNTED, *_SHARES, "倍", "番", "分", "成"}, key=len, reverse=True)
_TIMES = sorted(words.TIME, key=len, reverse=True)


def _any(found: tuple | list) -> str:
    return "|".join(re.escape(one) for one in found)


_PREFIXES = sorted({*words.ABOUT[:3], *words.NEARLY, *words.MORE[2:7], *words.MORE[10:]}, key=len, reverse=True)
_NO_VERB = rf"(?<![{words.ABOUT_IN_VERBS}])"
_SCALES = sorted(words.SCALES, key=len, reverse=True)
QUANTITY = re.compile(
    rf"(?P<approx>{_NO_VERB}(?:{_any(_PREFIXES)}))?(?P<share>[百千]分之)?"
    rf"(?:(?P<digits>(?<![\d.,A-Za-z第+〔\[]){words.DIGITS})|(?P<han>(?<![第几{words.HAN_DIGITS}])(?<![^人户件次总额量]数){words.HAN_NUMBER}))"
    rf"(?P<more>[余多]|来(?=[个人名位户家件次万]))?(?P<scale>{_any(_SCALES)})?(?P<more2>[余多])?"
    rf"(?:(?P<time>{_any(_TIMES)})|(?P<unit>{_any(_UNITS)}|(?<=\d){words.ANY_UNIT}))?(?P<tail>余|左右|上下|及以上|以上|以下|以内|之多|(?<=[倍番成])多)?"
)
FRACTION = re.compile(
    rf"(?P<approx>{_NO_VERB}(?:{_any(_PREFIXES)}))?(?:(?P<whole>[二三四五六七八九十]|\d{{1,2}})分之(?P<part>[一二三四五六七八九]|\d{{1,2}})"
    r"|一半|半数|(?P<over>过)半数?)(?P<tail>以上|左右|多)?"
)
_RANGE_BEFORE = re.compile(r"[\d%元人名户件家个][—–－~～/-]$|\d[:：]$")
_RANGE = re.compile(rf"(?:[—–－~～-]|[至到])(?=[\d{words.HAN_DIGITS}])")  # 3万元至5万元, 二十至三十人
_RANGE_ENDS = re.compile(rf"[\d{words.HAN_DIGITS}%元人名户件家个岁][至到]$")
_FROM = re.compile(r"[由从自][^，。；]{0,20}$")
_CHANGES = re.compile(
    r"(?:由|从|缩短|压缩|压减|缩减|减少|提前|延长|增加|降|[快慢多少减增])(?:[^，。；、]{0,4}的|至|到|为|了)?$|(?:天数|时限|周期|时长|用时|年)(?:为|达到?)?$|(?:上年|去年|同期|年)的?$|(?:由|从)[^，。；、]{0,8}$|[到至](?:承诺|现在|目前|平均)的?$"
)
_EACH_OF_THEM = re.compile(r"[，、]?(?:平均)?每[月天周]")
_RANGE_AFTER = re.compile(r"[—–－~～:+×/_@=A-Za-z-]|[：]\d|\.\d|[至到]\d")
_BARE_AFTER = re.compile(r"[，。；;\t|)）\n,！ ]|$")
FRACTION_STEP, TENTH = Decimal(5), Decimal(10)
_IN_QUOTES = re.compile(r"“[^”，。；]{0,8}$")
_THRESHOLD = re.compile(r"(?:以上|以下|以内|及以上)(?:的|[\u4e00-\u9fff])")
MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in base units (yuan, persons, percent). It may stand for anything from `low` to `high`."""

    start: int
    end: int
    value: Decimal
    low: Decimal
    high: Decimal
    step: Decimal  # the worth of the last digit that is written
    unit: str  # canonical: 名 is 人; "" where none is written
    written_unit: str
    approx: str  # "", "about", "nearly", "more"
    threshold: bool  # 50万元以上的设备: says which, not how many
    coarse: bool = False  # 三成, 四分之一, 过半: a share in words, compared by its bounds

    @property
    def exact(self) -> bool:
        return not self.approx

    def may_equal(self, other: "Quantity") -> bool:
        return self.low <= other.high and other.low <= self.high


def quantities(text: str) -> Iterator[Quantity]:
    """In the order of the text."""
    fractions = [found for match in FRACTION.finditer(text) if (found := _fraction(match))]
    others = [found for match in QUANTITY.finditer(text) if (found := _quantity(text, match))]
    apart = [one for one in others if not any(one.start < other.end and other.start < one.end for other in fractions)]
    yield from sorted([*fractions, *apart], key=lambda one: one.start)


def _fraction(match: re.Match[str]) -> Quantity | None:
    """四分之一 is 25 % give or take; 过半 is 50 % and more."""
    whole, part = match["whole"] or "二", match["part"] or "一"
    below, above = (Decimal(one) if one.isdigit() else parse(one) for one in (whole, part))
    if not below or above is None or above > below:
        return None
    value = (above * 100 / below).quantize(Decimal("0.01"))
    approx = _approximation(match["approx"] or "", match["tail"] or "", more=bool(match["over"]))
    open_end = bool(match["over"] or match["tail"] == "以上") or (approx == "more" and not match["tail"])
    low, high = _bounds_of_share(value, FRACTION_STEP, approx, open_end)
    return Quantity(match.start(), match.end(), value, low, high, FRACTION_STEP, "%", "", approx, False, True)


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    written = match["digits"] or match["han"]
    start, end = match.start("digits") if match["digits"] else match.start("han"), match.end()
    if match["share"]:
        start = match.start("share")
    bare = start
    if match["approx"]:
        start = match.start("approx")
    if (
        (match["time"] and not _is_counted_time(text, match))
        or _RANGE_BEFORE.search(text[max(bare - 2, 0) : bare])
        or _is_of_range(text, bare, end)
    ):
        return None
    if not match["unit"] and words.NOT_A_COUNT_BEFORE.search(text[max(bare - 8, 0) : bare]):
        return None
    number = _number(match, written)
    if number is None:
        return None
    value, step = number
    unit = _SHARE_OF[match["share"]] if match["share"] else (match["unit"] or match["time"] or "")
    if not _stands(text, match, unit, written):
        return None
    tail, more = match["tail"] or "", bool(match["more"] or match["more2"])
    approx = _approximation(match["approx"] or "", tail, more=more)
    if unit == "成":
        value, step = value * TENTH, TENTH
        if half := words.HALF_OF_TENTH.match(text, match.end("unit")):
            value, step, end = value + (parse(half[0]) or FRACTION_STEP), FRACTION_STEP, max(end, half.end())
        low, high = _bounds_of_share(value, step, approx, tail in ("以上", "及以上"))
        return Quantity(start, end, value, low, high, step, "%", "", approx, False, True)
    if unit == "番":  # doubled once, twice ...
        unit, value = "倍", 2 ** min(value, TENTH) - 1
    scale = words.SCALES.get(match["scale"] or "", 1)
    if words.PER_MILLE in unit or words.THOUSANDTHS in unit:
        unit, value, step = words.PERCENT if unit == words.PER_MILLE else words.POINTS, value / 10, step / 10
    canonical = "元" if unit in words.MONEY else unit.removeprefix("个") if "百分点" in unit else unit
    canonical = words.SAME_UNIT.get(canonical, canonical)
    if unit == words.PIECE and words.POINTS_BEHIND.match(text, end):  # 提高2.1个、8.3个和5.6个百分点
        canonical = words.POINTS
    if unit and (speed := words.OF_A_DENSITY.match(text, end)):  # 2公里/小时 is no length
        canonical, end = canonical + speed[0], speed.end()
    value, step = value * scale, step * scale
    low, high = _bounds(value, step, approx, tail, written)
    threshold = bool(tail and unit != "%" and _THRESHOLD.match(text[match.start("tail") : match.start("tail") + 4]))
    threshold = threshold or tail in ("以下", "以内")
    written_unit = (match["scale"] or "") + unit
    return Quantity(start, end, value, low, high, step, canonical, written_unit, approx, threshold)


def _is_counted_time(text: str, match: re.Match[str]) -> bool:
    """36万小时 counts, and so does 由15天缩短到6天; a time that is only said does not."""
    if match["time"] == words.ELECTRICITY and match["scale"]:
        return True
    if match["time"] not in words.DURATIONS or match["han"]:
        return False
    return bool(
        match["scale"] or "." in match["digits"] or _CHANGES.search(text[max(match.start() - 12, 0) : match.start()])
    )


def _is_of_range(text: str, start: int, end: int) -> bool:
    """3万元至5万元 is neither of the two; 由3万元到5万元 tells of a change."""
    ranged = _RANGE.match(text, end) or _RANGE_ENDS.search(text[max(start - 2, 0) : start])
    return bool(ranged) and not _FROM.search(text[max(start - 24, 0) : start])


def _bounds_of_share(value: Decimal, step: Decimal, approx: str, open_end: bool) -> tuple[Decimal, Decimal]:
    if open_end:
        return value, Decimal(100)
    if approx == "more":
        return value, value + step
    if approx == "nearly":
        return value - step, value
    slack = step if approx else step / 2
    return value - slack, value + slack


def _number(match: re.Match[str], written: str) -> tuple[Decimal, Decimal] | None:
    if match["digits"]:
        bare = written.replace(",", "")
        if len(bare) > MOST_DIGITS:
            return None
        try:
            value = Decimal(bare)
        except InvalidOperation:
            return None
        return value, Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0))
    parsed = parse(written)
    return None if parsed is None else (parsed, Decimal(1))


def _stands(text: str, match: re.Match[str], unit: str, written: str) -> bool:
    """Whether this is a quantity at all, by what stands around it."""
    after = text[match.end() :][:4]
    if match["han"]:
        if match["share"]:
            return True
        if unit and text[match.end() : match.end() + 1].isdigit() and not match["scale"]:  # 一类46座
            return False
        if _IN_QUOTES.search(text[: match.start()]):  # “一人一案”
            return False
        if unit == "番":
            return text[: match.start()].endswith(("翻", "翻了"))
        if not unit or unit in words.NEVER_WITH_HAN or after.startswith(words.AFTER_UNIT_NO_COUNT):
            return False
        if written == "十":
            return unit != "成"
        return written not in words.LONE or bool(match["approx"] or match["more"])
    if unit:
        return not re.match(r"[A-Za-z_@]", after)
    if match["scale"] and match["scale"] in ("万", "亿"):
        return not _RANGE_AFTER.match(after)
    if (
        _RANGE_AFTER.match(after)
        or not _BARE_AFTER.match(after)
        or (written.startswith("0") and "." not in written and len(written) > 1)
    ):
        return False
    return "." in written or len(written.replace(",", "")) <= 6 or "," in written


def _approximation(before: str, after: str, *, more: bool = False) -> str:
    if more or before in words.MORE or after in words.MORE:
        return "more"
    if before in words.NEARLY:
        return "nearly"
    return "about" if before in words.ABOUT or after in words.ABOUT else ""


def _bounds(value: Decimal, step: Decimal, approx: str, tail: str, written: str) -> tuple[Decimal, Decimal]:
    """余: less than one more of the last digit that is not zero; 近: up to a tenth less; 约: a tenth either way."""
    coarse = Decimal(10) ** _zeros(value)
    if approx == "more":
        return value, value * 10 if tail in ("以上", "及以上") else value + max(coarse, step)
    if approx == "nearly":
        return value - max(coarse, value / 10), value
    if approx == "about":
        return value - value / 10, value + value / 10
    if step >= 10 and value == step * (value / step).to_integral_value() and step % 10 == 0 and "." not in written:
        return value - step / 2, value + step / 2
    if step != 1 and step > Decimal("0.01"):
        return value - step / 2, value + step  # rounded or cut off
    return value, value


def _zeros(value: Decimal) -> int:
    if value == 0 or value != value.to_integral_value():
        return 0
    digits = str(int(value))
    return len(digits) - len(digits.rstrip("0"))
