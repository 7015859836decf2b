"""A text as a tagged PDF (PDF/UA-1) by typst, with the fonts of a wheel: the same bytes on every machine."""

import datetime as dt
import functools
import json
from collections.abc import Callable
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.documents.blocks import Block, pieces

LAYOUT = Path(__file__).with_name("annual.typ")


@functools.cache
def _fonts() -> typst.Fonts:
    where = pylopdf_fonts_zh_cn.sans_path().parent
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[where])


def write(title: str, blocks: list[Block], link: Callable[[str], tuple[str, str]], moment: dt.datetime) -> bytes:
    """Each figure is a link to its records; `moment` is what the file says of its making."""
    local = timezone.localtime(moment)
    content = {
        "title": title,
        "date": [local.year, local.month, local.day],
        "page": _("第 %(page)s 页，共 %(pages)s 页") % {"page": "{page}", "pages": "{pages}"},
        "blocks": [_as_data(block, link) for block in blocks],
    }
    return typst.compile(
        LAYOUT,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(moment.timestamp()),
    )


def _as_data(block: Block, link: Callable[[str], tuple[str, str]]) -> dict:
    def said(text: str) -> list[list[str]]:
        return [[part, link(code)[1] if code else ""] for part, code in pieces(text)]

    if block.rows:
        return {"rows": [[said(cell) for cell in row] for row in block.rows]}
    return {"level": block.level, "bullet": block.bullet, "text": said(block.text)}
