"""The long part: lines in batches that commit for themselves, each with what became of every line. While a batch is
written the next one is read and planned."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.errors import DomainError
from accounts.refusals import explained
from services.bulk import actions
from services.bulk.book import LineBook, leave_known
from services.bulk.lines import LineReader, Numbered, numbered, pointer
from services.bulk.models import Upload
from services.cases import kinds
from services.jobs.registry import Running
from services.ledger import bulk
from services.workbooks.ahead import Ahead, parts
from services.workbooks.checking import uncollected
from services.workbooks.models import GOOD, Outcome
from services.workbooks.units import Asked, Unit

AT_ONCE = 5000  # lines that are planned, written and committed together
Plan = tuple[list[Unit], Asked]


@uncollected()
def write(job: Running) -> None:
    take_all(job, Taking)


def take_all(job: Running, taking: type["Taking"]) -> None:
    with job.batch() as kept:
        upload = Upload.objects.visible_to(job.user).get(pk=job.args["upload"])
        reached = kept.get("reached", 0)
    kind, lines = kinds.get(upload.kind), numbered(upload.file)
    take = taking(upload, LineBook(of=kind.code), LineReader(kind), job)
    take.reader.units(lines[:reached])  # it knows which numbers they hold
    with Ahead() as ahead:
        for some, following in parts(lines[reached:], AT_ONCE):
            with job.batch() as kept:
                planned = ahead.take()
                if following:
                    ahead.begin(partial(take.plan, following))
                take.together(some, planned)
                reached += len(some)
                kept["reached"] = reached
            job.advance(reached, len(lines))
    with job.batch():
        actions.forget_file(upload)


@dataclass(frozen=True)
class Taking:
    """Reads, plans and writes lines of an upload, with what became of each."""

    upload: Upload
    book: LineBook
    reader: LineReader
    job: Running

    def together(self, lines: Sequence[Numbered], planned: Plan | None = None) -> None:
        """`planned`: what was made of these lines before. When the database refuses, in halves, until the line that it
        refuses stands alone."""
        try:
            with transaction.atomic():
                return self._write(planned or self.plan(lines))
        except (DomainError, DatabaseError) as error:
            refusal = error if isinstance(error, DomainError) else explained(error)
            if refusal is None:
                raise
        if len(lines) == 1:
            units = self.reader.units(lines)
            units[0].stop(Outcome.CONFLICT, "", refusal.code, refusal.detail)
            self._keep(units)
        else:
            half = len(lines) // 2
            for part in (lines[:half], lines[half:]):
                self.together(part)

    def plan(self, lines: Sequence[Numbered]) -> Plan:
        asked = Asked(self.job.user, self.upload.street_id, timezone.localdate(), False)
        units = self.reader.units(lines)
        leave_known([unit for unit in units if unit.is_open])
        for unit in units:
            if unit.is_open:
                self.reader.read(unit)
        self.book.plan(units, asked)
        return units, asked

    def _write(self, planned: Plan) -> None:
        units, asked = planned
        self.book.write(units, asked)
        self._keep(units)
        bulk.ask_keys()

    def _keep(self, units: Sequence[Unit]) -> None:
        actions.keep_lines(rows_of(self.upload, units))


def rows_of(upload: Upload, units: Sequence[Unit]) -> Iterator[tuple[Any, ...]]:
    """What became of the lines, as the table has it."""
    for unit in units:
        good = unit.outcome in GOOD
        problems = "[]" if good else json.dumps(problems_of(unit), ensure_ascii=False)
        yield (
            upload.pk,
            upload.street_id,
            unit.first.line,
            str(unit.outcome),
            unit.case.pk if good else None,
            unit.key,
            unit.digest,
            problems,
        )


def problems_of(unit: Unit) -> list[dict[str, str]]:
    return [
        {"pointer": pointer(one.column), "code": one.code, "detail": str(one.detail)}
        for row in unit.rows
        for one in row.found
        if not one.note
    ]
