"""The summary of a year as it is exported: one reading with its passports, for every format."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.catalogue import Figure
from reporting.figures import Reading, passports, summaries
from reporting.links import passport_name
from reporting.narrowing import EVERYBODY, Narrowing
from reporting.publishing import with_ids

HARMFUL = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet takes for the beginning of a formula


@dataclass(frozen=True)
class Summary:
    """`passports` by (code, area)."""

    now: Reading
    before: Reading
    narrowing: Narrowing
    passports: dict[tuple[str, str], dict[str, Any]]

    @property
    def figures(self) -> list[Figure]:
        chosen = self.narrowing.programme
        return [figure for figure in self.now.figures if not chosen or figure.programme == chosen]

    @property
    def title(self) -> str:
        return _("%(year)s年残疾人服务汇总") % {"year": self.now.period.year}

    @property
    def subtitle(self) -> str:
        known_at = timezone.localtime(self.now.known_at)
        text = _("截至 %(moment)s 已登记") % {"moment": f"{known_at:%Y-%m-%d %H:%M:%S}"}
        return f"{text} · {self.narrowing}" if self.narrowing.query else text

    @property
    def last_year(self) -> str:
        return _("%(year)s年") % {"year": self.before.period.year}

    def former(self, figure: Figure) -> Figure | None:
        """The figure of that code in the year before."""
        return next((one for one in self.before.figures if one.code == figure.code), None)


def summary_of(
    year: int,
    known_at: dt.datetime | None = None,
    basis: str = "then",
    narrowing: Narrowing = EVERYBODY,
    advance: Callable[[int, int], None] | None = None,
) -> Summary:
    now, before = summaries([year, year - 1], known_at, basis, filters=narrowing.filters)
    found = passports(year, now.known_at, basis, filters=narrowing.filters, advance=advance)
    if basis == "then" and not narrowing.people:
        found = with_ids(year, found)
    return Summary(now, before, narrowing, {(one["code"], one["area"]): one for one in found})


def write_csv(summary: Summary) -> bytes:
    """One figure and area a line, with the passport; UTF-8 with a mark, so that spreadsheets read it."""
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\r\n")
    heads = [_("指标"), _("指标代码"), _("口径版本"), _("区域"), _("年度"), _("数值"), _("单位"), _("分子"), _("分母")]
    rows.writerow([*heads, _("截至时间"), _("护照"), _("名单核对码")])
    for figure in summary.figures:
        for area, name in summary.now.names.items():
            if (one := summary.passports.get((figure.code, area))) is None:
                continue
            values = [one["label"], one["code"], one["version"], name, one["period"], one["value"], one["unit"]]
            values += [one.get("numerator"), one.get("denominator"), one["known_at"], passport_name(one)]
            rows.writerow([harmless(value) for value in [*values, one["member_hash"]]])
    return ("\ufeff" + file.getvalue()).encode()


def harmless(value: Any) -> str:
    """Text that no spreadsheet runs: an apostrophe before what could begin a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(HARMFUL) else text
