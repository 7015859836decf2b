"""The report that started it all, where it is at hand: what is wrong in it is found, what holds is left alone."""

import re
from pathlib import Path

import pytest

from reporting.lint.checking import check_text
from reporting.lint.findings import Severity


def seed() -> str | None:
    """The text beside the repository, or beside a directory above it."""
    for parent in Path(__file__).resolve().parents[2:]:
        for shared in (parent / "shared" / "seed", parent.parent / "shared" / "seed"):
            for path in sorted(shared.glob("*.txt")):
                return path.read_text(encoding="utf-8")
    return None


TEXT = seed()
pytestmark = pytest.mark.skipif(TEXT is None, reason="the seed report is not at hand")

# Relation of the domain notes -> (rule, number) by which it is told.
TOLD = {
    "R1": ("persons.exceed_pieces", "5872人"),
    "R4, one label with two values": ("label.two_values", "7098285.99元"),
    "R4, the noun": ("change.other_noun", "7098285.99元"),
    "R7, R8": ("label.two_values", "195980929.54元"),
    "R9": ("scope.changed", "17212431.85元"),
    "R11, staff": ("label.two_values", "59人"),
    "R11, posts": ("label.two_values", "12人"),
    "R12": ("comparison.own_year", "2023年"),
    "R12, staff and posts": ("staff.exceeds_posts", "13人"),
    "R13": ("name.two_forms", "残疾人康复服务中心"),
    "R13, the second institution": ("name.two_forms", "北京市西城区残疾人综合服务中心"),
    "R14": ("ratio.rounding", "83.84%"),
    "R14, the denominator": ("value.two_labels", "19598.09万元"),
    "R29": ("period.months", "260件"),
    "R33": ("period.other_year", "2022年"),
}


@pytest.fixture(scope="module")
def found():
    return check_text(TEXT, 2023)


@pytest.mark.parametrize("relation", TOLD)
def test_what_is_wrong_is_told(found, relation):
    assert TOLD[relation] in {(one.rule, one.found.replace("\n", "")) for one in found}


def test_what_holds_is_left_alone(found):
    """Nothing else at all: R2, R3, R5, R6, R10, R15-R28, R30-R32."""
    told = {(one.rule, one.found.replace("\n", "")) for one in found if one.severity is not Severity.INFO}
    assert told - set(TOLD.values()) == set()


def test_the_difference_is_named(found):
    (one,) = [one for one in found if one.found == "195980929.54元" and one.rule == "label.two_values"]
    assert "580000" in one.relation


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("①残疾人康复支出17585158.5元", "①残疾人康复支出17585258.5元", "sum.differs"),  # R2
        ("基本支出决算21054102.42元", "基本支出决算21045102.42元", "sum.differs"),  # R3
        ("十项既定指标已有八项", "十项既定指标已有十二项", "part.exceeds_whole"),  # R31
        ("预算执行率为94.56%", "预算执行率为94.65%", "ratio.differs"),  # R16
        ("基本支出预算数2081.88万元", "基本支出预算数2018.88万元", "sum.differs"),  # R17
        ("项目产出36.10分", "项目产出35.10分", "sum.differs"),  # R20
        ("综合得分86.78分", "综合得分79.78分", "score.grade"),
        ("改造201户", "改造601户", "stage.order"),  # R23
        ("收入减少7098285.99", "收入增加7098285.99", "change.direction"),
        ("支出减少17212431.85元", "支出减少17212413.85元", "change.differs"),
        ("离休0人，退休26人", "离休1人，退休26人", "sum.differs"),
        ("同比上年增长30%", "同比上年1800人增长30%", "change.differs"),
    ],
)
def test_what_is_changed_is_told(found, right, wrong, rule):
    assert right in TEXT
    before = {(one.rule, one.found) for one in found}
    after = {(one.rule, one.found) for one in check_text(TEXT.replace(right, wrong, 1), 2023)}
    assert rule in {rule for rule, _number in after - before}


def bare(found: list) -> set[tuple[str, str]]:
    return {(one.rule, re.sub(r"\s", "", one.found)) for one in found}


@pytest.mark.parametrize("width", [36, 40, 44])
def test_broken_lines_change_nothing(found, width):
    """As pdf and mail give it: every paragraph broken at the same width."""
    lines = [line[at : at + width] for line in TEXT.split("\n") for at in range(0, max(len(line), 1), width)]
    assert bare(check_text("\n".join(lines), 2023)) == bare(found)
