"""The only writers of documents: attach, withdraw; and reading one, which is audited."""

import hashlib
import logging
import uuid

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, NotThere, RuleBroken
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.cases.models import Case
from services.documents import storage
from services.documents.checking import examine
from services.documents.models import Document

MOST_OF_A_CASE = 60
MOST_ORPHANS = 100  # a crash leaves one; more have lost their rows, not their use
logger = logging.getLogger(__name__)


@transaction.atomic
def attach(
    *, by: User | None, case: Case, purpose: str, filename: str, content: bytes, trial: bool = False
) -> Document:
    """Keeps a photo or scan with the case; for a `trial`, which is rolled back, without its file. Errors: NotAllowed;
    Malformed (type, size, content); Conflict (the same file is there already, or the store takes none); RuleBroken
    (too many)."""
    require(scope_required(), "document.attach")
    examined = examine(filename, content)
    if Document.objects.filter(case=case).standing().count() >= MOST_OF_A_CASE:
        raise RuleBroken("document.too_many", _("这个案件的材料已满60份。请先撤下不需要的。"), "file")
    document = Document(
        pk=uuid.uuid4(),
        case=case,
        street_id=case.street_id,
        purpose=purpose,
        filename=examined.filename,
        content_type=examined.content_type,
        size=len(examined.content),
        digest=hashlib.sha256(examined.content).hexdigest(),
        added_by=by,
    )
    document.save(force_insert=True)
    # The file last: when the transaction does not come through, it lies there without a row until the sweep.
    if not trial:
        _store(document, examined.content)
    audit.record(by=by, action="document.attached", target=document.pk, street=case.street_id, case=str(case.pk))
    return document


def _store(document: Document, content: bytes) -> None:
    try:
        storage.write(document.pk, content)
    except OSError:
        logger.exception("the store of documents takes no file")
        raise Conflict(
            "document.not_stored", _("文件暂时存不进去，没有保存。请稍后再传；仍不行时请告诉系统管理员检查存储。")
        ) from None


@transaction.atomic
def withdraw(*, by: User | None, document: Document, reason: str) -> None:
    """Takes it off the case; row and file stay, so that nobody can deny what was there."""
    require(scope_required(), "document.attach")
    if not reason.strip():
        raise RuleBroken("document.reason_missing", _("请写明撤下的理由。"), "reason")
    rows = Document.objects.filter(pk=document.pk).standing()
    if not rows.update(withdrawn_at=Now(), withdrawn_by=by, reason=reason.strip()):
        raise Conflict("document.already_withdrawn", _("这份材料已经撤下。请刷新页面查看。"))
    audit.record(by=by, action="document.withdrawn", target=document.pk, street=document.street_id)


def read_content(*, by: User | None, document: Document) -> bytes:
    """NotThere when the file is missing, which `verify` names too, or cannot be read."""
    require(scope_required(), "document.view")
    try:
        content = storage.read(document.pk)
    except OSError as error:
        logger.error("document %s cannot be read: %s", document.pk, type(error).__name__)
        raise NotThere("document.file_missing", _("文件不在存储里。请告诉系统管理员从备份恢复。")) from None
    audit.record(by=by, action="document.read", target=document.pk, street=document.street_id)
    return content


def sweep(*, seconds: float = 24 * 3600) -> int:
    """Removes files without a row, a day after they were written; returns how many. Beside a database that was restored
    from an older day, or is not theirs at all, all of them stay."""
    found = list(storage.older_than(seconds))
    known = set(Document.objects.filter(pk__in=[key for _path, key in found if key]).values_list("pk", flat=True))
    orphans = [path for path, key in found if key not in known]
    if len(orphans) > MOST_ORPHANS:
        logger.error("%s files in FILES_DIR have no row in this database: none was removed", len(orphans))
        return 0
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
