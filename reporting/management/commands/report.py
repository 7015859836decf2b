from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext_lazy

from reporting import exports
from reporting.management.base import ReportingCommand


class Command(ReportingCommand):
    help = gettext_lazy("年度报告，每个数字都绑定指标")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--format", choices=exports.FORMATS[exports.REPORT], required=True)
        parser.add_argument("--out", metavar="FILE", type=Path, required=True)
        self.add_known_at(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        known_at = self.known_at(options)
        args_of_document = {"year": options["year"], "known_at": known_at.isoformat() if known_at else None}
        options["out"].write_bytes(exports.written(exports.REPORT, options["format"], args_of_document))
        self.stdout.write(str(options["out"]))
