"""A text as blocks: what a Word file, a PDF and a Markdown text have in common."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reporting.documents.tokens import BEGIN, END, SAID

TOKEN = re.compile(f"{BEGIN}([^{SAID}]*){SAID}([^{END}]*){END}")
HEADING = re.compile(r"(#{1,3}) (.+)")
LEVELS = {"Title": 1, "Heading 1": 2, "Heading 2": 3}
BULLET = "List Bullet"


@dataclass(frozen=True)
class Block:
    """`level` 1 is the title, 2 and 3 are headings, 0 is text; `rows` makes it a table."""

    text: str = ""
    level: int = 0
    bullet: bool = False
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """(text, code of the figure that says it, or empty) in order."""
        return list(pieces(self.text))


def pieces(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    for match in TOKEN.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], ""
        yield match[2], match[1]
        at = match.end()
    if at < len(text):
        yield text[at:], ""


def unmarked(text: str) -> str:
    return TOKEN.sub(lambda match: match[2], text)


def of_markdown(text: str) -> list[Block]:
    """Paragraphs, #-headings and - lists; nothing else is Markdown here."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if match := HEADING.fullmatch(line):
            found.append(Block(match[2], len(match[1])))
        else:
            found.append(Block(line.removeprefix("- "), bullet=line.startswith("- ")))
    return found


def of_document(document: Any) -> list[Block]:
    """The body of a python-docx document; paragraphs without text are left out."""
    found = []
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            found.append(Block(rows=tuple(tuple(cell.text for cell in row.cells) for row in item.rows)))
        elif item.text.strip():
            name = item.style.name
            found.append(Block(item.text.strip(), LEVELS.get(name, 0), bullet=name == BULLET))
    return found


def to_markdown(blocks: list[Block]) -> str:
    parts: list[str] = []
    for block in blocks:
        if block.rows:
            rows = [f"| {' | '.join(map(unmarked, row))} |" for row in block.rows]
            parts.append("\n".join([rows[0], "|" + "---|" * len(block.rows[0]), *rows[1:]]))
        elif block.level:
            parts.append(f"{'#' * block.level} {unmarked(block.text)}")
        elif block.bullet and parts and parts[-1].startswith("- "):
            parts[-1] += f"\n- {unmarked(block.text)}"
        else:
            parts.append(("- " if block.bullet else "") + unmarked(block.text))
    return "\n\n".join(parts) + "\n"
