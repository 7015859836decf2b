"""Reads one docx or pdf in a process of its own, with little memory and little time.

Started by `reading.py`: the file on standard input, its kind as argument; writes one JSON object, {"text": ...} or
{"refused": code}. What harms this process harms nobody else.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pypdf import PdfReader

MEGABYTE = 1024 * 1024
MEMORY, SECONDS, UNPACKED = 1024 * MEGABYTE, 40, 100 * MEGABYTE
MOST_PAGES = 2000
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Narrow columns come out as one word: 6,115.20 and 98.00% as 6,115.2098.00%.
_GLUED = re.compile(r"(?<![\d.,])((?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2})(?=\d{1,3}(?:,\d{3})*\.\d)")


class Refused(Exception):
    """The code of why the file is not read."""


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def text_of_docx(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise Refused("too_large")
            if "word/document.xml" not in packed.namelist():
                raise Refused("not_a_document")
            document = packed.read("word/document.xml")
    except zipfile.BadZipFile:
        raise Refused("not_a_document") from None
    body = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True)).find(f"{WORD}body")
    return "\n".join(lines(body)) if body is not None else ""


def lines(parent: Any) -> Iterator[str]:
    """Paragraphs and rows in the order of the document, also those inside content controls."""
    for child in parent:
        if child.tag == f"{WORD}p":
            yield words(child)
        elif child.tag == f"{WORD}tbl":
            yield from (row(one) for one in child.iter(f"{WORD}tr"))
        elif child.tag in (f"{WORD}sdt", f"{WORD}sdtContent", f"{WORD}customXml", f"{WORD}ins"):
            yield from lines(child)


def row(parent: Any) -> str:
    """The cells of a row, divided by tabs; a cell over several columns is followed by empty ones."""
    cells: list[str] = []
    for cell in parent.iter(f"{WORD}tc"):
        cells.append(" ".join(filter(None, (words(one).strip() for one in cell.iter(f"{WORD}p")))).replace("\t", " "))
        span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
        cells += [""] * (min(int(span.get(f"{WORD}val", 1)), 64) - 1 if span is not None else 0)
    return "\t".join(cells)


def words(paragraph: Any) -> str:
    """The text as it is printed: inserted runs, fields' results and content controls, not what was deleted."""
    found = []
    for node in paragraph.iter(f"{WORD}t", f"{WORD}tab", f"{WORD}br", f"{WORD}noBreakHyphen"):
        if any(one.tag == FALLBACK for one in node.iterancestors()):
            continue
        found.append((node.text or "") if node.tag == f"{WORD}t" else "-" if "Hyphen" in node.tag else " ")
    return "".join(found)


def text_of_pdf(content: bytes) -> str:
    if not content.startswith(b"%PDF"):
        raise Refused("not_a_document")
    pages = PdfReader(io.BytesIO(content)).pages
    if len(pages) > MOST_PAGES:
        raise Refused("too_large")
    return "\n".join(_GLUED.sub(r"\1 ", page.extract_text()) for page in pages)


def main() -> None:
    limit()
    content = sys.stdin.buffer.read()
    try:
        answer = {"text": text_of_docx(content) if sys.argv[1] == "docx" else text_of_pdf(content)}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except Exception:
        answer = {"refused": "unreadable"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
