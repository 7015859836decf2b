"""Uploaded tables (xlsx, csv): read in a limited child process, whatever the file may do."""

import subprocess
import sys
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.errors import Malformed

MOST_BYTES = 20 * 1024 * 1024
TIMEOUT = 30
SENTENCES: dict[str, Any] = {
    "not_text": _("这个文件不是文字表格。请另存为 xlsx 或 csv 再上传。"),
    "not_a_workbook": _("这个文件的内容不是 xlsx 工作簿（扩展名可能被改过）。请用表格软件打开后另存为 xlsx 再上传。"),
    "old_format": _("这是旧格式的 xls 工作簿。请用表格软件打开后另存为 xlsx 再上传。"),
    "encrypted": _("这个工作簿设了打开密码，读不出来。请取消密码、另存为 xlsx 再上传。"),
    "web_page": _("这个文件其实是网页（常见于系统导出的“假表格”）。请用表格软件打开后另存为 xlsx 再上传。"),
    "other_kind": _(
        "只能读取 xlsx 和 csv 文件。其他格式的表格请用表格软件打开后另存为 xlsx；Word、PDF 里的名单请先复制到表格里。"
    ),
    "empty": _("这个文件里没有内容。请核对是否选错了文件。"),
    "quotes": _("csv 里有不成对的引号，或一格里的文字太长，分不清各列。请用表格软件打开后另存为 xlsx 再上传。"),
    "too_large": _("表格太大，或在很远的地方有内容。请删除多余的行列，或分成几个文件上传。"),
    "unreadable": _("这个文件读不出来，可能已损坏或设了密码。请用表格软件打开后另存为 xlsx 再上传。"),
}


OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # the container of old workbooks, and of encrypted new ones
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Line(NamedTuple):
    """One line as it stands in the file. `natures`: one letter per cell, s text, n number, d day, b yes or no, t time;
    upper case for a formula, whose last result the cell shows."""

    number: int
    cells: list[str]
    natures: str


@dataclass(frozen=True)
class Sheet:
    """The first filled sheet. `merged` are (first row, first column, last row, last column) from 0; `hidden` lines;
    `others` are the names of further sheets that are shown and hold something: they are not read."""

    name: str
    lines: list[Line]
    merged: list[list[int]]
    hidden: frozenset[int]
    others: list[str]


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
    kind = kind_of(filename, content)
    lines = [(number, cells) for number, cells in _told(kind, content)]
    for at, (_number, cells) in enumerate(lines[:10]):
        found = [" ".join(cell.split()) for cell in cells]
        if set(headings) <= set(found):
            return [Row(number, dict(zip(found, values, strict=False))) for number, values in lines[at + 1 :]]
    shown = lines[0][1] if lines else []
    missing = _("、").join(heading for heading in headings if heading not in shown)
    detail = _("表格里缺少这些列：%(missing)s。请按模板填写表头。")
    raise Malformed("file.heading_missing", detail % {"missing": missing}, "file")


def read_sheet(filename: str, content: bytes) -> Sheet:
    """Every line of the table with what each cell is. Errors: Malformed at `file`, as `read_table`."""
    told = _told(kind_of(filename, content), content, "closely")
    about = told[0]
    lines = list(map(Line._make, told[1:]))
    return Sheet(about["sheet"], lines, about["merged"], frozenset(about["hidden"]), about["others"])


def kind_of(filename: str, content: bytes) -> str:
    """xlsx or csv, by name and by the first bytes; Malformed for what is neither."""
    kind = Path(filename).suffix.lower().lstrip(".")
    if content.startswith(OLE):
        raise _refused("encrypted" if ENCRYPTED in content else "old_format")
    beginning = content[:200].removeprefix(BOM_UTF8).lstrip().lower()
    if beginning.startswith((b"<", b"mime-version")):
        raise _refused("web_page")
    if kind not in ("xlsx", "csv"):
        raise _refused("other_kind")
    if not beginning:
        raise _refused("empty")
    if len(content) > MOST_BYTES:
        raise _refused("too_large")
    return kind


def _told(kind: str, content: bytes, *options: str) -> list[Any]:
    """What the child says, line by line."""
    command = [sys.executable, "-m", "services.sheets.child", kind, *options]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=TIMEOUT, cwd=settings.BASE_DIR, check=False
        )
    except subprocess.TimeoutExpired:
        raise _refused("too_large") from None
    if done.returncode:
        raise _refused("too_large" if done.returncode < 0 else "unreadable")
    lines = done.stdout.splitlines()
    if lines and lines[-1].startswith(b'{"refused"'):
        raise _refused(orjson.loads(lines[-1])["refused"])
    return [orjson.loads(line) for line in lines]


def mark(filename: str, content: bytes, about: dict[str, Any]) -> bytes:
    """The workbook as xlsx with what `about` says (see marking.py). Malformed at `file` when it cannot be written."""
    head = orjson.dumps({"kind": kind_of(filename, content), **about}) + b"\n"
    command = [sys.executable, "-m", "services.sheets.marking"]
    try:
        done = subprocess.run(
            command, input=head + content, capture_output=True, timeout=TIMEOUT * 4, cwd=settings.BASE_DIR, check=False
        )
    except subprocess.TimeoutExpired:
        raise _refused("too_large") from None
    if done.returncode:
        raise _refused("unreadable")
    return done.stdout
