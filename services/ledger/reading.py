"""When a reading is settled: a moment such that nobody can still add entries before it."""

import datetime as dt
import time

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import Conflict, Malformed
from services.ledger.models import Entry, EntryQuerySet
from services.ledger.sql import LOCK

PATIENCE = 30  # seconds
PATIENCE_ALONE = 5  # seconds; others wait as long
LOCK_NOT_AVAILABLE = "55P03"


def settled_at() -> dt.datetime:
    """The latest moment at which a reading gives the same members for ever (aware, database clock)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_settled_at()")
        return cursor.fetchone()[0]


def settle(known_at: dt.datetime | None) -> dt.datetime:
    """`known_at` as a settled moment: now when None; for a past moment waits until writers before it have ended.

    Malformed for a moment that has not come yet, Conflict when a writer from before it does not end in time.
    Nobody is blocked while this waits.
    """
    if known_at is None:
        return settled_at()
    if known_at > timezone.now():
        raise Malformed("known_at.in_future", _("“截至时间”还没有到。请填写现在或过去的时间。"), "known_at")
    deadline = time.monotonic() + PATIENCE
    while known_at > settled_at():
        if time.monotonic() > deadline:
            raise Conflict("ledger.busy", _("此刻还有大批数据正在写入。请稍后再试，或选择更早的截至时间。"), "known_at")
        time.sleep(0.05)
    return known_at


def alone() -> dt.datetime:
    """Now, while nobody writes: takes the ledger's lock alone for an instant. For a publication, which shall know
    everything that was entered before it.

    Waits for the writers in flight, who keep later ones waiting meanwhile; Conflict when they do not end soon.
    """
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE_ALONE}s"])
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                cursor.execute("SELECT clock_timestamp()")
                (moment,) = cursor.fetchone()
                transaction.set_rollback(True)  # to the savepoint: gives the lock back at once
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
                raise
            raise Conflict("ledger.busy", _("此刻还有大批数据正在写入。请等它完成后再试。")) from None
        return moment


def feed(after: tuple[dt.datetime, int] | None, limit: int) -> EntryQuerySet:
    """Entries (voids and merges too) in the order of recording, after cursor (recorded_at, id); nothing is skipped."""
    rows = Entry.objects.filter(recorded_at__lte=settled_at()).order_by("recorded_at", "id")
    if after is not None:
        moment, key = after
        rows = rows.filter(recorded_at__gte=moment).exclude(recorded_at=moment, id__lte=key)
    return rows[:limit]
