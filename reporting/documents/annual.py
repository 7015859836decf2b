"""The yearly report: our own wording, in which every number is a token bound to a figure.

One path for all forms: a Word template (the packaged one, or that which a manager edited) is rendered; Markdown and
PDF are written from the rendered text. What follows the text (checks, terms, sources) is made here.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Street
from accounts.scoping import scope_required
from reporting import budget
from reporting.documents import pdf, tokens, word
from reporting.documents.blocks import Block, of_document, of_markdown, pieces, to_markdown
from reporting.documents.joint import joint_applications
from reporting.figures import Reading, passports, summaries
from reporting.findings import findings
from reporting.links import passport_name, passport_url
from reporting.publishing import with_ids
from services.payments.models import Payment
from services.policy.models import Policy

TEXT = Path(__file__).with_name("annual.md")
HEADING = "{{ area }}　{{ year }}年度残疾人工作绩效报告"
Advance = Callable[[int, int], None]


def packaged_template() -> bytes:
    return word.template_of(of_markdown(TEXT.read_text(encoding="utf-8")), HEADING)


@dataclass(frozen=True)
class Report:
    """The report of a year for the scope in force. `passports` by code, of this area."""

    now: Reading
    before: Reading
    area: str
    passports: dict[str, dict[str, Any]]

    @property
    def title(self) -> str:
        return _("%(area)s%(year)s年度残疾人工作绩效报告") % {
            "area": self.now.names[self.area],
            "year": self.now.period.year,
        }

    def link(self, code: str) -> tuple[str, str]:
        return passport_name(self.passports[code]), passport_url(self.now, self.passports[code])

    def context(self) -> dict[str, Any]:
        return {
            **tokens.context(self.now, self.before, self.area),
            "year": str(self.now.period.year),
            "last_year": str(self.before.period.year),
            "area": self.now.names[self.area],
            "known_at": timezone.localtime(self.now.known_at).strftime("%Y-%m-%d %H:%M:%S"),
            "streets": str(Street.objects.count()),
            "joint_applications": joint_applications(self.now, self.area),
            "budget_execution": _budget(self.now),
            "review": _review(self.now),
        }


def report_of(year: int, known_at: dt.datetime | None = None, advance: Advance | None = None) -> Report:
    now, before = summaries([year, year - 1], known_at)
    area = scope_required().area
    found = with_ids(year, passports(year, now.known_at, area=area, advance=advance))
    return Report(now, before, area, {one["code"]: one for one in found})


def annual_text(year: int, known_at: dt.datetime | None = None, template: bytes | None = None) -> str:
    return annual_markdown(report_of(year, known_at), template)


def annual_markdown(report: Report, template: bytes | None = None) -> str:
    """An unknown token is an error: nothing is printed that no figure stands behind."""
    blocks = of_document(_rendered(report, template))
    return to_markdown(blocks + appendix(report, blocks))


def annual_word(report: Report, template: bytes | None = None) -> bytes:
    document = _rendered(report, template)
    moment = timezone.localtime(report.now.known_at).replace(tzinfo=None, microsecond=0)
    about = {
        "title": report.title,
        "author": "Taizhang",
        "last_modified_by": "Taizhang",
        "created": moment,
        "modified": moment,
        "comments": "",
        "revision": 1,
    }
    return word.write(document, appendix(report, of_document(document)), report.link, about)


def annual_pdf(report: Report, template: bytes | None = None) -> bytes:
    document = _rendered(report, template)
    blocks = of_document(document)
    return pdf.write(report.title, blocks + appendix(report, blocks), report.link, report.now.known_at)


def _rendered(report: Report, template: bytes | None) -> Any:
    return word.rendered(template or packaged_template(), report.context())


def appendix(report: Report, blocks: list[Block]) -> list[Block]:
    """What follows the text: what to check before it is printed, what it rests on, what it lacks, its sources."""
    used = dict.fromkeys(code for block in blocks for _text, code in pieces(block.text) if code)
    used |= dict.fromkeys(code for b in blocks for row in b.rows for cell in row for _t, code in pieces(cell) if code)
    return [*_checks(report.now), *_unverified(report.now), *_empty(report, list(used)), *_sources(report, list(used))]


def _checks(reading: Reading) -> list[Block]:
    found = findings(reading)
    lines = [Block(f"{reading.names[one.area]}：{one}", bullet=True) for one in found]
    return [Block(_("发布前请核对"), 2), *lines] if lines else []


def _unverified(reading: Reading) -> list[Block]:
    """Policy terms behind payments of the year that nobody has compared with their source yet."""
    year = reading.period.year
    keys = Payment.objects.filter(state=Payment.State.PAID, result_on__year=year).values_list("terms", flat=True)
    used = {key for terms in keys.order_by().distinct() for key in terms}
    rows = Policy.objects.filter(pk__in=used, verified_by="").order_by("code", "valid_from")
    terms: dict[tuple[str, str], list[str]] = {}
    for one in rows:
        programme, _colon, label = one.label.rpartition("：")
        terms.setdefault((programme, one.source), []).append(f"{label}{one.value.normalize():f}{one.unit}")
    lines = [
        Block(f"{programme}：{'、'.join(values)}（{source}）", bullet=True)
        for (programme, source), values in terms.items()
    ]
    return [Block("发放所依据、尚未核对的政策条款", 2), *lines] if lines else []


def _empty(report: Report, used: list[str]) -> list[Block]:
    """Zero may mean that nothing happened or that nobody entered it: the reader is told which figures are zero."""
    found = [report.passports[code] for code in used]
    labels = [p["label"] for p in found if p["value"] in (None, 0, "0.00") and not p.get("denominator")]
    if not labels:
        return []
    text = _("%(year)s年台账里没有下列指标的记录，正文中的“0”或“无数据”指没有记录：%(labels)s。")
    return [
        Block(_("没有记录的指标"), 2),
        Block(text % {"year": report.now.period.year, "labels": _("、").join(labels)}),
    ]


def _sources(report: Report, used: list[str]) -> list[Block]:
    rows = [(_("指标"), _("准确值"), _("期间"), _("代码与口径版本"), _("名单核对码"))]
    for code in used:
        one = report.passports[code]
        value = "—" if one["value"] is None else f"{one['value']}{one['unit']}"
        if "numerator" in one:
            value = _("%(value)s（%(above)s／%(below)s）") % {
                "value": value,
                "above": one["numerator"],
                "below": one["denominator"],
            }
        about = tokens.marked(code, f"{code} v{one['version']}")
        rows.append((one["label"], value, one["period"], about, one["member_hash"][:16]))
    return [Block(_("数字来源"), 2), Block(rows=tuple(rows))] if used else []


def _budget(reading: Reading) -> str:
    """Of what the ledger pays; the rate as the budget page has it. Budgets are the district's."""
    if scope_required().street:
        return _("预算按全区编制，街道报告不列执行率。")
    rows = [row for row in budget.execution(reading.period.year, reading.known_at) if row.function]
    adjusted = sum((row.adjusted for row in rows), Decimal(0))
    if not adjusted:
        return _("%(year)s年没有登记业务预算，本报告不列执行率。") % {"year": reading.period.year}
    spent = sum((row.spent for row in rows), Decimal(0))
    text = _(
        "由本系统发放的业务，调整后预算合计%(budget)s元，银行确认发放%(spent)s元，执行率%(rate)s%%（%(spent)s元／%(budget)s元）。"
    )
    return text % {"budget": adjusted, "spent": spent, "rate": budget.rate(spent, adjusted)}


def _review(reading: Reading) -> str:
    if number := len(findings(reading)):
        return _("系统按指标之间的固定关系自动核对，有%(number)s处需要说明，列在文末。") % {"number": number}
    return _("系统按指标之间的固定关系自动核对，没有发现不一致。")
