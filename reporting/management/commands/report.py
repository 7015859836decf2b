import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting import exports
from reporting.management.base import ReportingCommand
from reporting.outside_xlsx import write_outside
from reporting.releasing import release


class Command(ReportingCommand):
    help = gettext_lazy("年度报告，每个数字都绑定指标")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--format", choices=exports.FORMATS[exports.REPORT], required=True)
        parser.add_argument("--out", metavar="FILE", type=Path, required=True)
        parser.add_argument("--outside", action="store_true", help=_("对外版：隐去小数字（仅 xlsx，登记为一次公布）"))
        self.add_known_at(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        known_at = self.known_at(options)
        if options["outside"]:
            self._outside(options, known_at)
            return
        args_of_document = {"year": options["year"], "known_at": known_at.isoformat() if known_at else None}
        options["out"].write_bytes(exports.written(exports.REPORT, options["format"], args_of_document))
        self.stdout.write(str(options["out"]))

    def _outside(self, options: dict[str, Any], known_at: dt.datetime | None) -> None:
        if options["format"] != "xlsx":
            raise CommandError(_("对外版只有 xlsx 格式。请加上 --format xlsx。"))
        found = release(by=None, number_of_year=options["year"], known_at=known_at)
        with options["out"].open("wb") as file:
            write_outside(found, file)
        self.stdout.write(str(options["out"]))
