"""The only writers of what is sent and taken in bulk: receive, ask for an export; the long parts are jobs."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Malformed, RuleBroken
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.bulk import selecting
from services.bulk.models import TABLE, Export, Line, Upload
from services.cases import kinds
from services.jobs import actions as jobs
from services.ledger import bulk
from services.people import crypto

SEND, TAKE = "bulk.send", "feed.read"
WRITE, EXPORT = "bulk.write", "bulk.export"
MOST_LINES = 50_000
LINE = "upload_id street_id line status case_id key digest problems"


@transaction.atomic
def receive(*, by: User | None, kind: kinds.Kind, content: bytes, sha256: str) -> Upload:
    """Keeps the lines, sealed, and starts the job that writes them; in the street of the scope.

    Errors: NotAllowed; Malformed (nothing in it, too many lines).
    """
    scope = scope_required()
    require(scope, SEND)
    require(scope, kind.opening.right)
    count = sum(1 for line in content.split(b"\n") if line.strip())
    if not count:
        raise Malformed("bulk.empty", _("没有内容。请每行写一个案件（JSON）。"))
    if count > MOST_LINES:
        raise Malformed("bulk.too_many_lines", _("一次最多%(most)s行。请分成几次提交。") % {"most": MOST_LINES})
    upload = Upload(street_id=scope.street, kind=kind.code, sha256=sha256, lines=count, created_by=by)
    upload.content = crypto.encrypt_bytes(content, table=TABLE, column="content", row=str(upload.pk))
    upload.job = jobs.start(by=by, name=WRITE, args={"upload": str(upload.pk)}, street=scope.street)
    upload.save(force_insert=True)
    audit.record(by=by, action="bulk.received", target=upload, street=scope.street, kind=kind.code, sha256=sha256)
    return upload


def keep_lines(rows: Iterable[Sequence[Any]]) -> None:
    """What lines became (tuples in the order of LINE), in the transaction of what they became."""
    bulk.copy_rows(Line, LINE.split(), rows)


def forget_content(upload: Upload) -> None:
    """Every line is done: what was sent is not needed any more."""
    Upload.objects.filter(pk=upload.pk).update(content=None)


@transaction.atomic
def ask_export(*, by: User | None, what: str, kind: str) -> Export:
    """Starts the job that writes the rows of the scope out. Errors: NotAllowed; RuleBroken (too many at once)."""
    scope = scope_required()
    require(scope, TAKE)
    if selecting.rows_of(by, what, kind)[: selecting.MOST_ROWS + 1].count() > selecting.MOST_ROWS:
        detail = _("一次最多取出%(most)s行。请用 kind 分几次取，或用 X-Street 按街道取。")
        raise RuleBroken("export.too_large", detail % {"most": selecting.MOST_ROWS}, "what")
    export = Export(street_id=scope.street, what=what, kind=kind, created_by=by)
    export.job = jobs.start(by=by, name=EXPORT, args={"export": str(export.pk)}, street=scope.street)
    export.save(force_insert=True)
    audit.record(by=by, action="export.asked", target=export, street=scope.street, what=what, kind=kind)
    return export


def keep_manifest(export: Export, *, count: int, sha256: str, cursor: str) -> None:
    Export.objects.filter(pk=export.pk).update(count=count, sha256=sha256, cursor=cursor)
