import json
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scoping import DISTRICT
from reporting import catalogue
from reporting.catalogue import Figure
from reporting.explain import At, Explanation, explain
from reporting.explain.telling import as_dict, paragraph, signed, told
from reporting.management.base import ReportingCommand, moment
from reporting.periods import Period, year
from services.ledger.reading import settle


class Command(ReportingCommand):
    help = gettext_lazy("一个数字为什么变了：两个读数之间的差，按记录分成若干原因，合计正好相等")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code")
        parser.add_argument("year", type=int)
        parser.add_argument("--from", dest="first", metavar="ISO", help=_("起始读数的截至时间（默认：同截止读数）"))
        parser.add_argument("--to", dest="second", metavar="ISO", help=_("截止读数的截至时间（默认：现在）"))
        parser.add_argument("--street", metavar="CODE", help=_("只看一个街道"))
        parser.add_argument("--year2", type=int, metavar="YEAR", help=_("截止读数的年度（默认：同一年）"))
        parser.add_argument("--street2", metavar="CODE", help=_("截止读数的街道（默认：同一街道）"))
        parser.add_argument("--version1", type=int, metavar="N", help=_("起始读数的口径版本"))
        parser.add_argument("--version2", type=int, metavar="N", help=_("截止读数的口径版本"))
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        second = settle(moment(options["second"]) if options["second"] else None)
        first = settle(moment(options["first"])) if options["first"] else second
        street = options["street"] or DISTRICT
        periods = year(options["year"]), year(options["year2"] or options["year"])
        figures = [
            self._figure(options["code"], number, period)
            for number, period in zip((options["version1"], options["version2"]), periods, strict=True)
        ]
        found = explain(
            At(figures[0], periods[0], street, first), At(figures[1], periods[1], options["street2"] or street, second)
        )
        if options["format"] == "json":
            self.stdout.write(json.dumps(as_dict(found), ensure_ascii=False, indent=1))
            return
        self.stdout.write(paragraph(found))
        for part in found.parts.values():
            self._table(part)

    def _figure(self, code: str, number: int | None, period: Period) -> Figure:
        if not number:
            return catalogue.get(code, period)
        if found := catalogue.version(code, number):
            return found
        raise CommandError(_("没有这个指标：%(code)s。请从年度汇总里选择。") % {"code": f"{code} v{number}"})

    def _table(self, part: Explanation) -> None:
        for bucket, records in part.buckets.items():
            self.stdout.write(f"\n{part.labels[bucket]}  {signed(part.contribution(bucket))}  ({len(records)})")
            for one in told(part, records):
                row = one.as_dict()
                cause = row["cause"] or {}
                told_by = " ".join(
                    str(cause.get(name, "")) for name in ("what", "reason", "recorded_by", "recorded_at")
                )
                values = f"{signed(one.record.change):>12} ({row['before']} → {row['after']})"
                self.stdout.write(
                    f"{values}  {row['happened_on']} {row['street']} {row['case']:<16} {row['subject']}  {told_by}"
                )
