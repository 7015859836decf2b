import csv
import json
import unicodedata
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting import figures
from reporting.management.base import ReportingCommand
from reporting.publishing import with_ids

COLUMNS = ("code", "version", "unit", "label", "seed_fact", "period", "area", "known_at", "value", "member_hash", "id")


class Command(ReportingCommand):
    help = gettext_lazy("年度汇总：每个指标在全区和各街道的数字，附数字护照")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--street", metavar="CODE", help=_("只看一个街道"))
        parser.add_argument("--basis", choices=figures.BASES, default="then", help=_("then 当时街道，now 现行街道"))
        parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
        self.add_known_at(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        found = figures.passports(options["year"], self.known_at(options), options["basis"], area=options["street"])
        found = with_ids(options["year"], found)
        if options["format"] == "json":
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        elif options["format"] == "csv":
            rows = csv.DictWriter(self.stdout, COLUMNS, extrasaction="ignore", lineterminator="\n")
            rows.writeheader()
            rows.writerows(found)
        else:
            self._table(found)

    def _table(self, found: list[dict[str, Any]]) -> None:
        for one in found:
            value = "—" if one["value"] is None else one["value"]
            parts = f"  ({one['numerator']} / {one['denominator']})" if "numerator" in one else ""
            if one["stated"]:
                one["label"] = _("%(label)s（填报）") % {"label": one["label"]}
            label = one["label"] + " " * (44 - _width(one["label"]))
            self.stdout.write(f"{one['area']:<10} {label} {value:>16} {one['unit']}{parts}")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
