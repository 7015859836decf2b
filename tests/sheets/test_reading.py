"""An uploaded file may be anything; whoever uploaded it is told what to do, and the server lives on."""

import io
import zipfile

import pytest
import xlsxwriter

from accounts.errors import Malformed
from services.sheets.reading import read_table

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
    assert refused("a.xlsx", b"<html><table><tr><td>1</td></tr></table></html>") == "file.not_a_workbook"


def test_pictures_and_other_kinds_are_refused():
    assert refused("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\xff\xfe") == "file.not_text"
    assert refused("a.exe", b"MZ") == "file.other_kind"
    assert refused("a.xlsx", b"PK\x03\x04 broken") == "file.not_a_workbook"


def test_too_many_rows_are_refused():
    content = b"\xe5\xa7\x93\xe5\x90\x8d,\xe9\x87\x91\xe9\xa2\x9d\n" + b"a,1\n" * 3_000_000
    assert refused("a.csv", content) == "file.too_large"
