"""Sealing: entries are chained in runs, so that a later change by whoever owns the tables can be named."""

import hashlib
from collections.abc import Iterator

from django.db import connection, transaction

from services.ledger.models import Entry, Seal
from services.ledger.reading import settled_at
from services.ledger.sql import CONFINED, PUBLIC

RUN = 5_000
SEALING = 7_142_312
START = b"\0" * 32


@transaction.atomic
def seal() -> int:
    """Seals what is settled and not yet sealed; returns how many entries. Needs a district scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING])  # one at a time
    total, limit = 0, settled_at()
    last = Seal.objects.order_by("-upto").first()
    while run := _after(last, limit):
        digest = hashlib.sha256(bytes(last.digest) if last else START)
        for _key, _moment, entry_digest in run:
            digest.update(bytes(entry_digest))
        last = Seal.objects.create(
            upto=run[-1][1],
            ids=[key for key, _moment, _digest in run],
            digest=digest.digest(),
            previous=bytes(last.digest) if last else START,
        )
        total += len(run)
    return total


def _after(last: Seal | None, limit) -> list[tuple]:
    rows = Entry.objects.filter(recorded_at__lte=limit)
    if last:
        rows = rows.filter(recorded_at__gt=last.upto)
    run = list(rows.order_by("recorded_at", "id").values_list("id", "recorded_at", "digest")[: RUN + 1])
    if len(run) <= RUN:
        return run
    # A run ends between two different moments, so that the next one can start after it.
    cut = next(i for i in range(len(run) - 1, 0, -1) if run[i][1] != run[i - 1][1])
    return run[:cut]


def broken() -> Iterator[str]:
    """One sentence per entry (or run) that is not as it was recorded. Empty when the ledger is intact."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_entry e WHERE digest IS DISTINCT FROM ledger_digest(e) ORDER BY id")
        for (key,) in cursor.fetchall():
            yield f"ledger entry {key}: its content is not what was recorded"
        cursor.execute(
            "SELECT e.id FROM ledger_entry e LEFT JOIN ledger_entry v ON v.voids_id = e.id"
            " WHERE e.voided_at IS DISTINCT FROM v.recorded_at ORDER BY e.id"
        )
        for (key,) in cursor.fetchall():
            yield f"ledger entry {key}: its void mark and its voiding entry disagree"
        for column, table in (PUBLIC | CONFINED).items():
            key = "code" if table == "accounts_street" else "id"
            cursor.execute(
                f"SELECT e.id FROM ledger_entry e LEFT JOIN {table} r ON r.{key} = e.{column}"
                f" WHERE e.{column} IS NOT NULL AND r.{key} IS NULL ORDER BY e.id"
            )
            for (key,) in cursor.fetchall():
                yield f"ledger entry {key}: its {column.removesuffix('_id')} is no longer there"
    previous, since = START, None
    for one in Seal.objects.order_by("upto").iterator(chunk_size=20):
        if bytes(one.previous) != previous:
            yield f"seal {one.pk}: the chain is broken before it"
        rows = Entry.objects.filter(recorded_at__lte=one.upto)
        if since is not None:
            rows = rows.filter(recorded_at__gt=since)
        digests = dict(rows.values_list("id", "digest"))
        for key in one.ids:
            if key not in digests:
                yield f"ledger entry {key}: sealed, but no longer there (or re-dated)"
        for key in digests.keys() - set(one.ids):
            yield f"ledger entry {key}: appeared after its run was sealed"
        digest = hashlib.sha256(previous)
        for key in one.ids:
            digest.update(bytes(digests.get(key, b"")))
        if digest.digest() != bytes(one.digest):
            yield f"seal {one.pk}: entries {one.ids[0]}..{one.ids[-1]} are not what was sealed"
        previous, since = bytes(one.digest), one.upto
