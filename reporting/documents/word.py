"""Word: the packaged template, a rendered one, its links to the figures, what is appended to it."""

import copy
import io
from collections.abc import Callable, Iterator
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from docxtpl import DocxTemplate
from jinja2 import UndefinedError

from accounts.errors import RuleBroken
from reporting.documents import tokens
from reporting.documents.archive import normalised
from reporting.documents.blocks import BULLET, Block, pieces

SERIF, SANS, LATIN = "宋体", "黑体", "Times New Roman"
STYLES = {0: None, 1: "Title", 2: "Heading 1", 3: "Heading 2"}
PARTS = (26, 18, 17, 34, 19)  # label, value, period, code, hash
# points, font, line spacing of the styles of the packaged template
LOOKS = {
    "Normal": (12, SERIF, 1.5),
    BULLET: (12, SERIF, 1.4),
    "Title": (22, SANS, 1.3),
    "Heading 1": (16, SANS, 1.3),
    "Heading 2": (14, SANS, 1.3),
    "Header": (9, SANS, 1.0),
    "Footer": (9, SANS, 1.0),
}


def template_of(blocks: list[Block], heading: str) -> bytes:
    """The packaged template as a Word file: tokens and conditions stay in it, for a manager to edit."""
    document = docx.Document()
    _looks(document)
    for block in blocks:
        text = block.text.replace("{% ", "{%p ") if block.text.startswith("{% ") else block.text
        paragraph = document.add_paragraph(text, BULLET if block.bullet else STYLES[block.level])
        if not block.level and not block.bullet and not text.startswith("{%"):
            paragraph.paragraph_format.first_line_indent = Pt(24)  # two characters
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin, section.bottom_margin = Cm(3.2), Cm(2.8)
    section.header.paragraphs[0].text = heading
    section.header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
        footer.add_run(text)
        if field:
            _field(footer, field)
    return _bytes(document, None)


def _looks(document: Any) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for name, (size, font, spacing) in LOOKS.items():
        style = document.styles[name]
        style.font.size, style.font.name, style.font.italic = Pt(size), LATIN, False
        style.font.color.rgb = docx.shared.RGBColor(0, 0, 0)
        style.font.bold = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        fonts.set(qn("w:eastAsia"), font)
        style.paragraph_format.line_spacing = spacing
        style.paragraph_format.space_after = Pt(6 if size > 12 else 0)
        if name.startswith("Heading"):
            style.paragraph_format.space_before = Pt(14)
    title = document.styles["Title"]
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(18)
    if (border := title.element.pPr.find(qn("w:pBdr"))) is not None:
        title.element.pPr.remove(border)


def _field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


def source_of(template: bytes) -> str:
    """Everything in a template that Jinja would read: body, headers, footers."""
    book = DocxTemplate(io.BytesIO(template))
    book.init_docx()
    parts = [book.patch_xml(book.get_xml())]
    for kind in (book.HEADER_URI, book.FOOTER_URI):
        parts += [book.patch_xml(book.get_part_xml(part)) for _key, part in book.get_headers_footers(kind)]
    return "\n".join(parts)


def rendered(template: bytes, context: dict[str, Any]) -> Any:
    """The document of a template with its figures said, still marked. RuleBroken names an unknown token."""
    book = DocxTemplate(io.BytesIO(template))
    try:
        book.render(context, tokens.environment(), autoescape=True)
    except UndefinedError as error:
        raise RuleBroken(
            "template.unknown_token", _("模板里有不认识的指标：%(error)s。请更正模板。") % {"error": error.message}
        ) from error
    return book.docx


def write(document: Any, appended: list[Block], link: Callable[[str], tuple[str, str]], properties: dict) -> bytes:
    """The finished file: each figure a link with its passport, `appended` at the end."""
    for paragraph in _paragraphs(document):
        _link(paragraph, link)
    for block in appended:
        if block.rows:
            _table(document, block, link)
        else:
            style = BULLET if block.bullet else STYLES[block.level]
            paragraph = document.add_paragraph(block.text, _style(document, style))
            if block.level == 2:
                paragraph.paragraph_format.keep_with_next = True
    return _bytes(document, properties)


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
    for part in parts:
        for element in part.iter(qn("w:p")):
            yield Paragraph(element, document)


def _link(paragraph: Paragraph, link: Callable[[str], tuple[str, str]]) -> None:
    for run in paragraph.runs:
        if tokens.BEGIN not in run.text:
            continue
        for text, code in pieces(run.text):
            piece = copy.deepcopy(run._r)
            Run(piece, paragraph).text = text
            if code:
                name, url = link(code)
                piece = _hyperlink(paragraph, piece, name, url)
            run._r.addprevious(piece)
        run._r.getparent().remove(run._r)


def _hyperlink(paragraph: Paragraph, run: Any, name: str, url: str) -> Any:
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    element.set(qn("w:tooltip"), name)
    element.append(run)
    return element


def _style(document: Any, name: str | None) -> str | None:
    """A template that somebody made may lack the style."""
    return name if name in {style.name for style in document.styles} else None


def _table(document: Any, block: Block, link: Callable[[str], tuple[str, str]]) -> None:
    table = document.add_table(0, len(block.rows[0]), _style(document, "Table Grid"))
    table.autofit = False
    widths = _widths(document, len(table.columns))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate(block.rows):
        cells = table.add_row().cells
        for cell, text, width in zip(cells, row, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size = Pt(7.5)
            paragraph.paragraph_format.line_spacing = 1.15
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            paragraph.paragraph_format.first_line_indent = Pt(0)
            run.font.bold = number == 0
            _link(paragraph, link)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _widths(document: Any, columns: int) -> list[int]:
    """The width of the page by PARTS, evenly where a table has other columns than the sources."""
    section = document.sections[-1]
    parts = PARTS if columns == len(PARTS) else (1,) * columns
    width = section.page_width - section.left_margin - section.right_margin
    return [width * part // sum(parts) for part in parts]


def _bytes(document: Any, properties: dict | None) -> bytes:
    core = document.core_properties
    for name, value in (properties or {"title": "", "author": "Taizhang", "comments": ""}).items():
        setattr(core, name, value)
    file = io.BytesIO()
    document.save(file)
    return normalised(file.getvalue())
