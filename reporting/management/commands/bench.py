import json
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext_lazy

from reporting.benches import BENCHES
from reporting.management.base import ReportingCommand


class Command(ReportingCommand):
    help = gettext_lazy("性能测试，结果是同一次运行中的比值")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", choices=sorted(BENCHES))
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in [options["name"]] if options["name"] else sorted(BENCHES):
            found = {"bench": name, **BENCHES[name]()}
            if options["format"] == "json":
                self.stdout.write(json.dumps(found, ensure_ascii=False))
                continue
            for ratio, value in found["ratios"].items():
                self.stdout.write(f"{name} {ratio} {value}")
            self.stdout.write(f"  {found['detail']}")
