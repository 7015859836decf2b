"""Uploaded tables (xlsx, csv): read in a limited child process, whatever the file may do."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.errors import Malformed

MOST_BYTES = 20 * 1024 * 1024
TIMEOUT = 30
SENTENCES: dict[str, Any] = {
    "not_text": _("这个文件不是文字表格。请另存为 xlsx 或 csv 再上传。"),
    "not_a_workbook": _("这个文件的内容不是 xlsx 工作簿（扩展名可能被改过）。请用表格软件打开后另存为 xlsx 再上传。"),
    "too_large": _("表格太大，或在很远的地方有内容。请删除多余的行列，或分成几个文件上传。"),
    "unreadable": _("这个文件读不出来，可能已损坏或设了密码。请用表格软件打开后另存为 xlsx 再上传。"),
}


@dataclass(frozen=True)
class Row:
    """One line of the table: its number in the file (from 1), and the text under each heading."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


def _refused(code: str) -> Malformed:
    return Malformed(f"file.{code}", SENTENCES[code], "file")


def read_table(filename: str, content: bytes, headings: Sequence[str]) -> list[Row]:
    """The rows under `headings`, which stand in one of the first lines, in any order and among others.

    Errors: Malformed at `file`: too large, not what its name says, unreadable, a heading missing (all are named).
    """
    kind = Path(filename).suffix.lower().lstrip(".")
    if kind not in ("xlsx", "csv"):
        raise Malformed("file.other_kind", _("请上传 xlsx 或 csv 文件。"), "file")
    if len(content) > MOST_BYTES:
        raise _refused("too_large")
    lines = _lines(kind, content)
    for at, (_number, cells) in enumerate(lines[:10]):
        found = [" ".join(cell.split()) for cell in cells]
        if set(headings) <= set(found):
            return [Row(number, dict(zip(found, values, strict=False))) for number, values in lines[at + 1 :]]
    shown = lines[0][1] if lines else []
    missing = _("、").join(heading for heading in headings if heading not in shown)
    detail = _("表格里缺少这些列：%(missing)s。请按模板填写表头。")
    raise Malformed("file.heading_missing", detail % {"missing": missing}, "file")


def _lines(kind: str, content: bytes) -> list[tuple[int, list[str]]]:
    command = [sys.executable, "-m", "services.sheets.child", kind]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=TIMEOUT, cwd=settings.BASE_DIR, check=False
        )
    except subprocess.TimeoutExpired:
        raise _refused("too_large") from None
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()] if done.returncode == 0 else None
    if lines is None:
        raise _refused("too_large" if done.returncode < 0 else "unreadable")
    if lines and isinstance(lines[-1], dict):
        raise _refused(lines[-1]["refused"])
    return [(number, cells) for number, cells in lines]
