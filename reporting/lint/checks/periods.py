"""Years, months and dates: comparison with the own year, parts of a year among annual numbers, days that never were."""

import calendar
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.lint import words
from reporting.lint.checks.language import (
    ENDED_BEFORE,
    HISTORY,
    NEEDS_MORE,
    NOT_COMPARED,
    OF_WHOLE_YEAR,
    OWN_YEAR,
    PAID_BEFORE,
    PLANNED,
    REST_OF_YEAR,
    STANDS_ALONE,
    THE_QUARTERS,
    YEAR_OF_ACTION,
)
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding
from reporting.lint.labels import core
from reporting.lint.mentions import Mention
from reporting.lint.text import Sentence, years_in

WHOLE = (1, 12)


def check(draft: Draft) -> Iterator[Finding]:
    for sentence in draft.text.sentences:
        yield from _own_year(draft, sentence)
        yield from _named_year(draft, sentence)
        yield from _dates(draft, sentence)
        yield from _of_another_report(draft, sentence)
        yield from _stale(draft, sentence)
        yield from _ended_before(draft, sentence)
        yield from _year_of_action(draft, sentence)
    yield from _months(draft)
    yield from _longer_with_less(draft)
    yield from _headings(draft)
    for sentence in draft.text.sentences:
        for match in words.AS_OF.finditer(sentence.text):
            if int(match[1]) > draft.year:
                start = sentence.start + match.start(1)
                relation = _("报告年度是%(year)s年") % {"year": draft.year}
                yield Finding("period.other_year", start, start + 5, relation, f"{draft.year}{words.YEAR_SIGN}")


def _own_year(draft: Draft, sentence: Sentence) -> Iterator[Finding]:
    for match in words.COMPARED_YEAR.finditer(sentence.text):
        lead, behind = sentence.text[: match.start() + 1][-2:], sentence.text[match.end() :][:16]
        if NOT_COMPARED.search(lead) or (NEEDS_MORE.search(lead) and not words.COMPARES.search(behind)):
            continue
        compared = match.start("year")
        said = list(words.YEAR.finditer(sentence.text, 0, compared))
        others = {m.start("year") for m in words.COMPARED_YEAR.finditer(sentence.text)}
        subjects = [int(m[1]) for m in said if m.start() not in others]
        own = subjects[-1] if subjects else draft.year
        planned = not subjects and (PLANNED.search(sentence.text) or draft.year + 1 in _years_above(draft, sentence))
        if int(match["year"]) == own and not planned:
            start = sentence.start + compared
            year = match["year"]
            relation = _("%(year)s年的数字与%(year)s年比较") % {"year": year}
            end = sentence.start + match.end() if match[0].endswith(words.PART_OF_YEAR) else start + 5
            yield Finding("comparison.own_year", start, end, relation, f"{own - 1}{words.YEAR_SIGN}")


def _years_above(draft: Draft, sentence: Sentence) -> list[int]:
    """The years of the heading that it stands under, and of the sentence before it."""
    above = [one for one in draft.text.sentences[: sentence.number] if one.kind == "heading"][-1:]
    before = draft.text.sentences[max(sentence.number - 1, 0) : sentence.number]
    return [year for one in (*above, *before) for year in years_in(one.text)]


def _named_year(draft: Draft, sentence: Sentence) -> Iterator[Finding]:
    """较上年（2020年）, where the year before is 2021."""
    for match in words.YEAR_BEFORE_NAMED.finditer(sentence.text):
        own = years_in(sentence.text[: match.start()]) or [draft.year]
        if int(match["year"]) not in [one - 1 for one in own]:
            before = own[0] - 1
            start = sentence.start + match.start("year")
            relation = _("上年是%(year)s年") % {"year": before}
            yield Finding("period.other_year", start, start + 5, relation, f"{before}{words.YEAR_SIGN}")


def _of_another_report(draft: Draft, sentence: Sentence) -> Iterator[Finding]:
    """2022年度总体目标 in the report of 2023: left over from the year before."""
    for match in OWN_YEAR.finditer(sentence.text):
        if abs(int(match["year"]) - draft.year) == 1 and sentence.kind == "prose" and not HISTORY.search(sentence.text):
            start = sentence.start + match.start()
            relation = _("报告年度是%(year)s年") % {"year": draft.year}
            yield Finding("period.other_year", start, start + 5, relation, f"{draft.year}{words.YEAR_SIGN}")


def _stale(draft: Draft, sentence: Sentence) -> Iterator[Finding]:
    """截至2022年12月31日，单位共有车辆6辆, and nothing of another year: left over from the report before."""
    match = STANDS_ALONE.match(sentence.text)
    if not match or set(years_in(sentence.text)) != {draft.year - 1} or HISTORY.search(sentence.text):
        return
    around = 0 if match["end"] else 1  # what a year brought may be told before the next one's
    near = draft.text.sentences[max(sentence.number - around, 0) : sentence.number + around + 1]
    told = draft.by_sentence.get(sentence.number, [])
    if not told or any(m.change or m.prior for m in told) or draft.year in years_in("".join(one.text for one in near)):
        return
    if draft.year - 1 not in _years_above(draft, sentence):
        start = sentence.start + match.start("year")
        relation = _("报告年度是%(year)s年") % {"year": draft.year}
        yield Finding("period.other_year", start, start + 5, relation, f"{draft.year}{words.YEAR_SIGN}")


def _ended_before(draft: Draft, sentence: Sentence) -> Iterator[Finding]:
    """截至2017年12月31日，2018年度工程全部完工: done before its year began."""
    match = ENDED_BEFORE.match(sentence.text)
    told = draft.by_sentence.get(sentence.number, [])
    if match and told and int(match["next"]) == draft.year == int(match["year"]) + 1:
        if not (PLANNED.search(match["what"]) or PAID_BEFORE.search(sentence.text)):
            start = sentence.start + match.start("year")
            relation = _("报告年度是%(year)s年") % {"year": draft.year}
            yield Finding("period.other_year", start, start + 5, relation, f"{draft.year}{words.YEAR_SIGN}")


def _year_of_action(draft: Draft, sentence: Sentence) -> Iterator[Finding]:
    """2022年是全面推进……的关键一年, in the report of 2023."""
    match = YEAR_OF_ACTION.match(sentence.text)
    if match and int(match["year"]) == draft.year - 1 and str(draft.year) not in sentence.text:
        relation = _("报告年度是%(year)s年") % {"year": draft.year}
        yield Finding(
            "period.other_year", sentence.start, sentence.start + 5, relation, f"{draft.year}{words.YEAR_SIGN}"
        )


def _dates(draft: Draft, sentence: Sentence) -> Iterator[Finding]:
    for match in words.DATE.finditer(sentence.text):
        year = match["year"] or match["year2"] or match["year3"]
        month = int(match["month"] or match["month2"] or match["month3"])
        day = match["day"] or match["day3"]
        known = int(year) if year else max(years_in(sentence.text[: match.start()])[-1:], default=draft.year)
        if 1 <= month <= 12 and (day is None or 1 <= int(day) <= calendar.monthrange(known, month)[1]):
            continue
        start = sentence.start + match.start()
        yield Finding("date.impossible", start, sentence.start + match.end(), _("日历上没有这一天"))


def _months(draft: Draft) -> Iterator[Finding]:
    """1-10月 beside numbers of the whole year; not when the text adds up to the year, or is about these months."""
    if not OF_WHOLE_YEAR.search(draft.text.clean):
        return
    partial = [(m, m.months) for m in draft.mentions if m.months and m.months[0] == 1 and m.months[1] < 12]
    sentences = {m.sentence.number for m, _months in partial}
    if len(sentences) * 2 > len(draft.by_sentence) + 1:
        return
    for one, (first, last) in partial:
        if _of_the_year(draft, one):
            continue
        part = _part(one)
        if (
            (words.WHOLE_YEAR.search(part) and not _others_are_annual(draft, one))
            or one.change
            or one.unit in (words.PERCENT, words.POINTS)
        ):
            continue
        behind = one.sentence.text[one.place_in_sentence() :]
        goes_on = any(int(match["month"]) > last for match in words.MONTH.finditer(behind))
        goes_on = goes_on or bool(REST_OF_YEAR.search(draft.text.clean))
        if goes_on or (one.value < 10 and not one.written[0].isdigit()):
            continue
        relation = _("这个数字只含%(first)s-%(last)s月，其他数字为全年") % {
            "first": first,
            "last": last,
        }
        yield Finding("period.months", one.start, one.end, relation)


def _longer_with_less(draft: Draft) -> Iterator[Finding]:
    """前三季度调解487件，全年调解452件; 1-11月新增3415个，1-6月新增3608个: told at the later of the two."""
    periods = [(m, months) for m in draft.mentions if (months := _months_of(m)) and m.quantity.exact]
    for at, (one, months) in enumerate(periods):
        for other, others in periods[at + 1 :]:
            longer, shorter = (one, other) if others[1] < months[1] else (other, one)
            begin_alike = months[0] == others[0] and months[1] != others[1]
            alike = _same_counted(one, other) or (longer is other and _goes_on_counting(one, other))
            if begin_alike and longer.value < shorter.value and alike:
                relation = _("时间更短的%(part)s多于时间更长的%(whole)s") % {
                    "part": shorter.written, "whole": longer.written,
                }  # fmt: skip
                yield Finding("period.months", other.start, other.end, relation)


def _months_of(one: Mention) -> tuple[int, int] | None:
    """What there is at the end of a year may be less than in the middle of it, what came in the year may not."""
    year = words.YEAR_ALONE.search(one.before)
    return one.months or (WHOLE if year and year[0][-1] not in words.PART_OF_YEAR and not one.plan else None)


def _same_counted(one: Mention, other: Mention, *, least: int = 4) -> bool:
    names = sorted((_counted(one), _counted(other)), key=len)
    alike = len(names[0]) >= least and names[1].endswith(names[0])
    return alike and _may_be_compared(one, other)


def _goes_on_counting(one: Mention, other: Mention) -> bool:
    """1-6月受理案件236件，1-9月累计受理218件: the later of one sentence says less of what it counts, or nothing."""
    name, later = _counted(one), _counted(other)
    goes_on = not later or (len(later) > 1 and (name.startswith(later) or name.endswith(later)))
    return goes_on and one.sentence is other.sentence and _may_be_compared(one, other)


def _counted(one: Mention) -> str:
    return core(words.MONTHS.sub("", THE_QUARTERS.sub("", one.before)))


def _may_be_compared(one: Mention, other: Mention) -> bool:
    alike = one.year == other.year and one.unit == other.unit
    return alike and all(m.plain and m.unit not in (words.PERCENT, words.POINTS) for m in (one, other))


def _others_are_annual(draft: Draft, one: Mention) -> bool:
    """1-10月接待来访1260人次，全年培训86场: of something else, so the year's visits are not told."""
    behind = [m for m in draft.by_sentence[one.sentence.number] if m.number > one.number and m.plain and not m.plan]
    annual = [m for m in behind if words.ALL_YEAR in m.before]
    return bool(annual) and all(m.unit not in (one.unit, words.PERCENT) for m in annual)


def _part(one: Mention) -> str:
    """Its sentence from semicolon to semicolon."""
    at, stop = 0, words.CLAUSE_BREAKS[-1]
    for piece in one.sentence.text.split(stop):
        at += len(piece) + 1
        if one.place_in_sentence() < at:
            return piece
    return one.sentence.text


def _of_the_year(draft: Draft, one: Mention) -> bool:
    """The same is told of the whole year: 1-9月完成投资6.07亿元，全年完成投资8.63亿元."""
    whole = [m for m in draft.mentions if _months_of(m) == WHOLE or (OF_WHOLE_YEAR.search(m.before) and not m.months)]
    return any(_same_counted(one, m, least=2) for m in whole)


def _headings(draft: Draft) -> Iterator[Finding]:
    for heading in draft.text.headings:
        years = years_in(heading.text)
        if len(years) != 1 or years[0] == draft.year or abs(years[0] - draft.year) > 1:
            continue
        if HISTORY.search(heading.text) or (years[0] > draft.year and PLANNED.search(heading.text)):
            continue
        start = heading.start + heading.text.index(f"{years[0]}{words.YEAR_SIGN}")
        relation = _("报告年度是%(year)s年") % {"year": draft.year}
        yield Finding("period.other_year", start, start + 5, relation, f"{draft.year}{words.YEAR_SIGN}")
