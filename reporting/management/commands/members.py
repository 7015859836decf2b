import json
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scoping import scope_required
from reporting.catalogue import Indicator, get, parts_of
from reporting.figures import passports
from reporting.management.base import ReportingCommand
from reporting.members import Member, members
from reporting.periods import year
from reporting.units import Counting
from services.ledger.reading import settle


class Command(ReportingCommand):
    help = gettext_lazy("一个数字背后的记录")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code")
        parser.add_argument("year", type=int)
        parser.add_argument("--street", metavar="CODE")
        parser.add_argument("--format", choices=("table", "json"), default="table")
        self.add_known_at(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        known_at, street = settle(self.known_at(options)), options["street"]
        (passport,) = passports(options["year"], known_at, code=options["code"], area=street or scope_required().area)
        parts = parts_of(get(options["code"], year(options["year"])), instead="instead" in passport)
        lists = {name: members(part.code, options["year"], street, known_at) for name, part in parts.items()}
        if options["format"] == "json":
            listed = {name: _dicts(part, lists[name]) for name, part in parts.items()}
            self.stdout.write(json.dumps(listed.get("", listed), ensure_ascii=False, indent=1))
            return
        for name, part in parts.items():
            self._table(part, lists[name])

    def _table(self, indicator: Indicator, rows: list[Member]) -> None:
        self.stdout.write(
            _("%(label)s（%(unit)s）：%(count)s 条")
            % {"label": indicator.label, "unit": indicator.symbol, "count": len(rows)}
        )
        for member in rows:
            one = member.as_dict(indicator.unit.counting)
            more = f"×{one['entries']}" if indicator.unit.counting.is_distinct else f"{one['quantity']}"
            money = one["amount"] or "" if indicator.unit.counting == Counting.AMOUNT else ""
            self.stdout.write(
                f"{one['happened_on']} {one['street']} {one['case']:<16} {one['subject']} {more} {money} {one['key']}"
            )


def _dicts(indicator: Indicator, rows: list[Member]) -> list[dict[str, Any]]:
    return [row.as_dict(indicator.unit.counting) for row in rows]
