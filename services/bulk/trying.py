"""Lines that are tried: read, planned and written like others, told, and taken back."""

from collections.abc import Sequence
from contextlib import suppress

from django.db import transaction

from accounts import watching
from services.bulk import actions
from services.bulk.work import Plan, Taking, rows_of, take_all
from services.jobs.registry import Running
from services.workbooks.checking import uncollected
from services.workbooks.units import Unit


@uncollected()
def attempt(job: Running) -> None:
    take_all(job, Trying)


class _Tried(Exception):
    """Rolls back what was written."""


class Trying(Taking):
    """What would become of the lines, and which published figures they would move."""

    def _write(self, planned: Plan) -> None:
        with suppress(_Tried), transaction.atomic():
            _none, found = watching.watched(lambda: self.book.write(*planned))
            self.job.moved = watching.together(self.job.moved, watching.moved_by(found))
            raise _Tried
        self._keep(planned[0])

    def _keep(self, units: Sequence[Unit]) -> None:
        """Without their cases: a line that was only tried is not known the next time."""
        actions.keep_lines((*row[:4], None, *row[5:]) for row in rows_of(self.upload, units))
