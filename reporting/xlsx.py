"""The summary as a workbook. Text is written as text (never a formula); each number carries its passport."""

import io
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting import catalogue
from reporting.catalogue import PROGRAMMES, Figure, Indicator, Nature, Ratio
from reporting.comparing import change
from reporting.documents.archive import normalised
from reporting.figures import Cell
from reporting.findings import findings
from reporting.links import passport_name
from reporting.streets import meeting
from reporting.tables import Summary

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AUTHOR = "Taizhang"
HEAD_ROWS = 3
FIRST_NUMBER = 3  # column, after label, code and unit
WRITTEN_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "quiet": {"font_color": "#4C5E63"},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#E1EFEF"},
    "head_number": {"bold": True, "bottom": 1, "text_wrap": True, "align": "right", "bg_color": "#E1EFEF"},
    "section": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#0C5C66"},
    "text": {"text_wrap": True, "valign": "top", "bottom": 4, "bottom_color": "#DBE4E5"},
    "whole": {"num_format": "#,##0", "valign": "top", "bottom": 4, "bottom_color": "#DBE4E5"},
    "money": {"num_format": "#,##0.00", "valign": "top", "bottom": 4, "bottom_color": "#DBE4E5"},
    "missing": {"align": "right", "valign": "top", "bottom": 4, "bottom_color": "#DBE4E5"},
    "note": {"font_color": "#4C5E63", "text_wrap": True, "indent": 1, "bottom": 4, "bottom_color": "#DBE4E5"},
}
LOOKS |= {
    f"{name}_{digits}": {**LOOKS["whole"], "num_format": f"{Decimal(0):.{digits}f}{sign}"}
    for name, sign in (("percent", '"%"'), ("mean", ""))
    for digits in range(3)
}


def write_summary(summary: Summary) -> bytes:
    """What the page of the year shows, and what each figure means. The same reading gives the same bytes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {**WRITTEN_AS_TEXT, "in_memory": True}) as book:
        moment = timezone.localtime(summary.now.known_at).replace(tzinfo=None, microsecond=0)
        book.set_properties({"title": summary.title, "author": AUTHOR, "created": moment})
        looks = looks_of(book)
        _Figures(book, looks, summary).write()
        _meanings(book, looks, summary)
        _notes(book, looks, summary)
    return normalised(file.getvalue())


def looks_of(book: xlsxwriter.Workbook) -> dict[str, Any]:
    book.formats[0].set_font_name("Microsoft YaHei")
    font = {"font_name": "Microsoft YaHei", "font_size": 10}
    return {name: book.add_format({**font, **look}) for name, look in LOOKS.items()}


class _Figures:
    def __init__(self, book: xlsxwriter.Workbook, looks: dict[str, Any], summary: Summary) -> None:
        self.sheet, self.looks, self.summary = book.add_worksheet(_("年度汇总")), looks, summary
        self.row = HEAD_ROWS

    def write(self) -> None:
        self._head()
        programme = None
        for figure in self.summary.figures:
            if figure.programme != programme:
                programme = figure.programme
                for column in range(self._width):
                    self.sheet.write_blank(self.row, column, None, self.looks["section"])
                self.sheet.write_string(self.row, 0, str(PROGRAMMES[programme]), self.looks["section"])
                self.row += 1
            self._figure(figure)
        self._page()

    @property
    def _width(self) -> int:
        return FIRST_NUMBER + len(self.summary.now.areas) + 2

    def _head(self) -> None:
        now = self.summary.now
        self.sheet.write_string(0, 0, self.summary.title, self.looks["title"])
        self.sheet.write_string(1, 0, self.summary.subtitle, self.looks["quiet"])
        self._comment(1, 0, timezone.localtime(now.known_at).isoformat())  # to the microsecond: figures --known-at
        heads = [_("指标"), _("指标代码"), _("单位"), *now.names.values(), self.summary.last_year, _("比上年")]
        for column, text in enumerate(heads):
            look = self.looks["head" if column < FIRST_NUMBER else "head_number"]
            self.sheet.write_string(HEAD_ROWS - 1, column, str(text), look)

    def _figure(self, figure: Figure) -> None:
        now, before = self.summary.now, self.summary.before
        label = _("%(label)s（填报）") % {"label": figure.label} if figure.stated else str(figure.label)
        self._texts(label, figure.code, figure.symbol)
        for column, area in enumerate(now.areas, FIRST_NUMBER):
            passport = self.summary.passports.get((figure.code, area))
            self._value(column, now.cell(figure, area) if passport else None)
            if passport:
                self._comment(self.row, column, f"{passport_name(passport)}\n{passport['member_hash']}")
        last, former = FIRST_NUMBER + len(now.areas), self.summary.former(figure)
        self._value(last, before.cell(former, now.areas[0]) if former else None)
        text = change(figure, now.areas[0], now, before).text
        self.sheet.write_string(self.row, last + 1, text, self.looks["missing"])
        self.row += 1
        if isinstance(figure, Ratio):
            self._parts(figure)
        elif found := meeting(now, figure):
            self._texts(str(found), "", figure.symbol, look="note")
            self.row += 1

    def _parts(self, ratio: Ratio) -> None:
        """Both numbers of a rate stand under it (E1)."""
        whole = self.summary.now.areas[0]
        instead = ratio.instead_of(self.summary.now.count(ratio.denominator, whole)) is not None
        names = (_("分子："), _("分母："))
        for name, part in zip(names, catalogue.parts_of(ratio, instead=instead).values(), strict=True):
            self._texts(f"{name}{part.label}", part.code, part.symbol, look="note")
            for column, area in enumerate(self.summary.now.areas, FIRST_NUMBER):
                self._value(column, self.summary.now.cell(part, area))
            self.row += 1

    def _texts(self, *texts: str, look: str = "text") -> None:
        for column, text in enumerate(texts):
            self.sheet.write_string(self.row, column, text, self.looks[look])

    def _value(self, column: int, cell: Cell | None) -> None:
        """A dash where the area has no such figure, or it has no value."""
        if cell is None or (value := cell.value) is None:
            self.sheet.write_string(self.row, column, "—", self.looks["missing"])
            return
        self.sheet.write_number(self.row, column, value, self.looks[look_of(cell.figure, value)])

    def _comment(self, row: int, column: int, text: str) -> None:
        self.sheet.write_comment(row, column, text, {"x_scale": 2.5, "author": AUTHOR})

    def _page(self) -> None:
        self.sheet.set_column(0, 0, 34)
        self.sheet.set_column(1, 1, 30)
        self.sheet.set_column(2, 2, 6)
        self.sheet.set_column(FIRST_NUMBER, self._width - 2, 15)
        self.sheet.set_column(self._width - 1, self._width - 1, 27)
        self.sheet.set_row(0, 26)
        self.sheet.set_row(HEAD_ROWS - 1, 32)
        self.sheet.freeze_panes(HEAD_ROWS, FIRST_NUMBER)
        self.sheet.repeat_rows(0, HEAD_ROWS - 1)
        paper(self.sheet, self.summary.title)


def look_of(figure: Figure, value: Any) -> str:
    """With as many digits as the figure has: what was cut off to whole percent is not printed with two zeros."""
    if figure.symbol == "%" or isinstance(figure, Ratio):
        return f"{'percent' if figure.symbol == '%' else 'mean'}_{getattr(figure, 'digits', 2)}"
    return "money" if isinstance(value, Decimal) else "whole"


def paper(sheet: Any, title: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L{title.replace('&', '&&')}&R&P / &N")
    sheet.hide_gridlines(2)


def _meanings(book: xlsxwriter.Workbook, looks: dict[str, Any], summary: Summary) -> None:
    """指标说明: what each figure counts; the codes are those of a report's template."""
    sheet = book.add_worksheet(_("指标说明"))
    heads = [_("指标"), _("指标代码"), _("单位"), _("口径版本"), _("性质"), _("口径")]
    for column, text in enumerate(heads):
        sheet.write_string(0, column, text, looks["head"])
    for row, figure in enumerate(summary.figures, 1):
        texts = [str(figure.label), figure.code, figure.symbol, str(figure.version), nature(figure)]
        for column, text in enumerate([*texts, str(figure.definition)]):
            sheet.write_string(row, column, text, looks["text"])
    for column, width in enumerate((34, 40, 8, 10, 16, 90)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    paper(sheet, summary.title)


def nature(figure: Figure) -> str:
    if isinstance(figure, Indicator):
        return _("期末当日") if figure.nature == Nature.STOCK else _("当年发生")
    return _("比率")


def _notes(book: xlsxwriter.Workbook, looks: dict[str, Any], summary: Summary) -> None:
    sheet = book.add_worksheet(_("说明"))
    now = summary.now
    lines = [
        _("人、户、家为去重数，各街道之和可能不等于全区；相差的对象数写在该指标的下一行。不同单位的数字不能相加。"),
        _("流量指标按事项发生日期计入当年；存量指标为期末当日。"),
        _("每个数字的批注是它的护照：指标代码、口径版本、年度、区域和名单核对码。"),
    ]
    if summary.narrowing.people:
        lines.append(
            _("只统计：%(filters)s。类别、等级、年龄和性别按事项发生时的登记。") % {"filters": summary.narrowing}
        )
    else:
        lines += [_("请核对：%(area)s：%(text)s") % {"area": now.names[f.area], "text": f} for f in findings(now)]
    for row, text in enumerate(lines):
        sheet.write_string(row, 0, text, looks["text"])
    sheet.set_column(0, 0, 120)
    paper(sheet, summary.title)
