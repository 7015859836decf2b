import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import DomainError
from reporting.lint.actions import reasons
from reporting.lint.book import book
from reporting.lint.checking import check_text
from reporting.lint.findings import Reported, Severity
from reporting.lint.presenting import SEVERITIES
from reporting.lint.reading import text_of
from reporting.management.base import ReportingCommand

AROUND = 16  # characters shown on either side of the spot


class Command(ReportingCommand):
    help = gettext_lazy("校对报告文字（docx、pdf、md、txt）：与台账的数字比对，并查找自相矛盾之处；有错误时以 1 退出")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--year", type=int, required=True, help=_("报告的年度"))
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--no-figures", action="store_true", help=_("不与台账比对，只查文字本身（不需要数据库）"))

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Without figures no scope is entered: the database may be missing altogether."""
        if not options["no_figures"]:
            return super().execute(*args, **options)
        try:
            return super(ReportingCommand, self).execute(*args, **options)
        except DomainError as error:
            raise CommandError(str(error)) from error

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError:
            raise CommandError(_("打不开文件 %(file)s。请检查路径。") % {"file": options["file"]}) from None
        text = text_of(options["file"].name, content)
        known, waivers = (None, None) if options["no_figures"] else (book(options["year"]), reasons())
        found = check_text(text, options["year"], known, waivers)
        if options["format"] == "json":
            self.stdout.write(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=1))
        else:
            for one in found:
                self.stdout.write(_line(text, one))
        if any(one.severity is Severity.ERROR and not one.waived for one in found):
            sys.exit(1)


def _line(text: str, one: Reported) -> str:
    """One finding: where, what is wrong, its words around it, what should stand there, and why."""
    line = text.count("\n", 0, one.offset) + 1
    at = one.offset - one.sentence_offset
    around = one.sentence[max(at - AROUND, 0) : at] + f"[{one.found}]" + one.sentence[at + one.length :][:AROUND]
    parts = [str(line), str(SEVERITIES[one.severity]), one.rule, one.found]
    parts.append(" ".join(filter(None, (one.title, one.relation))))
    if one.expected:
        parts.append(_("应为 %(expected)s") % {"expected": one.expected})
    if one.waived:
        parts.append(_("已豁免：%(reason)s") % {"reason": one.waived})
    parts.append(around)
    return "\t".join(" ".join(part.split()) for part in parts)
