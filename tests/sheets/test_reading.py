"""An uploaded file may be anything; whoever uploaded it is told what to do, and the server lives on."""

import datetime as dt
import io
import time
import zipfile
from itertools import pairwise

import pytest
import xlsxwriter

from accounts.errors import Malformed
from services.sheets.reading import read_sheet, read_table

HEADINGS = ("姓名", "金额")


def workbook(rows, place=None) -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory)
    sheet = book.add_worksheet()
    for n, row in enumerate(rows):
        sheet.write_row(n, 0, row)
    if place:
        sheet.write(place, "x")
    book.close()
    return memory.getvalue()


def test_it_reads_rows_with_their_line_numbers_whatever_the_order_of_columns():
    rows = read_table(
        "a.xlsx",
        workbook([["名册"], [], ["金额", "其他", "姓名"], [100, "x", "王一"], [], [2.5, "", "李二"]]),
        HEADINGS,
    )
    assert [(row.line, row["姓名"], row["金额"]) for row in rows] == [(4, "王一", "100"), (6, "李二", "2.5")]


@pytest.mark.parametrize("divider", ",\t;")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_it_reads_csv_as_offices_write_it(encoding, divider):
    content = "姓名,金额\r\n王一,100.00\r\n".replace(",", divider).encode(encoding)
    rows = read_table("a.csv", content, HEADINGS)
    assert [(row.line, row["姓名"], row["金额"]) for row in rows] == [(2, "王一", "100.00")]


def test_it_names_the_missing_headings():
    with pytest.raises(Malformed, match="金额"):
        read_table("a.csv", "姓名,数量\r\n王一,1\r\n".encode(), HEADINGS)


def test_it_tells_what_each_cell_is():
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory)
    book.add_worksheet("说明").hide()
    book.add_worksheet("空")
    sheet = book.add_worksheet("名册")
    sheet.activate()
    sheet.write_row(0, 0, ["姓名", "证号", "日期", "合计"])
    sheet.write_string(1, 0, " 王一 ")
    sheet.write_number(1, 1, 110199199001010000)
    sheet.write_datetime(1, 2, dt.date(2023, 6, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_formula(1, 3, "=1+1", None, 2)
    sheet.merge_range(2, 0, 3, 1, "合并")
    sheet.set_row(4, options={"hidden": True})
    sheet.write_string(4, 0, "李二")
    book.close()
    found = read_sheet("a.xlsx", memory.getvalue())
    assert (found.name, found.merged, found.hidden) == ("名册", [[2, 0, 3, 1]], {5})
    line = found.lines[1]
    assert (line.number, line.natures) == (2, "sndN")
    assert line.cells == [" 王一 ", "1.1019919900101e+17", "2023-06-01", "2"]


def ole(*parts: str) -> bytes:
    return bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504 + b"".join(part.encode("utf-16-le") for part in parts)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return memory.getvalue()


def instead(place: str, part: str) -> bytes:
    """A workbook with another part in its archive."""
    return packed(PARTS | {place: part.encode()})


def sheet_of(rows: str) -> bytes:
    return instead(SHEET, f"<worksheet {XMLNS}><sheetData>{rows}</sheetData></worksheet>")


GOOD = workbook([HEADINGS, ("王一", 1)])
PARTS = parts_of(GOOD)
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
XMLNS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = "".join(f'<!ENTITY {name} "{9 * f"&{before};"}">' for before, name in pairwise("abcdefghijk"))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol">{LAUGHS}]><sst {XMLNS}><si><t>&k;</t></si></sst>'
OUTSIDE = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst {XMLNS}><si><t>&e;</t></si></sst>'
LONG = f"<sst {XMLNS}><si><t>{30_000 * '字'}</t></si></sst>"
ROWS = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 2001))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("far.xlsx", workbook([HEADINGS], "XFD1048576"), "too_large"),
        ("rows.xlsx", workbook([HEADINGS], "A900000"), "too_large"),
        ("long.csv", b"a,1\n" * 3_000_000, "too_large"),
        ("long.xlsx", sheet_of("<row><c><v>1</v></c></row>" * 1_100_000), "too_large"),
        ("wide.csv", b"a," * 5000, "too_large"),
        ("unpacked.xlsx", packed(PARTS | {SHEET: b"0" * 300_000_000}), "too_large"),
        ("told.xlsx", packed(parts_of(sheet_of(ROWS)) | {TEXTS: LONG.encode()}), "too_large"),
        ("laughs.xlsx", instead(TEXTS, BOMB), "unreadable"),
        ("outside.xlsx", instead(TEXTS, OUTSIDE), "unreadable"),
        ("old.xls", ole("Workbook"), "old_format"),
        ("old.xlsx", ole("Workbook"), "old_format"),
        ("locked.xlsx", ole("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        ("page.xlsx", b"\xef\xbb\xbf<HTML><table>", "web_page"),
        ("page.xls", b"\r\n<meta http-equiv=Content-Type><table>", "web_page"),
        ("page.csv", b"<!DOCTYPE html>", "web_page"),
        ("archive.xls", b"MIME-Version: 1.0\nContent-Type: multipart/related", "web_page"),
        ("empty.xlsx", b"", "empty"),
        ("empty.csv", b"\xef\xbb\xbf\r\n\r\n", "empty"),
        ("blank.xlsx", workbook([]), "empty"),
        ("half.xlsx", GOOD[: len(GOOD) // 2], "not_a_workbook"),
        ("end.xlsx", GOOD[:-30], "not_a_workbook"),
        ("csv.xlsx", "姓名,金额\n王一,1\n".encode(), "not_a_workbook"),
        ("word.xlsx", packed({"word/document.xml": b"<w:document/>"}), "not_a_workbook"),
        ("open.xlsx", packed({"content.xml": b"<office:document-content/>"}), "not_a_workbook"),
        ("binary.xlsx", packed({"xl/workbook.bin": b"x"}), "not_a_workbook"),
        ("xlsx.csv", GOOD, "not_text"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\xff\xfe", "not_text"),
        ("quote.csv", '姓名,金额\n"王一,1\n'.encode() + b"x," * 100_000, "quotes"),
        ("macros.xlsm", GOOD, "other_kind"),
        ("open.ods", packed({"content.xml": b"<office:document-content/>"}), "other_kind"),
        ("word.docx", packed({"word/document.xml": b"<w:document/>"}), "other_kind"),
        ("a.exe", b"MZ", "other_kind"),
        ("none", GOOD, "other_kind"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_file_that_cannot_be_an_import_says_why(name, content, code):
    began = time.monotonic()
    with pytest.raises(Malformed) as error:
        read_sheet(name, content)
    assert error.value.code == f"file.{code}" and "请" in str(error.value.detail)
    assert time.monotonic() - began < 30


def test_a_workbook_with_very_many_texts_is_read():
    texts = "".join(f"<si><t>{'字' * 60}{n}</t></si>" for n in range(100_000))
    rows = "".join(f'<row><c t="s"><v>{n}</v></c><c t="s"><v>0</v></c></row>' for n in range(0, 100_000, 5))
    content = packed(parts_of(sheet_of(rows)) | {TEXTS: f"<sst {XMLNS}>{texts}</sst>".encode()})
    began = time.monotonic()
    assert len(read_sheet("a.xlsx", content).lines) == 20_000
    assert time.monotonic() - began < 30


def test_days_of_the_other_calendar_of_spreadsheets_are_the_days_that_are_seen():
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"date_1904": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet().write_datetime(0, 0, dt.datetime(2023, 6, 1), day)
    assert read_sheet("a.xlsx", memory.getvalue()).lines[0].cells == ["2023-06-01"]


def test_a_cell_that_is_formatted_only_is_no_content():
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_blank("XFD1048576", None, book.add_format({"bold": True}))
    assert len(read_sheet("a.xlsx", memory.getvalue()).lines) == 1


def test_further_sheets_that_hold_something_are_named():
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        for name in ("一月", "空", "二月"):
            sheet = book.add_worksheet(name)
            if name != "空":
                sheet.write_row(0, 0, HEADINGS)
        book.add_worksheet("选项").hide()
        book.worksheets()[3].write(0, 0, "x")
    found = read_sheet("a.xlsx", memory.getvalue())
    assert (found.name, found.others) == ("一月", ["二月"])


def test_a_bomb_that_lies_about_its_size_dies_alone():
    """The directory of the archive says 1 KB; the child meets its limit of memory, the parent goes on."""
    content = bytearray(packed(PARTS | {SHEET: b"<worksheet><sheetData>" + b"<row/>" * 40_000_000}))
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(Malformed) as error:
        read_sheet("bomb.xlsx", bytes(content))
    assert error.value.code in ("file.too_large", "file.unreadable", "file.not_a_workbook")
