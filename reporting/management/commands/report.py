from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.documents.annual import annual_text
from reporting.management.base import ReportingCommand
from reporting.outside_xlsx import write_outside
from reporting.releasing import release
from reporting.xlsx import write_summary


class Command(ReportingCommand):
    help = gettext_lazy("年度报告，每个数字都绑定指标")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--format", choices=("md", "xlsx"), required=True)
        parser.add_argument("--out", metavar="FILE", type=Path, required=True)
        parser.add_argument("--outside", action="store_true", help=_("对外版：隐去小数字（仅 xlsx，登记为一次公布）"))
        self.add_known_at(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["outside"] and options["format"] != "xlsx":
            raise CommandError(_("对外版只有 xlsx 格式。请加上 --format xlsx。"))
        if options["format"] == "md":
            options["out"].write_text(annual_text(options["year"], self.known_at(options)), encoding="utf-8")
        elif options["outside"]:
            found = release(by=None, number_of_year=options["year"], known_at=self.known_at(options))
            with options["out"].open("wb") as file:
                write_outside(found, file)
        else:
            with options["out"].open("wb") as file:
                write_summary(options["year"], self.known_at(options), file)
        self.stdout.write(str(options["out"]))
