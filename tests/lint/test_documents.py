"""Whole reports of invented offices with ten planted faults each, as md, docx with tables and pdf: each fault is found
at its number, little else is, and a waiver outlives the next draft."""

import datetime as dt
import io
from pathlib import Path

import pytest
from docx import Document

from reporting.documents import pdf
from reporting.documents.blocks import Block, of_markdown
from reporting.lint.checking import check_text
from reporting.lint.findings import Reported, Severity
from reporting.lint.reading import text_of

FOLDER = Path(__file__).with_name("documents")
FAULTS = {
    "education-2022": [
        ("sum.differs", "118所", "117所"),
        ("ratio.differs", "20.45%", "20.54%"),
        ("ratio.differs", "96.00%", "95.00%"),
        ("change.points", "2.4%", "2.4个百分点"),
        ("stage.order", "1,318份", "≤1,302份"),
        ("comparison.own_year", "2022年", "2021年"),
        ("sum.differs", "3,040份", "3,140份"),
        ("label.approximate", "近300人", "286人"),
        ("label.two_values", "6,840个", "6,480个"),
        ("list.count", "三项", "4项"),
    ],
    "health-2021": [
        ("amount.conversion", "63,821.50元", "63,821,500.00元"),
        ("change.direction", "2.4%", "下降2.4%"),
        ("sum.differs", "38,420人", "38,870人"),
        ("ratio.over_whole", "101.2%", "≤100%"),
        ("stage.order", "468人", "≤426人"),
        ("persons.exceed_pieces", "16,240人", "≤15,860人次"),
        ("date.impossible", "2021年11月31日", ""),
        ("sum.differs", "182.0", "180.0"),
        ("score.grade", "92.6分", "优"),
        ("label.two_values", "264场", "246场"),
    ],
    "disabled-2023": [
        ("staff.exceeds_posts", "18人", "≤16名"),
        ("ratio.rounding", "95.19%", "95.20%"),
        ("product.differs", "3,600元", "3,200元"),
        ("sum.differs", "236名", "246名"),
        ("persons.exceed_pieces", "1,486人", "≤1,468件"),
        ("period.other_year", "2021年", "2022年"),
        ("unit.of_noun", "2,346人", ""),
        ("change.differs", "持平", "增加0.5个百分点"),
        ("sum.differs", "4,215件", "4,224件"),
        ("label.approximate", "2,100余件", "2,130件"),
        ("ratio.differs", "三成", "42.7%"),
    ],
}


def source(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def blocks(text: str) -> list[Block]:
    found: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if rows:
            found.append(Block(rows=tuple(rows)))
            rows = []
        found += of_markdown(line)
    return found


def as_md(text: str) -> bytes:
    return text.encode()


def as_docx(text: str) -> bytes:
    document = Document()
    for block in blocks(text):
        if block.rows:
            table = document.add_table(0, len(block.rows[0]))
            for row in block.rows:
                for cell, said in zip(table.add_row().cells, row, strict=True):
                    cell.text = said
        elif block.level:
            document.add_heading(block.text, block.level - 1)
        else:
            document.add_paragraph(block.text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_pdf(text: str) -> bytes:
    return pdf.write("report", blocks(text), lambda _code: ("", ""), dt.datetime(2024, 3, 1, tzinfo=dt.UTC))


WRITERS = {"md": as_md, "docx": as_docx, "pdf": as_pdf}


def findings(name: str, kind: str) -> tuple[str, list[Reported]]:
    text = text_of(f"report.{kind}", WRITERS[kind](source(name)))
    return text, [one for one in check_text(text, int(name[-4:])) if one.severity is not Severity.INFO]


def said(one: Reported) -> tuple[str, str, str]:
    return one.rule, "".join(one.found.split()), one.expected


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("name", FAULTS)
def test_each_planted_fault_is_found_and_nothing_else(name, kind):
    text, found = findings(name, kind)
    assert sorted(map(said, found)) == sorted(FAULTS[name])
    for one in found:
        assert text[one.offset : one.offset + one.length] == one.found
        assert one.found in one.sentence and one.sentence in text


@pytest.mark.parametrize("kind", ["docx", "pdf"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_waiver_stays_when_the_sentence_moves_to_another_file(name, kind):
    waivers = {one.fingerprint: "已核实" for one in findings(name, "md")[1]}
    paragraphs = source(name).split("\n\n")
    moved = "\n\n".join([paragraphs[0], "　　本报告另有说明。", *paragraphs[1:]])
    text = text_of(f"next.{kind}", WRITERS[kind](moved))
    again = [one for one in check_text(text, int(name[-4:]), waivers=waivers) if one.severity is not Severity.INFO]
    assert len(again) == len(waivers)
    assert [said(one) for one in again if not one.waived] == []
