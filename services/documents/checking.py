"""What is taken as a photo or scan: decided by its content, never by its name. Photos lose what the camera wrote into
them (place, time, owner); a document that could act (scripts, attachments, launching) is refused."""

import io
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import puremagic
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import IndirectObject

from accounts.errors import Malformed
from accounts.logs import without_numbers
from services.documents import photos
from services.documents.photos import refusal

MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 200
PDF = "application/pdf"
ACTIVE = frozenset(
    ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/OpenAction", "/AA")
)


@dataclass(frozen=True)
class Examined:
    content: bytes
    content_type: str
    filename: str


def examine(filename: str, content: bytes) -> Examined:
    """What is to be kept of an upload. Malformed at `file`, with what to do instead."""
    if not content:
        raise refusal("document.empty", _("文件是空的。请重新选择。"))
    if len(content) > MOST_BYTES:
        raise refusal("document.too_large", _("文件超过10兆。请用较低的分辨率重新扫描或拍照。"))
    kind = _kind_of(content)
    if kind == PDF:
        _refuse_active(content)
        return Examined(content, PDF, _named(filename, ".pdf"))
    if kind.startswith("image/"):
        content, content_type, suffix = photos.rewritten(content)
        return Examined(content, content_type, _named(filename, suffix))
    raise refusal("document.type", _("只能上传照片（JPG、PNG）或 PDF。Word、Excel 请打印成 PDF，HEIC 照片请转成 JPG。"))


def _kind_of(content: bytes) -> str:
    try:
        return puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        return ""


def _refuse_active(content: bytes) -> None:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise refusal("document.encrypted", _("这份 PDF 有密码。请取消密码后再上传。"))
        if len(reader.pages) > MOST_PAGES:
            raise refusal("document.too_long", _("这份 PDF 超过200页。请只上传与案件有关的部分。"))
        active = any(_acts(reader.get_object(number)) for number in _objects(reader))
    except Malformed:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        raise refusal("document.unreadable", _("这份 PDF 读不出来，可能已经损坏。请重新扫描。")) from None
    if active:
        raise refusal("document.active", _("这份 PDF 带有脚本、附件或自动动作，不能接收。请打印成普通 PDF 后再上传。"))


def _objects(reader: PdfReader) -> list[Any]:
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    return [IndirectObject(number, 0, reader) for number in sorted(numbers)]


def _acts(found: Any) -> bool:
    """Whether an object names something that does something by itself."""
    if not hasattr(found, "keys"):
        return False
    return any(key in ACTIVE for key in found) or found.get("/S") in ("/JavaScript", "/Launch")


def _named(filename: str, suffix: str) -> str:
    """The name as it is shown and offered: without path, control characters and people's numbers, with the suffix of
    the content."""
    base = re.split(r"[\\/]", filename)[-1]
    stem = base.rpartition(".")[0] if "." in base else base
    stem = "".join(c for c in unicodedata.normalize("NFC", stem) if unicodedata.category(c)[0] != "C").strip(" .")
    return without_numbers(stem[:100] or "file") + suffix
