"""A text as a tagged PDF, each figure a link to its records."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.documents.blocks import Block, pieces
from services.documents.pdf import compile_pdf

LAYOUT = Path(__file__).with_name("annual.typ")


def write(title: str, blocks: list[Block], link: Callable[[str], tuple[str, str]], moment: dt.datetime) -> bytes:
    """`link` gives name and address of a figure's records; `moment` is what the file says of its making."""
    local = timezone.localtime(moment)
    content = {
        "title": title,
        "date": [local.year, local.month, local.day],
        "page": _("第 %(page)s 页，共 %(pages)s 页") % {"page": "{page}", "pages": "{pages}"},
        "blocks": [_as_data(block, link) for block in blocks],
    }
    return compile_pdf(LAYOUT, content, made_at=moment)


def _as_data(block: Block, link: Callable[[str], tuple[str, str]]) -> dict:
    def said(text: str) -> list[list[str]]:
        return [[part, link(code)[1] if code else ""] for part, code in pieces(text)]

    if block.rows:
        return {"rows": [[said(cell) for cell in row] for row in block.rows]}
    return {"level": block.level, "bullet": block.bullet, "text": said(block.text)}
