"""PDF from a Typst template and data: tagged, with Chinese fonts of our own, the same bytes for the same content."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

FONTS = "pylopdf_fonts_zh_cn"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(files(FONTS))])


def compile_pdf(template: Path, data: Mapping[str, Any], *, made_at: dt.datetime) -> bytes:
    """`template` reads `data` by `json(bytes(sys.inputs.data))`; text of users is data and never markup. The file says
    that it was made at `made_at` (aware)."""
    compiler = typst.Compiler(
        template.read_bytes(),
        root=str(template.parent),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=str)},
    )
    content = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(made_at.timestamp()))
    assert isinstance(content, bytes)  # one PDF; only pictures come page by page
    return content
