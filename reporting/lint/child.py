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
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pypdf import PdfReader

from reporting.lint.words import PAGE_NUMBER

MEGABYTE = 1024 * 1024
MEMORY, SECONDS, UNPACKED = 1024 * MEGABYTE, 40, 100 * MEGABYTE
MOST_PAGES = 2000
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
NOTES = (f"{WORD}footnote", f"{WORD}endnote")
FEWEST_PAGES = 3
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
ELSEWHERE = (FALLBACK, f"{WORD}txbxContent", f"{WORD}moveFrom")
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
            parts = [packed.read(name) for name in PARTS if name in packed.namelist()]
    except zipfile.BadZipFile:
        raise Refused("not_a_document") from None
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return "\n".join(
        line for part in parts for block in _blocks(etree.fromstring(part, parser)) for line in lines(block)
    )


def _blocks(root: Any) -> list[Any]:
    """The body, or the notes but for the lines that divide them from the text."""
    body = root.find(f"{WORD}body")
    notes = [one for one in root if one.tag in NOTES and one.get(f"{WORD}type") is None]
    return [body] if body is not None else notes


def lines(parent: Any) -> Iterator[str]:
    """Paragraphs and rows in the order of the document, also those inside content controls."""
    for child in parent:
        if child.tag == f"{WORD}p":
            yield words(child)
            for box in child.iter(f"{WORD}txbxContent"):
                if not _within(box, child, FALLBACK):
                    yield from lines(box)
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
    """The text as it is printed: inserted runs, fields' results and content controls, not what was deleted or moved
    away. Text boxes are paragraphs of their own."""
    found = []
    for node in paragraph.iter(f"{WORD}t", f"{WORD}tab", f"{WORD}br", f"{WORD}noBreakHyphen"):
        if _within(node, paragraph, *ELSEWHERE):
            continue
        found.append((node.text or "") if node.tag == f"{WORD}t" else "-" if "Hyphen" in node.tag else " ")
    return "".join(found)


def _within(node: Any, outer: Any, *tags: str) -> bool:
    """Whether something of these tags stands between the two."""
    for one in node.iterancestors():
        if one is outer:
            return False
        if one.tag in tags:
            return True
    return False


def text_of_pdf(content: bytes) -> str:
    if not content.startswith(b"%PDF"):
        raise Refused("not_a_document")
    pages = PdfReader(io.BytesIO(content)).pages
    if len(pages) > MOST_PAGES:
        raise Refused("too_large")
    return "\n".join(_without_furniture([_GLUED.sub(r"\1 ", page.extract_text()).split("\n") for page in pages]))


def _without_furniture(pages: list[list[str]]) -> Iterator[str]:
    """The lines without numbers of pages, and without first and last lines that most pages have, numbers aside."""
    ends = Counter(one for page in pages if page for one in {_shape(page[0]), _shape(page[-1])})
    often = {shape for shape, count in ends.items() if count >= FEWEST_PAGES and count * 2 > len(pages)}
    for page in pages:
        for number, line in enumerate(page):
            at_end = number in (0, len(page) - 1)
            if not (at_end and (_shape(line) in often or PAGE_NUMBER.fullmatch(line.strip()))):
                yield line


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", "".join(line.split()))


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
