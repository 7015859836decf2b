"""Lines that are tried: read, planned and written like others, told, and taken back."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction

from accounts import watching
from services.bulk import actions
from services.bulk.book import LineBook
from services.bulk.lines import LineReader, numbered
from services.bulk.models import Upload
from services.bulk.work import AT_ONCE, Plan, Taking, rows_of
from services.cases import kinds
from services.jobs.registry import Running
from services.workbooks.checking import uncollected
from services.workbooks.units import Unit


@uncollected()
def attempt(job: Running) -> None:
    with job.batch() as kept:
        upload = Upload.objects.visible_to(job.user).get(pk=job.args["upload"])
        reached = kept.get("reached", 0)
    kind, lines = kinds.get(upload.kind), numbered(upload.file)
    take = Trying(upload, LineBook(of=kind.code), LineReader(kind), job.user, job)
    for at in range(reached, len(lines), AT_ONCE):
        with job.batch() as kept:
            take.together(lines[at : at + AT_ONCE])
            kept["reached"] = at + AT_ONCE
        job.advance(min(at + AT_ONCE, len(lines)), len(lines))
    with job.batch():
        actions.forget_file(upload)


class _Tried(Exception):
    """Rolls back what was written."""


@dataclass(frozen=True)
class Trying(Taking):
    """What would become of the lines, and which published figures they would move."""

    job: Running

    def _write(self, planned: Plan) -> None:
        with suppress(_Tried), transaction.atomic():
            _none, found = watching.watched(lambda: self.book.write(*planned))
            self.job.moved = watching.together(self.job.moved, watching.moved_by(found))
            raise _Tried
        self._keep(planned[0])

    def _keep(self, units: Sequence[Unit]) -> None:
        """Without their cases: a line that was only tried is not known the next time."""
        actions.keep_lines((*row[:4], None, *row[5:]) for row in rows_of(self.upload, units))
