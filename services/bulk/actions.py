"""The only writers of what is sent and taken in bulk: receive, ask for an export; the long parts are jobs."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, Gone, Malformed, RuleBroken
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.bulk import selecting
from services.bulk.models import Export, Line, Upload
from services.cases import kinds
from services.jobs import actions as jobs
from services.ledger import bulk

SEND, TAKE = "bulk.send", "feed.read"
WRITE, TRY, EXPORT = "bulk.write", "bulk.try", "bulk.export"
MOST_LINES = 50_000
LINE = "upload_id street_id line status case_id key digest problems"


@transaction.atomic
def receive(*, by: User | None, kind: kinds.Kind, content: bytes, sha256: str, trial: bool = False) -> Upload:
    """Keeps the lines, sealed, and starts the job that writes them, or tries them; in the street of the scope.

    Errors: NotAllowed; Malformed (nothing in it, too many lines).
    """
    scope = scope_required()
    require(scope, SEND)
    require(scope, kind.opening.right, kind.code)
    count = sum(1 for line in content.split(b"\n") if line.strip())
    if not count:
        raise Malformed("bulk.empty", _("没有内容。请每行写一个案件（JSON）。"))
    if count > MOST_LINES:
        raise Malformed("bulk.too_many_lines", _("一次最多%(most)s行。请分成几次提交。") % {"most": MOST_LINES})
    upload = Upload(street_id=scope.street, kind=kind.code, sha256=sha256, lines=count, trial=trial, created_by=by)
    upload.content = upload.sealed(content)
    upload.job = jobs.start(by=by, name=TRY if trial else WRITE, args={"upload": str(upload.pk)}, street=scope.street)
    upload.save(force_insert=True)
    audit.record(by=by, action="bulk.received", target=upload, street=scope.street, kind=kind.code, sha256=sha256)
    return upload


def keep_lines(rows: Iterable[Sequence[Any]]) -> None:
    """What lines became (tuples in the order of LINE), in the transaction of what they became."""
    bulk.copy_rows(Line, LINE.split(), rows)


def forget_file(upload: Upload) -> None:
    """Every line is done: what was sent is not needed any more."""
    Upload.objects.filter(pk=upload.pk).update(content=None)


def forget() -> int:
    """Files after so many days; what became of the lines, and the manifests, stay."""
    old = {"content__isnull": False, "created_at__lt": Now() - timedelta(days=settings.WORKBOOK_DAYS)}
    return sum(model.objects.filter(**old).update(content=None) for model in (Upload, Export))


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


def keep_export(export: Export, *, content: bytes, count: int, sha256: str, cursor: str) -> None:
    columns = {"count": count, "sha256": sha256, "cursor": cursor}
    Export.objects.filter(pk=export.pk).update(content=export.sealed(content), **columns)


def read_export(*, by: User | None, export: Export) -> bytes:
    """The file; that it was read is recorded. Errors: Conflict (not there yet), Gone (not there any more)."""
    if export.count is None:
        raise Conflict("export.not_ready", _("文件还没有写完，或没有写成。请先查看清单的 state。"))
    if export.content is None:
        raise Gone("export.forgotten", _("文件已经到期删除。请重新取出。"))
    audit.record(by=by, action="export.read", target=export, street=export.street_id)
    return export.file
