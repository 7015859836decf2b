"""Relations between figures: what holds to the fen, what contradicts itself, what is not compared at all."""

from decimal import Decimal

import pytest

from accounts.scoping import enter, system_scope
from reporting.relations import RELATIONS, Verdict, check
from services.cases import amendments
from services.plans.levels import level_of
from tests import make
from tests.district.conftest import district  # noqa: F401  (the fixture)
from tests.lives import agency, target
from tests.reporting.book import day
from tests.reporting.test_stated import stated

V = Verdict
# What the report's own numbers come to; of people the small district has its own.
OF_THE_REPORT = {
    V.HOLDS: {2, 3, 6, 8, 10, 14, 16, 17, 19, 20, 23, 28, 30, 31, 32},
    V.MISLABELLED: {4},
    V.CONTRADICTION: {1, 11, 12, 13},
    V.NOT_COMPARABLE: {9, 27, 29},
    V.NOT_ADDITIVE: {24, 25},
    V.CANNOT_VERIFY: {21},
    V.INFERENCE: {5, 7, 22},
    V.AMBIGUOUS: {33},
    V.INFORMATION: {15, 18},
}


def answers(year: int = 2023) -> dict[str, tuple[Verdict, str]]:
    with make.acting(None):
        return {one.relation.code: (one.answer.verdict, one.answer.told) for one in check(year)}


def test_all_thirty_three_are_declared():
    assert {relation.code for relation in RELATIONS} == {f"R{n}" for n in range(1, 34)}


def test_the_reports_own_numbers_get_their_verdicts(district):  # noqa: F811
    with enter(system_scope()):
        found = {one.relation.code: one.answer for one in check(2023)}
    for verdict, numbers in OF_THE_REPORT.items():
        for number in numbers:
            assert found[f"R{number}"].verdict == verdict, found[f"R{number}"]
    assert "607,000.00" in found["R5"].told
    assert "83.84%" in found["R14"].told and "83.85%" in found["R14"].told
    assert "101.13%" in found["R18"].told
    assert "18047.79" in found["R21"].told and "21439.77" in found["R21"].told and "5.44%" in found["R21"].told
    assert "“良”" in found["R20"].told


@pytest.mark.django_db
def test_without_data_it_says_what_is_missing():
    found = answers()
    assert found["R3"][0] == V.MISSING and "支出决算" not in found["R2"][1] and "请先登记或填报" in found["R2"][1]
    assert found["R13"][0] == V.MISSING


@pytest.mark.django_db
def test_sums_are_exact_to_the_fen():
    stated("10.01", "finance.basic_expenditure")
    stated("20.02", "finance.project_expenditure")
    stated("30.03", "finance.expenditure")
    assert answers()["R3"] == (V.HOLDS, "10.01 + 20.02 = 30.03")
    stated("30.04", "finance.expenditure")
    verdict, told = answers()["R3"]
    assert verdict == V.CONTRADICTION and "相差 0.01" in told


@pytest.mark.django_db
def test_the_same_words_for_two_numbers_are_noticed():
    stated("12345.00", "finance.expenditure_last_year")
    stated("2345.00", "finance.expenditure")
    stated("10000.00", "finance.expenditure_decrease", wording="收入比上年减少10000.00元")
    stated("54321.00", "finance.income_decrease", wording="收入比上年减少54321.00元")
    assert answers()["R4"][0] == V.MISLABELLED
    stated("10000.00", "finance.expenditure_decrease", wording="支出比上年减少10000.00元")
    assert answers()["R4"][0] == V.HOLDS


@pytest.mark.django_db
def test_unlike_scopes_are_never_compared():
    stated("5.00", "finance.operating_cost")
    stated("9.00", "finance.operating_cost_last_year")
    stated("4.00", "finance.operating_cost_decrease")
    verdict, told = answers()["R9"]
    assert verdict == V.NOT_COMPARABLE and "9.00 − 5.00 = 4.00" in told
    stated("3.00", "finance.operating_cost_decrease")
    assert answers()["R9"][0] == V.CONTRADICTION


@pytest.mark.django_db
def test_an_institution_with_two_names_at_once_is_a_contradiction():
    case = make.opened("institution", on=day("2023-01-10"), **agency("模拟中心"))
    make.moved(case, "named", day("2023-01-11"), reason="模拟中心", detail="approval")
    assert answers()["R13"][0] == V.HOLDS
    old = make.moved(case, "named", day("2023-01-12"), reason="模拟康复中心", detail="accounts")
    verdict, told = answers()["R13"]
    assert verdict == V.CONTRADICTION and "模拟中心、模拟康复中心" in told
    with make.acting("officer") as by:
        amendments.take_back(by=by, entry=old, reason="已停用")
    make.moved(
        case, "named", day("2023-01-12"), reason="模拟康复中心", detail="accounts", valid_until=day("2023-06-01")
    )
    assert answers()["R13"][0] == V.HOLDS  # one after the other


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("score", "level"), [("90.00", "优"), ("86.78", "良"), ("80.00", "良"), ("79.99", "中"), ("59.99", "差")]
)
def test_the_level_of_a_score_follows_the_terms(score, level):
    with make.acting(None):
        assert level_of(Decimal(score), day("2023-01-01")) == level


@pytest.mark.django_db
def test_who_sees_them(client):
    backend = "django.contrib.auth.backends.ModelBackend"
    for name, status in (("director", 200), ("finance", 200), ("clerk_a", 403), ("reviewer_a", 403)):
        client.force_login(make.user(name), backend=backend)
        for path in ("relations", "targets"):
            assert client.get(f"/summary/2023/{path}/").status_code == status, (name, path)


@pytest.mark.django_db
def test_targets_stand_against_what_the_records_say(client):
    details = target(figure="activities.medals", target=Decimal(1), due_year=2025)
    make.opened("plan_target", on=day("2023-03-01"), details=details)
    make.lived(
        "performance_target",
        details=target(aspect="social", weight=Decimal(10), evaluated_year=2023, evaluation_year=2024),
    )
    client.force_login(make.user("director"), backend="django.contrib.auth.backends.ModelBackend")
    body = client.get("/summary/2023/targets/").content.decode()
    assert "/summary/2023/activities.medals/" in body and "未达到" in body
    assert "85.00" in body and "达到" in body and "10.00" in body
