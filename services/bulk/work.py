"""The long part: lines in batches that commit for themselves, each with what became of every line."""

import json
from collections.abc import Iterator, Sequence
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
from services.workbooks.models import GOOD, Outcome
from services.workbooks.units import Asked, Unit

AT_ONCE = 4000  # lines that are planned, written and committed together


def write(job: Running) -> None:
    with job.batch() as kept:
        upload = Upload.objects.visible_to(job.user).get(pk=job.args["upload"])
        reached = kept.get("reached", 0)
    kind, lines = kinds.get(upload.kind), numbered(upload.file)
    take = partial(take_lines, LineBook(of=kind.code), LineReader(kind))
    while reached < len(lines):
        with job.batch() as kept:
            some = lines[reached : reached + AT_ONCE]
            actions.keep_lines(
                rows_of(upload, take(some, Asked(job.user, upload.street_id, timezone.localdate(), False)))
            )
            kept["reached"] = reached + len(some)
        reached += len(some)
        job.advance(reached, len(lines))
    with job.batch():
        actions.forget_file(upload)


def take_lines(book: LineBook, reader: LineReader, lines: Sequence[Numbered], asked: Asked) -> list[Unit]:
    """Reads, plans and writes together; when the database refuses, in halves, until the line that it refuses stands
    alone."""
    units = reader.units(lines)
    leave_known([unit for unit in units if unit.is_open])
    for unit in units:
        if unit.is_open:
            reader.read(unit)
    try:
        with transaction.atomic():
            book.plan(units, asked)
            book.write(units, asked)
        return units
    except (DomainError, DatabaseError) as error:
        refusal = error if isinstance(error, DomainError) else explained(error)
        if refusal is None:
            raise
        if len(lines) == 1:
            units = reader.units(lines)
            units[0].stop(Outcome.CONFLICT, "", refusal.code, refusal.detail)
            return units
    half = len(lines) // 2
    again = [Asked(asked.by, asked.street, asked.today, False) for _ in range(2)]
    return [
        unit
        for part, one in zip((lines[:half], lines[half:]), again, strict=True)
        for unit in take_lines(book, reader, part, one)
    ]


def rows_of(upload: Upload, units: Sequence[Unit]) -> Iterator[tuple[Any, ...]]:
    """What became of the lines, as the table has it."""
    for unit in units:
        good = unit.outcome in GOOD
        problems = [] if good else problems_of(unit)
        yield (
            upload.pk,
            upload.street_id,
            unit.first.line,
            str(unit.outcome),
            unit.case.pk if good else None,
            unit.key,
            unit.digest,
            json.dumps(problems, ensure_ascii=False),
        )


def problems_of(unit: Unit) -> list[dict[str, str]]:
    return [
        {"pointer": pointer(one.column), "code": one.code, "detail": str(one.detail)}
        for row in unit.rows
        for one in row.found
        if not one.note
    ]
