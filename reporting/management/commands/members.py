import json
from typing import Any

from django.core.management.base import CommandParser

from reporting import catalogue
from reporting.catalogue import Indicator, Ratio
from reporting.management.base import ReportingCommand
from reporting.members import Member, members
from reporting.periods import year
from reporting.units import Counting


class Command(ReportingCommand):
    help = "一个数字背后的记录"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code")
        parser.add_argument("year", type=int)
        parser.add_argument("--street", metavar="CODE")
        parser.add_argument("--format", choices=("table", "json"), default="table")
        self.add_known_at(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        found = members(options["code"], options["year"], options["street"], self.known_at(options))
        figure = catalogue.get(options["code"], year(options["year"]))
        parts = {"numerator": figure.numerator, "denominator": figure.denominator} if isinstance(figure, Ratio) else {}
        if options["format"] == "json":
            listed: Any = (
                {name: _dicts(parts[name], rows) for name, rows in found.items()} if parts else _dicts(figure, found)
            )
            self.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1))
            return
        for name, rows in found.items() if parts else [("", found)]:
            self._table(parts.get(name, figure), rows)

    def _table(self, indicator: Indicator, rows: list[Member]) -> None:
        self.stdout.write(f"{indicator.label}（{indicator.symbol}）：{len(rows)} 条")
        for member in rows:
            one = member.as_dict(indicator.unit.counting)
            more = f"×{one['entries']}" if indicator.unit.counting.is_distinct else f"{one['quantity']}"
            money = one["amount"] or "" if indicator.unit.counting == Counting.AMOUNT else ""
            self.stdout.write(
                f"{one['happened_on']} {one['street']} {one['case']:<16} {one['subject']} {more} {money} {one['key']}"
            )


def _dicts(indicator: Indicator, rows: list[Member]) -> list[dict[str, Any]]:
    return [row.as_dict(indicator.unit.counting) for row in rows]
