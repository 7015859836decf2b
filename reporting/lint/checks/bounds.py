"""A rough number that its own exact number does not keep: 突破40万卷，达到39.86万卷; 1286户 … 1300余户."""

from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from reporting.lint.checks.labels import LARGE, comparable, is_near, is_told_again
from reporting.lint.checks.language import THEN_EXACTLY
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding
from reporting.lint.labels import core
from reporting.lint.words import AT_LEAST

NAMED, BACK = 6, 3  # characters, sentences


def check(draft: Draft) -> Iterator[Finding]:
    yield from _passed_by(draft)
    yield from _beyond(draft)


def _passed_by(draft: Draft) -> Iterator[Finding]:
    """突破40万卷，达到39.86万卷: a bound that its own number does not keep."""
    for vague, exact in pairwise(draft.mentions):
        told = (
            vague.sentence is exact.sentence
            and exact.quantity.exact
            and THEN_EXACTLY.match(draft.between(vague, exact))
        )
        side = {"more": 1, "nearly": -1}.get(vague.quantity.approx, 0)
        if told and vague.year == exact.year and (vague.value - exact.value) * side > 0:
            relation = _("文中另一处为准确数字%(value)s") % {"value": exact.written}
            yield Finding("label.approximate", vague.start, vague.end, relation, exact.written)


def _beyond(draft: Draft) -> Iterator[Finding]:
    """慰问困难残疾人家庭，向1286户发放 … 慰问困难残疾人家庭1300余户: what is counted, the sentence said before."""
    for vague in draft.mentions:
        name = core(vague.before)[-NAMED:]
        usable = not (vague.quantity.exact or vague.quantity.threshold or vague.written.startswith(AT_LEAST))
        if not usable or vague.value < LARGE or len(name) < NAMED:
            continue
        earlier = [m for m in draft.before(vague, BACK) if m.sentence is not vague.sentence and m.unit == vague.unit]
        if any(is_told_again(draft, m, vague) for m in earlier):
            continue
        for exact in earlier:
            told = exact.quantity.exact and name in core(exact.sentence.text[: exact.place_in_sentence()])
            beyond = is_near(exact, vague) and not exact.quantity.may_equal(vague.quantity)
            if told and beyond and comparable(exact, vague):
                relation = _("文中另一处为准确数字%(value)s") % {"value": exact.written}
                yield Finding("label.approximate", vague.start, vague.end, relation, exact.written)
                break
