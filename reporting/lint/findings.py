"""What a check says: a rule, a place, what stands there and what should."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.lint.text import Text

_LAYOUT = re.compile(r"[^\w.%]")


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741
RULES: dict[str, tuple[Severity, Any]] = {
    "figure.differs": (E, _("与台账的数字不符")),
    "figure.unit": (E, _("计数单位与台账不同")),
    "figure.year": (E, _("用了另一年的数字")),
    "figure.approximate": (W, _("已有准确数字，却写了概数")),
    "figure.untraceable": (I, _("台账里没有对应的数字")),
    "label.two_values": (E, _("同一名称出现两个数字")),
    "label.two_units": (E, _("同一数字用了两种计数单位")),
    "unit.of_noun": (W, _("计数单位与所数的对象不符")),
    "label.approximate": (W, _("文中已有准确数字，却又写了概数")),
    "value.two_labels": (W, _("同一数字用在两个名称上")),
    "sum.differs": (E, _("各部分之和不等于合计")),
    "part.exceeds_whole": (E, _("部分大于整体")),
    "ratio.differs": (E, _("比率与文中的两个数字不符")),
    "ratio.rounding": (W, _("比率的进位方式不一致")),
    "ratio.over_whole": (E, _("占比超过100%")),
    "change.differs": (E, _("增减数与文中的两个数字不符")),
    "change.direction": (E, _("增减方向相反")),
    "change.other_noun": (E, _("差额的名称写错")),
    "change.points": (E, _("两个百分比之差不对，或没有写成百分点")),
    "comparison.own_year": (E, _("与本年自身比较")),
    "period.months": (W, _("只含部分月份的数字与全年数字并列")),
    "period.other_year": (W, _("年份与报告年度或前后文不符")),
    "date.impossible": (E, _("不存在的日期")),
    "scope.changed": (W, _("前后统计范围不同，不能直接比较")),
    "persons.exceed_pieces": (E, _("人数多于件数或人次")),
    "stage.order": (E, _("后面的环节多于前面的环节")),
    "whole.partial": (E, _("写了“全部”，数字却不是全部")),
    "name.two_forms": (W, _("同一机构出现两个名称")),
    "staff.exceeds_posts": (W, _("实有人数超过编制")),
    "product.differs": (E, _("数量、标准与总额不符")),
    "amount.conversion": (E, _("元与万元换算不符")),
    "list.count": (W, _("列出的项数与所写的不同")),
    "score.grade": (E, _("等级与得分不符")),
}


@dataclass(frozen=True)
class Finding:
    """Places are in the clean text. `expected` is what should stand there, where that can be said."""

    rule: str
    start: int
    end: int
    relation: str
    expected: str = ""
    figure: str | None = None
    doubtful: bool = False  # warns where its rule is an error

    @property
    def severity(self) -> Severity:
        return W if self.doubtful else RULES[self.rule][0]

    @property
    def title(self) -> str:
        return str(RULES[self.rule][1])


@dataclass(frozen=True)
class Reported:
    """A finding with its place in the text that was given; `waived` is the reason for which it is left aside."""

    rule: str
    severity: Severity
    sentence: str
    sentence_offset: int
    offset: int
    length: int
    found: str
    expected: str
    figure: str | None
    relation: str
    fingerprint: str
    waived: str = ""

    @property
    def title(self) -> str:
        return str(RULES[self.rule][1])

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "sentence": self.sentence,
            "offset": self.offset,
            "length": self.length,
            "found": self.found,
            "expected": self.expected or None,
            "figure": self.figure,
            "relation": self.relation,
            "fingerprint": self.fingerprint,
            "waived": self.waived or None,
        }


def reported(text: Text, findings: Iterable[Finding]) -> list[Reported]:
    """In the order of the text, each once."""
    found: dict[tuple, Reported] = {}
    for one in sorted(findings, key=lambda one: (one.start, one.end, one.rule, one.relation)):
        sentence = text.sentence_at(one.start)
        offset, length = text.span(one.start, one.end)
        at, size = text.span(sentence.start, sentence.end)
        written = text.original[offset : offset + length]
        key = (one.rule, offset, length)
        if key not in found:
            found[key] = Reported(
                one.rule, one.severity, text.original[at : at + size], at, offset, length, written, one.expected,
                one.figure, one.relation, fingerprint(one.rule, sentence.text, written),
            )  # fmt: skip
    return list(found.values())


def fingerprint(rule: str, sentence: str, written: str) -> str:
    """The same in the next draft as long as rule, sentence and numbers are; layout, spaces and punctuation aside."""
    bare = [_LAYOUT.sub("", one) for one in (sentence, written)]
    return hashlib.sha256("\n".join([rule, *bare]).encode()).hexdigest()[:24]
