"""The workbook for readers outside the federation: what `releasing` lets through, and nothing else (no hashes of
member lists, no findings with their numbers)."""

import io
from typing import Any, BinaryIO

import xlsxwriter
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from reporting.catalogue import PROGRAMMES, Figure
from reporting.releasing import CATEGORIES, UNCERTIFIED, Outside, is_by_category, release
from reporting.suppression import ALL
from reporting.xlsx import CONTENT_TYPE, look_of, looks_of, paper
from services.people.models import Category

JOB = "reporting.outside_xlsx"
HIDDEN = "*"


def write_outside(found: Outside, file: BinaryIO) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": timezone.localtime(found.known_at).replace(tzinfo=None)})
        _Sheets(book, found).write()


class _Sheets:
    def __init__(self, book: xlsxwriter.Workbook, found: Outside) -> None:
        self.book, self.found, self.looks = book, found, looks_of(book)

    def write(self) -> None:
        self._summary()
        self._categories()
        self._notes()

    def _begun(self, name: str, title: str, headers: list[Any]) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, title, self.looks["title"])
        for column, text in enumerate(headers):
            sheet.write_string(1, column, str(text), self.looks["head" if column < 2 else "head_number"])
        sheet.freeze_panes(2, 2)
        sheet.repeat_rows(0, 1)
        sheet.set_row(0, 26)
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, len(headers) - 1, 15)
        paper(sheet, title)
        return sheet

    def _texts(self, sheet: Any, row: int, *texts: Any, look: str = "text") -> None:
        for column, text in enumerate(texts):
            sheet.write_string(row, column, str(text), self.looks[look])

    def _cell(self, sheet: Any, row: int, column: int, figure: Figure, area: str, category: Any = ALL) -> None:
        value = self.found.value(figure, area, category)
        if self.found.withheld(figure) and figure.covers(area):
            sheet.write_string(row, column, _("未更新"), self.looks["missing"])
        elif value is None:
            nothing = not figure.covers(area) or not self.found.hides(figure, area, category)
            sheet.write_string(row, column, "—" if nothing else HIDDEN, self.looks["missing"])
        else:
            sheet.write_number(row, column, value, self.looks[look_of(figure, value)])

    def _summary(self) -> None:
        year = self.found.period.year
        title = _("%(year)s年残疾人服务汇总（对外版）") % {"year": year}
        sheet = self._begun(_("年度汇总"), title, [_("指标"), _("单位"), *self.found.names.values()])
        row, programme = 2, None
        for figure in self.found.figures:
            if figure.programme != programme:
                programme = figure.programme
                self._texts(sheet, row, PROGRAMMES[programme], *[""] * (len(self.found.names) + 1), look="section")
                row += 1
            self._texts(sheet, row, figure.label, figure.symbol)
            for column, area in enumerate(self.found.names, 2):
                self._cell(sheet, row, column, figure, area)
            row += 1

    def _categories(self) -> None:
        labels = [_("未持证") if one == UNCERTIFIED else Category(one).label for one in CATEGORIES]
        title = _("%(year)s年按残疾类别和街道（对外版）") % {"year": self.found.period.year}
        sheet = self._begun(_("按残疾类别"), title, [_("指标"), _("区域"), *labels, _("合计")])
        row = 2
        for figure in self.found.figures:
            if not is_by_category(figure):
                continue
            for area, name in self.found.names.items():
                self._texts(sheet, row, figure.label, name)
                for column, category in enumerate((*CATEGORIES, ALL), 2):
                    self._cell(sheet, row, column, figure, area, category)
                row += 1

    def _notes(self) -> None:
        sheet = self.book.add_worksheet(_("说明"))
        known_at = timezone.localtime(self.found.known_at)
        lines = [
            _("截至 %(moment)s 已登记") % {"moment": f"{known_at:%Y-%m-%d %H:%M:%S}"},
            _("“*”：涉及不足%(small)s人（户）的数字，以及为防止推算而一并隐去的数字。") % {"small": self.found.limit},
            _("“未更新”：与以前公布的数字只相差少数人的指标，不再公布新数，请使用以前公布的数字。"),
            _("人、户、家为去重数，各街道、各类别之和可能不等于合计。不同单位的数字不能相加。"),
        ]
        lines += [
            _("%(label)s（%(unit)s）：%(text)s") % {"label": f.label, "unit": f.symbol, "text": f.definition}
            for f in self.found.figures
        ]
        for row, text in enumerate(lines):
            self._texts(sheet, row, text)
        sheet.set_column(0, 0, 110)
        paper(sheet, sheet.name)


def run_job(job: Any) -> tuple[str, str, bytes]:
    """The job: args year, known_at (ISO); in the requester's scope."""
    job.advance(0, 1)
    known_at, file = parse_datetime(job.args["known_at"]), io.BytesIO()
    write_outside(release(by=job.user, number_of_year=job.args["year"], known_at=known_at), file)
    job.advance(1, 1)
    return f"summary-{job.args['year']}-outside.xlsx", CONTENT_TYPE, file.getvalue()
