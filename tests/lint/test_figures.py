"""Numbers of a text against the ledger's: value, unit, year, street, round numbers, tables."""

import pytest

from reporting.lint.book import book
from reporting.lint.checking import check_text
from tests import make
from tests.reporting.book import write
from tests.reporting.test_stated import stated

pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    people = [make.person(name) for name in ("王一", "李二", "张三")]
    others = [make.person(name, street=make.STREET_B) for name in ("赵四", "钱五")]
    for person in people + others:
        write("fuel.paid", "2023-05-01", person=person, amount="260.00")
    write("fuel.paid", "2022-05-01", person=people[0], amount="260.00")
    for number in range(2):
        company = make.organisation(f"公司{number}", "employer")
        write("job_fair.employer_attended", "2023-05-01", organisation=company, quantity=137)
    with make.acting(None):
        found = book(2023)
        assert found.figures
        return found


def rules(text: str, known, year: int = 2023) -> list[tuple[str, str, str]]:
    return [(one.rule, one.found, one.expected) for one in check_text(text, year, known)]


@pytest.mark.parametrize(
    "text",
    [
        "领取机动轮椅车燃油补贴的有5人，发放1300元。",
        "5人享受机动轮椅车燃油补贴，发放金额0.13万元。",
        "2022年享受燃油补贴1人，2023年享受燃油补贴5人。",
        "燃油补贴享受人数由上年的1人增加到5人。",
        "月坛街道有3人享受机动轮椅车燃油补贴。",
        "招聘会提供岗位270余个，2家企事业单位参加。",
        "招聘会提供岗位274个。",
        "其中女性3人享受机动轮椅车燃油补贴。",
        "计划为9人发放燃油补贴。",
        "指标\t单位\t准确值\n享受机动轮椅车燃油补贴\t人\t5\n招聘会提供的岗位\t个\t274",
    ],
)
def test_what_the_ledger_says_is_right(known, text):
    assert [one for one in rules(text, known) if one[0] not in ("figure.untraceable",)] == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("领取机动轮椅车燃油补贴的有6人。", ("figure.differs", "6人", "5人")),
        ("燃油补贴发放1310元。", ("figure.differs", "1310元", "1300元")),
        ("燃油补贴发放0.14万元。", ("figure.differs", "0.14万元", "0.13万元")),
        ("享受机动轮椅车燃油补贴的有5户。", ("figure.unit", "5户", "5人")),
        ("2023年享受燃油补贴1人。", ("figure.year", "1人", "5人")),
        ("月坛街道有5人享受机动轮椅车燃油补贴。", ("figure.differs", "5人", "3人")),
        ("招聘会提供岗位280余个。", ("figure.differs", "280余个", "274个")),
        ("享受机动轮椅车燃油补贴约5人。", ("figure.approximate", "约5人", "5人")),
        ("2022年享受燃油补贴2人。", ("figure.differs", "2人", "1人")),
        ("举办书画展12场。", ("figure.untraceable", "12场", "")),
        (
            "指标\t单位\t准确值\n享受机动轮椅车燃油补贴\t人\t6\n招聘会提供的岗位\t个\t274",
            ("figure.differs", "6", "5人"),
        ),
    ],
)
def test_what_it_does_not_say_is_told(known, text, finding):
    assert finding in rules(text, known)


@pytest.fixture
def accounts():
    stated("860.50", "performance.budget")
    stated("120.25", "performance.budget_basic")
    stated("1202500.00", "finance.basic_expenditure")
    with make.acting(None):
        return book(2023)


@pytest.mark.parametrize(
    "text",
    [
        "全年预算数860.50万元。",
        "全年预算8605000元，基本支出预算数120.25万元。",
        "基本支出120.25万元。",
        "指标\t准确值\n全年预算数\t860.50万元\n基本支出\t120.25万元",
    ],
)
def test_a_figure_in_myriads_is_compared_in_yuan(accounts, text):
    assert rules(text, accounts) == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("全年预算数806.50万元。", ("figure.differs", "806.50万元", "860.50万元")),
        ("全年预算8650000元。", ("figure.differs", "8650000元", "8605000元")),
        ("基本支出预算数102.25万元。", ("figure.differs", "102.25万元", "120.25万元")),
        ("基本支出102.25万元。", ("figure.differs", "102.25万元", "120.25万元")),
    ],
)
def test_a_budget_is_compared_with_the_budget(accounts, text, finding):
    assert rules(text, accounts) == [finding]


def test_what_is_named_later_in_the_sentence_does_not_name_a_number_before_it(accounts):
    found = rules("专用设备0台（套）、0万元，全年预算数860.50万元。", accounts)
    assert "figure.differs" not in [rule for rule, *_rest in found]
