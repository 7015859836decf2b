"""Columns that follow from others, and rows that only blanks divide."""

import pytest

from reporting.lint.checking import check_text
from reporting.lint.draft import Draft
from reporting.lint.text import Text

HEAD = "项目\t预算数\t执行数\t执行率\n"
ROWS = "甲\t200\t190\t95.0%\n乙\t400\t360\t90.0%\n"


def said(text: str) -> list[tuple[str, str, str]]:
    return [(one.rule, one.found, one.expected) for one in check_text(text, 2022)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (HEAD + ROWS + "丙\t500\t450\t80.0%\n", [("ratio.differs", "80.0%", "90.0%")]),
        (HEAD + ROWS + "丙\t300\t200\t66.6%\n", [("ratio.rounding", "66.6%", "66.7%")]),
        (HEAD + "甲\t200\t190\t85.0%\n", [("ratio.differs", "85.0%", "95.0%")]),
        (
            "指标\t2021年\t2022年\t增减\n甲\t120\t100\t-20\n乙\t80\t95\t15\n丙\t60\t66\t5\n",
            [("change.differs", "5", "6")],
        ),
        (
            "指标\t2021年\t2022年\t增幅（%）\n甲\t120\t102\t-15.0\n乙\t80\t96\t20.0\n丙\t60\t66\t12.0\n",
            [("change.differs", "12.0", "10.0")],
        ),
        (
            "类别\t人数\t占比\n甲\t25\t25.0%\n乙\t45\t54.0%\n丙\t30\t30.0%\n合计\t100\t100.0%\n",
            [("ratio.differs", "54.0%", "45.0%")],
        ),
    ],
)
def test_a_cell_that_does_not_follow_as_the_others_do(text, found):
    assert said(text) == found


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ROWS + "丙\t500\t450\t90.0%\n",
        "指标\t得分率\t数量\n甲\t95.0%\t12\n乙\t88.0%\t7\n丙\t91.0%\t40\n",  # follows from nothing in the table
        "指标\t2021年\t2022年\t增减\n甲\t120\t100\t20\n乙\t80\t95\t15\n",  # written without sign
        HEAD + "甲\t—\t—\t—\n乙\t400\t360\t90.0%\n",
    ],
)
def test_a_table_that_holds_is_left_alone(text):
    assert said(text) == []


def test_rows_that_only_blanks_divide_are_a_table():
    rows = [
        "表2 服务情况",
        "机构类别 机构数 诊疗人次 占比",
        "服务中心 14 86.4 48.0%",
        "卫生院 12 54.0 30.0%",
        "合计 26 140.4 78.0%",
    ]
    text = "\n".join(rows)
    (table,) = Draft(Text(text), 2022).tables
    assert table.head == ["机构类别", "机构数", "诊疗人次", "占比"]
    assert [cell.text for cell in table.rows[1]] == ["卫生院", "12", "54.0", "30.0%"]
    assert all(text[Text(text).span(c.start, c.end)[0] :].startswith(c.text) for row in table.rows for c in row)


def test_half_width_punctuation_reads_like_full_width():
    text = "资金860万元(其中:道路320万元;饮水240万元;河道290万元),9:30开会,1,200人参加."
    assert said(text) == [("sum.differs", "860万元", "850万元")]
