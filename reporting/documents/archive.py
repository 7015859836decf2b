"""Zip archives (docx, xlsx) that depend on their content alone, and the refusal of harmful ones."""

import io
import zipfile

from django.utils.translation import gettext as _

from accounts.errors import RuleBroken

LONG_AGO = (1980, 1, 1, 0, 0, 0)
MOST_BYTES, MOST_UNPACKED = 5_000_000, 50_000_000


def normalised(content: bytes) -> bytes:
    """The same parts in the same order without the moment at which they were packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for part in old.infolist():
            one = zipfile.ZipInfo(part.filename, LONG_AGO)
            one.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(one, old.read(part.filename))
    return packed.getvalue()


def refuse_harmful_docx(content: bytes) -> None:
    """RuleBroken for what is no Word file, too large, or carries macros or parts from elsewhere."""
    if len(content) > MOST_BYTES:
        raise RuleBroken("template.too_large", _("模板超过 5 MB。请删去大图片后重新上传。"), "file")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            names = book.namelist()
            if "word/document.xml" not in names or sum(part.file_size for part in book.infolist()) > MOST_UNPACKED:
                raise zipfile.BadZipFile
            relations = b"".join(book.read(name) for name in names if name.endswith(".rels"))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise RuleBroken(
            "template.not_word", _("这不是 Word 文档（docx）。请在 Word 中另存为“.docx”后重新上传。"), "file"
        ) from error
    macros = any("vba" in name.lower() or "activex" in name.lower() for name in names)
    outside = any(
        b'TargetMode="External"' in one and b"/hyperlink" not in one for one in relations.split(b"<Relationship ")
    )
    if macros or outside:
        raise RuleBroken(
            "template.not_plain",
            _("模板含有宏或引用了外部文件。请删去后重新上传：模板只能有文字、表格和图片。"),
            "file",
        )
