"""The way of a workbook from the command line: the same jobs, waited for."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import DomainError
from accounts.models import Street
from accounts.scoping import enter, system_scope
from services.jobs import runner
from services.jobs.models import Job
from services.workbooks import actions, books
from services.workbooks.models import Outcome, Workbook

PATIENCE = 2 * 3600  # seconds


class Command(BaseCommand):
    help = gettext_lazy("导入街道的表格：先核对，再按 --accept 导入")

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        self.help = str(self.help)  # argparse wants no lazy text
        return super().create_parser(*args, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=[book.code for book in books.all_books()])
        parser.add_argument("file", type=Path)
        parser.add_argument("--street", metavar="CODE", help=_("街道代码；不填时按人员所在的街道"))
        parser.add_argument("--dry-run", action="store_true", help=_("只核对，不导入"))
        parser.add_argument("--out", type=Path, help=_("把带批注的表格写到这个文件"))
        parser.add_argument("--accept", choices=Workbook.Mode.values, default="good")
        parser.add_argument("--create-people", action="store_true", help=_("同时登记还没有登记的人"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._import(options)
        except DomainError as error:
            raise CommandError("\n".join(str(problem.detail) for problem in error.problems)) from error

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(_("没有这个文件：%(path)s") % {"path": path})
        with enter(system_scope()):
            if options["street"] and not Street.objects.filter(pk=options["street"]).exists():
                raise CommandError(_("没有这个街道代码：%(code)s") % {"code": options["street"]})
            workbook = actions.upload(
                by=None,
                book=options["kind"],
                street=options["street"],
                filename=path.name,
                content=path.read_bytes(),
            )
            job = actions.check(by=None, workbook=workbook)
        workbook = self._wait(job, workbook)
        self._tell(workbook.counts)
        for line, heading, _code, text, _note in workbook.findings:
            self.stdout.write(
                _("第%(line)s行 %(heading)s：%(text)s") % {"line": line, "heading": heading, "text": text}
            )
        if options["out"]:
            options["out"].write_bytes(workbook.marked_file)
        if options["dry_run"] or not workbook.good:
            return
        with enter(system_scope()):
            job = actions.accept(
                by=None, workbook=workbook, mode=options["accept"], create_people=options["create_people"]
            )
        workbook = self._wait(job, workbook)
        self._tell(workbook.written)
        self.stdout.write(_("回执 %(receipt)s") % {"receipt": workbook.receipt})

    def _tell(self, counts: dict[str, int]) -> None:
        words = dict(Outcome.choices)
        parts = [f"{words[code]} {count}" for code, count in sorted(counts.items()) if code in words]
        self.stdout.write(_("、").join(parts))

    def _wait(self, job: Job, workbook: Workbook) -> Workbook:
        """Works on the job here, unless a worker was quicker; until it has ended."""
        deadline = time.monotonic() + PATIENCE
        while True:
            runner.run(job.pk)
            with enter(system_scope()):
                found = Job.objects.visible_to(None).get(pk=job.pk)
                if not found.is_open:
                    break
            if time.monotonic() > deadline:
                raise CommandError(_("任务还没有完成。请在“我的任务”里查看。"))
            time.sleep(0.5)
        if found.is_dead:
            raise CommandError(str(found.advice))
        with enter(system_scope()):
            return Workbook.objects.visible_to(None).get(pk=workbook.pk)
