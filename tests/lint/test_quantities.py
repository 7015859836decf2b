"""What is a number with a unit, what it may stand for, and what only looks like one."""

from decimal import Decimal

import pytest

from reporting.lint.draft import Draft
from reporting.lint.numerals import parse
from reporting.lint.quantities import quantities
from reporting.lint.text import Text


def read(text: str) -> list[tuple[str, Decimal, str, str]]:
    return [(text[one.start : one.end], one.value, one.unit, one.approx) for one in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二", 2),
        ("十", 10),
        ("十二", 12),
        ("二十一", 21),
        ("一百零五", 105),
        ("四百二十", 420),
        ("三千", 3000),
        ("一千二百万", 12_000_000),
        ("四万五千六百", 45_600),
        ("一亿二千万", 120_000_000),
        ("三点五", Decimal("3.5")),
        ("二〇二三", 2023),
    ],
)
def test_chinese_numerals(text, value):
    assert parse(text) == value


@pytest.mark.parametrize("text", ["三四", "十百", "一二三", "点五", "三点十"])
def test_strings_of_numerals_that_are_no_number(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "value", "unit", "approx"),
    [
        ("195,980,929.54元", Decimal("195980929.54"), "元", ""),
        ("300000 元".replace(" ", ""), 300_000, "元", ""),
        ("3565.53万元", Decimal("35655300"), "元", ""),
        ("1.2亿元", 120_000_000, "元", ""),
        ("128名", 128, "人", ""),
        ("21238人次", 21238, "人次", ""),
        ("270余个", 270, "个", "more"),
        ("近4000名", 4000, "人", "nearly"),
        ("约1.2万人", 12_000, "人", "about"),
        ("四百二十户", 420, "户", ""),
        ("千余人次", 1000, "人次", "more"),
        ("近万平米", 10_000, "平米", "nearly"),
        ("百分之九十", 90, "%", ""),
        ("七成", 70, "%", ""),
        ("2.1个百分点", Decimal("2.1"), "百分点", ""),
        ("94.56%", Decimal("94.56"), "%", ""),
        ("3倍", 3, "倍", ""),
        ("86.78分", Decimal("86.78"), "分", ""),
        ("85%以上", 85, "%", "more"),
    ],
)
def test_a_number_with_its_unit(text, value, unit, approx):
    assert read(f"共有{text}，") == [(text, value, unit, approx)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("三成", 25, 35),
        ("近三成", 20, 30),
        ("三成多", 30, 40),
        ("七成以上", 70, 100),
        ("四分之一", Decimal("22.5"), Decimal("27.5")),
        ("过半", 50, 100),
        ("一半以上", 50, 100),
        ("超过三分之二", Decimal("66.67"), 100),
    ],
)
def test_a_share_in_words_is_a_stretch_of_percentages(text, low, high):
    (found,) = quantities(f"占全部的{text}，")
    assert (found.low, found.high, found.unit, found.coarse) == (low, high, "%", True)


@pytest.mark.parametrize(
    ("text", "times"), [("翻了一番", 1), ("翻两番", 3), ("增长一倍", 1), ("增长1.5倍", Decimal("1.5"))]
)
def test_doubling_is_a_multiple(text, times):
    (found,) = quantities(f"人数{text}。")
    assert (found.value, found.unit) == (times, "倍")


@pytest.mark.parametrize("text", ["3—5万元", "3万元至5万元", "三至五万元", "20至30名", "1,200-1,500人", "10人—20人"])
def test_a_range_is_no_number(text):
    assert list(quantities(f"每户补助{text}，")) == []


def test_from_and_to_are_two_numbers_and_no_range():
    assert [one.value for one in quantities("由3人增加到5人，从二十户至五十户，")] == [3, 5, 20, 50]


@pytest.mark.parametrize(
    "text",
    [
        "2023年12月31日印发",
        "京残发〔2018〕48号",
        "渚财发[2019]8号",
        "《残疾人保障法》第三十三条",
        "第8条第2款",
        "第二十九次全国助残日",
        "咨询电话：0571-86543210、13800138000，欢迎来电",
        "联系电话：63015588-201。",
        "上午9:30召开",
        "8:30-17:00",
        "“3+1”助残工程",
        "“12345”热线",
        "一刻钟服务圈",
        "一次性告知，统一标准，十分重要，千家万户",
        "十九大精神、“十四五”规划、“七有”“五性”",
        "16至59周岁",
        "0—6岁儿童",
        "每期30—50人",
        "24小时开通，持续3年",
        "128号3层301室",
        "1．主要职能",
        "网址www.example2023.cn",
    ],
)
def test_what_only_looks_like_a_number(text):
    assert read(text) == []


@pytest.mark.parametrize("line", ["一、2023年部门决算情况", "（二）重点工作", "# 3 总体情况", "第三部分 名词解释"])
def test_headings_have_no_numbers(line):
    assert Draft(Text(f"{line}\n正文。"), 2023).mentions == []


def test_what_a_round_number_may_stand_for():
    (one,) = quantities("270余个，")
    assert (one.low, one.high) == (270, 280)
    (one,) = quantities("400余名，")
    assert (one.low, one.high) == (400, 500)
    (one,) = quantities("4万名，")
    assert one.low <= 44_000 <= one.high
    (one,) = quantities("44728名，")
    assert one.low == one.high == 44_728


def test_a_number_says_what_which_year_and_which_part():
    text = "2023年收入决算100.50元，比2022年的90元增加10.50元。其中：财政拨款80元。"
    now, before, change, part = Draft(Text(text), 2023).mentions
    assert (now.label, now.year, now.prior) == ("收入决算", 2023, False)
    assert (before.year, before.prior) == (2022, True)
    assert change.change == 1 and part.label == "财政拨款"


def test_wrapped_lines_are_one_sentence_and_places_stay():
    original = (
        "2023年本部门合计3859371.24元。2022年一般公共预算安排行政运行经费支出21071803.09\n元（含二级单位），减少。"
    )
    text = Text(original)
    found = Draft(text, 2023).mentions
    assert [one.written for one in found] == ["3859371.24元", "21071803.09元"]
    offset, length = text.span(found[1].start, found[1].end)
    assert original[offset : offset + length] == "21071803.09\n元"
