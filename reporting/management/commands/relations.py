import json
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.management.base import ReportingCommand
from reporting.relations import check
from reporting.relations.checking import WORDS


class Command(ReportingCommand):
    help = gettext_lazy("勾稽关系：年度数字之间哪些成立、哪些矛盾、哪些不可比")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--format", choices=("table", "json"), default="table")
        self.add_known_at(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        found = check(options["year"], self.known_at(options))
        if options["format"] == "json":
            rows = [
                {
                    "relation": one.relation.code,
                    "verdict": one.answer.verdict,
                    "told": one.answer.told,
                    "meaning": str(one.relation.meaning),
                    "figures": [figure.code for figure in one.figures],
                }
                for one in found
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for one in found:
            words = {"label": one.relation.label, "verdict": WORDS[one.answer.verdict], "told": one.answer.told}
            text = _("%(label)s：%(verdict)s。%(told)s") % words
            self.stdout.write(f"{one.relation.code:<4}{text}")
