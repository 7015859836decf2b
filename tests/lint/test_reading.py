"""docx, pdf, md and txt give their text; whatever else a file may be, the answer is a sentence."""

import io
import zipfile

import docx
import pytest
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from accounts.errors import Malformed
from reporting.lint.checking import check_text
from reporting.lint.reading import MOST_BYTES, text_of


def document() -> bytes:
    made = docx.Document()
    made.add_paragraph("2023年，审批5872人提出的5871件辅助器具申请。")
    table = made.add_table(rows=4, cols=3)
    for row, cells in zip(
        table.rows,
        [("街道", "新办", "换领"), ("甲街道", "120", "86"), ("乙街道", "98", "75"), ("合计", "228", "161")],
        strict=True,
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    paragraph = made.add_paragraph("改造")
    paragraph._p.append(
        parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>201</w:t></w:r></w:sdtContent></w:sdt>")
    )
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>999</w:delText></w:r></w:del>"))
    paragraph.add_run("户。")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_a_docx_gives_paragraphs_rows_and_content_controls():
    text = text_of("报告.docx", document())
    assert text.splitlines()[1:3] == ["街道\t新办\t换领", "甲街道\t120\t86"]
    assert "改造201户。" in text and "999" not in text
    assert {(one.rule, one.found) for one in check_text(text, 2023)} == {
        ("persons.exceed_pieces", "5872人"),
        ("sum.differs", "228"),
    }


MOVED = '<w:moveFrom {0} w:id="1" w:author="a"><w:r><w:t>888</w:t></w:r></w:moveFrom>'
BOX = "<w:r {0}><w:pict><w:txbxContent><w:p><w:r><w:t>框内改造7户。</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
NOTES = (
    '<w:footnotes {0}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>666</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:t>注：含跨年3户。</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def test_notes_and_boxes_are_lines_of_their_own_and_what_was_moved_away_is_gone():
    made = docx.Document()
    paragraph = made.add_paragraph("改造201")
    for part in (MOVED, BOX):
        paragraph._p.append(parse_xml(part.format(nsdecls("w"))))
    paragraph.add_run("户。")
    file = io.BytesIO()
    made.save(file)
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("word/footnotes.xml", NOTES.format(nsdecls("w")))
    assert text_of("报告.docx", file.getvalue()).splitlines() == ["改造201户。", "框内改造7户。", "注：含跨年3户。"]


def test_numbers_and_heads_of_pages_are_no_part_of_a_pdf_text():
    source = (
        '#set page(height: 90pt, header: [Report 2023], footer: context counter(page).display("1 / 1", both: true))\n'
    )
    text = text_of("report.pdf", typst.compile((source + " ".join(f"w{n}" for n in range(400))).encode()))
    assert "w0" in text and "w399" in text
    assert "Report" not in text and "/" not in text


def test_a_pdf_gives_its_text():
    source = '#set text(lang: "zh")\n2023: 5872 / 5871\n'
    content = typst.compile(source.encode())
    assert "5872" in text_of("report.pdf", content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_in_the_usual_encodings(encoding):
    assert text_of("报告.txt", "改造201户。".encode(encoding)) == "改造201户。"
    assert text_of("报告.MD", "# 改造201户".encode(encoding)) == "# 改造201户"


def packed(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("报告.xlsx", b"x", "other_kind"),
        ("报告", b"x", "other_kind"),
        ("报告.txt", b"\xff\xfe\x00\x01", "not_text"),
        ("报告.txt", b" \n ", "no_text"),
        ("报告.txt", b"x" * (MOST_BYTES + 1), "too_large"),
        ("报告.docx", b"hello", "not_a_document"),
        ("报告.docx", packed(other_xml="<a/>"), "not_a_document"),
        ("报告.docx", packed(word__document_xml="<broken"), "unreadable"),
        ("报告.docx", packed(word__document_xml=ENTITIES), "no_text"),
        ("报告.docx", packed(word__document_xml="x" * 120_000_000), "too_large"),
        ("报告.pdf", b"hello", "not_a_document"),
        ("报告.pdf", b"%PDF-1.7 broken", "unreadable"),
    ],
)  # fmt: skip
def test_other_files_are_refused_in_a_sentence(name, content, code):
    with pytest.raises(Malformed) as refused:
        text_of(name, content)
    assert refused.value.code == f"file.{code}" and str(refused.value).endswith("。")
