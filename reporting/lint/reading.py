"""The text of a report: docx and pdf are read in a limited child process, whatever the file may do."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.errors import Malformed

MOST_BYTES = 20 * 1024 * 1024
MOST_CHARACTERS = 2_000_000
TIMEOUT = 60
ENCODINGS = ("utf-8-sig", "gb18030")
PLAIN, PACKED = (".txt", ".md"), (".docx", ".pdf")
SENTENCES: dict[str, Any] = {
    "other_kind": _("请提交 docx、pdf、md 或 txt 文件。"),
    "too_large": _("文件太大。请分成几个文件，或去掉图片后再提交。"),
    "not_text": _("这个文件不是文字。请另存为 UTF-8 编码的 txt 再提交。"),
    "not_a_document": _("这个文件的内容与扩展名不符。请用文字处理软件打开后另存为 docx 再提交。"),
    "no_text": _("文件里没有文字，可能是扫描件。请提交有文字的文件，或把文字粘贴到页面里。"),
    "unreadable": _("这个文件读不出来，可能已损坏或设了密码。请用文字处理软件打开后另存为 docx 再提交。"),
}


def text_of(filename: str, content: bytes) -> str:
    """The text, with one line per paragraph and cells of tables divided by tabs.

    Errors: Malformed at `file`: another kind, too large, not what its name says, unreadable, without text.
    """
    kind = Path(filename).suffix.lower()
    if kind not in PLAIN + PACKED:
        raise _refused("other_kind")
    if len(content) > MOST_BYTES:
        raise _refused("too_large")
    text = _decoded(content) if kind in PLAIN else _from_child(kind.lstrip("."), content)
    if len(text) > MOST_CHARACTERS:
        raise _refused("too_large")
    if not text.strip():
        raise _refused("no_text")
    return text


def _refused(code: str) -> Malformed:
    return Malformed(f"file.{code}", SENTENCES[code], "file")


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise _refused("not_text")


def _from_child(kind: str, content: bytes) -> str:
    command = [sys.executable, "-m", "reporting.lint.child", kind]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=TIMEOUT, cwd=settings.BASE_DIR, check=False
        )
    except subprocess.TimeoutExpired:
        raise _refused("too_large") from None
    if done.returncode:
        raise _refused("too_large" if done.returncode < 0 else "unreadable")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise _refused(answer["refused"])
    return answer["text"]
