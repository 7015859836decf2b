"""Rows of the scope written out, one JSON object per line, as the feed shows them."""

import hashlib

import orjson

from services.bulk import actions
from services.bulk.models import Export
from services.bulk.selecting import rows_of
from services.feed import cursors
from services.feed.reading import ALL, Position
from services.feed.representing import REPRESENTED
from services.jobs.registry import Running
from services.ledger.reading import settled_at

AT_ONCE = 1000


def export(job: Running) -> None:
    """The watermark is taken first: what is written out holds everything before it, and the feed goes on from there.

    A change that comes in meanwhile may stand in the file already and is told again by the feed: it says the same.
    """
    asked = Export.objects.visible_to(job.user).get(pk=job.args["export"])
    cursor = cursors.encoded(Position(settled_at(), ALL, 0))
    keys = list(rows_of(job.user, asked.what, asked.kind).order_by("pk").values_list("pk", flat=True))
    digest, parts = hashlib.sha256(), []
    count = 0
    for at in range(0, len(keys), AT_ONCE):
        some = [str(key) for key in keys[at : at + AT_ONCE]]
        records = REPRESENTED[asked.what](job.user, some)
        part = b"".join(orjson.dumps(records[key], default=str) + b"\n" for key in some if key in records)
        digest.update(part)
        parts.append(part)
        count += len(records)
        job.advance(at + len(some), len(keys))
    actions.keep_export(asked, content=b"".join(parts), count=count, sha256=digest.hexdigest(), cursor=cursor)
