"""What spreadsheets and people do to a cell: read as it was meant, or told in words; never guessed."""

import datetime as dt

import pytest

from accounts.errors import Malformed
from services.sheets.reading import Line, Sheet
from services.workbooks import cells, tables
from services.workbooks.columns import Column

NBSP, ZERO_WIDTH, WIDE_SPACE = "\u00a0", "\u200b", "\u3000"


def read(type_, text, nature="s"):
    return cells.read(Column("x", "x", "列", type_, False), text, nature)[0]


def code(type_, text, nature="s"):
    with pytest.raises(cells.Bad) as error:
        read(type_, text, nature)
    assert "请" in error.value.detail
    return error.value.code


@pytest.mark.parametrize(
    "text",
    ["2023.1.5", "2023年1月5日", "20230105", "2023-1-5", "2023/01/05", "2023-01-05 00:00:00", "２０２３．１．５"],
)
def test_a_day_written_as_text_is_that_day(text):
    assert read("date", f"{NBSP}{text}{ZERO_WIDTH}") == dt.date(2023, 1, 5)


@pytest.mark.parametrize("text", ["1/5/2023", "05-01-2023", "1.5.23", "23/1/5"])
def test_a_day_that_can_be_two_days_is_not_guessed(text):
    assert code("date", text) == "date.ambiguous"


@pytest.mark.parametrize(
    ("text", "nature", "expected"),
    [
        ("45000", "n", "date.serial"),
        ("1900-01-05", "d", "date.of_1900"),
        ("0.5", "t", "date.is_a_time"),
        ("2023-02-30", "s", "date.not_in_calendar"),
        ("三月", "s", "date.unreadable"),
        ("#REF!", "s", "cell.formula_error"),
    ],
)
def test_what_is_no_day_says_what_it_is(text, nature, expected):
    assert code("date", text, nature) == expected


@pytest.mark.parametrize("text", ["4.1E+17", "1.1019919900101e+17", "110199199001010000.0"])
def test_a_number_that_lost_its_digits_is_not_taken(text):
    assert code("id_number", text, "n").startswith("id_number.")
    assert code("text", "4.1E+17", "n") == "text.spreadsheet"


def test_lost_zeros_are_noticed():
    assert code("phone", "1088887777", "n") == "phone.length"
    assert code("phone", "288887777", "n") == "phone.lost_zero"
    assert code("month", "2023.1", "n") == "month.lost_zero"


@pytest.mark.parametrize("text", ["王一", f" 王{WIDE_SPACE}一 ", f"王{NBSP}一", f"{ZERO_WIDTH}王{ZERO_WIDTH}一\u202c"])
def test_a_name_is_the_name_that_is_seen(text):
    assert read("name", text) == "王一"


def test_full_width_digits_are_digits():
    assert (read("phone", "１３８００００００００"), read("integer", "１２次")) == ("13800000000", 12)


COLUMNS = [
    Column("who", "name", "姓名", "name", True),
    Column("case", "on", "申请日期", "date", True),
    Column("detail", "done", "已声明", "boolean", True),
]


def sheet(lines, merged=(), hidden=(), others=()):
    rows = [Line(n, list(cells_), "s" * len(cells_)) for n, cells_ in enumerate(lines, start=1) if any(cells_)]
    return Sheet("名册", rows, [list(one) for one in merged], frozenset(hidden), list(others))


def test_headings_over_two_lines_are_put_together():
    lines = [["人员名册", "", ""], ["姓名", "申请情况", ""], ["", "申请日期", "已声明"], ["王一", "2023-01-05", "是"]]
    table = tables.table_of(sheet(lines, [(0, 0, 0, 2), (1, 0, 2, 0), (1, 1, 1, 2)]), COLUMNS, {})
    assert (table.names, table.head, [line.number for line in table.lines]) == (["姓名", "申请日期", "已声明"], 3, [4])


def test_a_merged_title_is_no_heading_and_merged_rows_are_told():
    lines = [["姓名", "申请日期", "已声明"], ["王一", "2023-01-05", "是"], ["", "2023-01-06", "是"]]
    table = tables.table_of(sheet(lines, [(1, 0, 2, 0)], hidden={2}), COLUMNS, {})
    rows = tables.read_rows(table, COLUMNS, {"姓名": "who.name", "申请日期": "case.on", "已声明": "detail.done"})
    assert [[one.code for one in row.found] for row in rows] == [["line.merged", "line.hidden"], ["line.merged"]]


def test_a_table_without_headings_or_rows_says_so():
    for lines, expected in ([["王一"]], "table.no_headings"), ([["姓名", "申请日期"]], "table.empty"):
        with pytest.raises(Malformed) as error:
            tables.table_of(sheet(lines), COLUMNS, {})
        assert error.value.code == expected
