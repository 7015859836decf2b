"""An uploaded file may be anything; whoever uploaded it is told what to do, and the server lives on."""

import datetime as dt
import io
import time
import zipfile

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


def refused(filename: str, content: bytes) -> str:
    with pytest.raises(Malformed) as error:
        read_table(filename, content, HEADINGS)
    return error.value.code


def test_it_reads_rows_with_their_line_numbers_whatever_the_order_of_columns():
    rows = read_table(
        "a.xlsx",
        workbook([["名册"], [], ["金额", "其他", "姓名"], [100, "x", "王一"], [], [2.5, "", "李二"]]),
        HEADINGS,
    )
    assert [(row.line, row["姓名"], row["金额"]) for row in rows] == [(4, "王一", "100"), (6, "李二", "2.5")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_it_reads_csv_as_offices_write_it(encoding):
    rows = read_table("a.csv", "姓名,金额\r\n王一,100.00\r\n".encode(encoding), HEADINGS)
    assert [(row.line, row["姓名"], row["金额"]) for row in rows] == [(2, "王一", "100.00")]


def test_it_names_the_missing_headings():
    with pytest.raises(Malformed, match="金额"):
        read_table("a.csv", "姓名,数量\r\n王一,1\r\n".encode(), HEADINGS)


def test_a_cell_at_the_far_end_is_refused():
    assert refused("a.xlsx", workbook([HEADINGS], "XFD1048576")) == "file.too_large"


def test_a_zip_bomb_is_refused():
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    assert refused("a.xlsx", memory.getvalue()) == "file.too_large"


def test_a_web_page_named_xlsx_is_refused():
    assert refused("a.xlsx", b"<html><table><tr><td>1</td></tr></table></html>") == "file.web_page"


def test_pictures_and_other_kinds_are_refused():
    assert refused("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\xff\xfe") == "file.not_text"
    assert refused("a.exe", b"MZ") == "file.other_kind"
    assert refused("a.xlsx", b"PK\x03\x04 broken") == "file.not_a_workbook"


def test_too_many_rows_are_refused():
    content = b"\xe5\xa7\x93\xe5\x90\x8d,\xe9\x87\x91\xe9\xa2\x9d\n" + b"a,1\n" * 3_000_000
    assert refused("a.csv", content) == "file.too_large"


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


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("far.xlsx", workbook([HEADINGS], "XFD1048576"), "too_large"),
        ("old.xls", ole("Workbook"), "old_format"),
        ("old.xlsx", ole("Workbook"), "old_format"),
        ("locked.xlsx", ole("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        ("page.xlsx", b"\xef\xbb\xbf<HTML><table>", "web_page"),
        ("page.csv", b"<!DOCTYPE html>", "web_page"),
        ("empty.xlsx", workbook([]), "empty"),
        ("long.csv", b"a,1\n" * 3_000_000, "too_large"),
        ("rows.xlsx", workbook([HEADINGS], "A900000"), "too_large"),
        ("broken.xlsx", workbook([HEADINGS])[:900], "not_a_workbook"),
    ],
)
def test_a_file_that_cannot_be_an_import_says_why(name, content, code):
    began = time.monotonic()
    with pytest.raises(Malformed) as error:
        read_sheet(name, content)
    assert error.value.code == f"file.{code}"
    assert time.monotonic() - began < 30


def test_a_bomb_that_lies_about_its_size_dies_alone():
    """The directory of the archive says 1 KB; the child meets its limit of memory, the parent goes on."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts_of(workbook([HEADINGS])).items():
            packed.writestr(name, b"<worksheet><sheetData>" + b"<row/>" * 90_000_000 if "sheet1" in name else part)
    content = bytearray(memory.getvalue())
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(Malformed) as error:
        read_sheet("bomb.xlsx", bytes(content))
    assert error.value.code in ("file.too_large", "file.unreadable", "file.not_a_workbook")


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}
