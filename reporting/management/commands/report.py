from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext_lazy

from reporting.documents.annual import annual_text
from reporting.management.base import ReportingCommand
from reporting.xlsx import write_summary


class Command(ReportingCommand):
    help = gettext_lazy("年度报告，每个数字都绑定指标")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--format", choices=("md", "xlsx"), required=True)
        parser.add_argument("--out", metavar="FILE", type=Path, required=True)
        self.add_known_at(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] == "md":
            options["out"].write_text(annual_text(options["year"], self.known_at(options)), encoding="utf-8")
        else:
            with options["out"].open("wb") as file:
                write_summary(options["year"], self.known_at(options), file)
        self.stdout.write(str(options["out"]))
