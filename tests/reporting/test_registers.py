"""Hand-counted pages of the district's own registers, and of warm homes."""

from decimal import Decimal

import pytest

from accounts.errors import Conflict, RuleBroken
from accounts.models import DISTRICT_ITSELF
from services.cases import amendments
from services.warm_homes.models import RatingIndicator
from tests import make
from tests.lives import agency, open_home, rated_home, target, venue
from tests.reporting.book import day, figure, page

pytestmark = pytest.mark.django_db
OWN = {"street": DISTRICT_ITSELF}


def corrected(entry, **changes):
    with make.acting("officer") as by:
        return amendments.correct(by=by, entry=entry, reason="日期有误", today=make.TODAY, **changes)


def test_meetings_count_by_their_kind():
    page(
        ("meeting.held", "2023-03-01", OWN | {"detail": "dispatch"}),
        ("meeting.held", "2023-04-01", OWN | {"detail": "coordination"}),
        ("meeting.held", "2023-05-01", OWN | {"detail": "coordination"}),
        ("meeting.held", "2022-12-31", OWN | {"detail": "coordination"}),
        ("meeting.held", "2023-06-01", OWN | {"detail": "barrier_free"}),
        ("meeting.held", "2023-07-01", OWN | {"detail": "research_trip"}),
        ("meeting.minuted", "2023-07-02", OWN),
    )
    counted = ("dispatch_meetings", "coordination_meetings", "barrier_free_meetings", "research_trips")
    assert [figure(f"activities.{code}") for code in counted] == [1, 2, 1, 1]


def test_a_topic_counts_when_begun_and_when_reported():
    page(
        ("research.begun", "2022-11-01", OWN | {"detail": "party_group"}),
        ("research.reported", "2023-02-01", OWN),
        ("research.begun", "2023-03-01", OWN | {"detail": "party_group"}),
        ("research.begun", "2023-03-01", OWN | {"detail": "division"}),
    )
    assert (figure("activities.research_topics"), figure("activities.research_reports")) == (1, 1)


def test_lists_count_their_lines():
    kinds = ["case_story"] * 3 + ["problem"] * 2 + ["improvement", "innovation", "medal", "medal"]
    page(*(("work_item.recorded", "2023-05-01", OWN | {"detail": kind}) for kind in kinds))
    page(("barrier_free_measure.adopted", "2023-05-01", OWN), ("barrier_free_measure.carried_out", "2024-01-01", OWN))
    codes = ("case_stories", "problems_found", "improvement_items", "innovation_projects", "medals")
    assert [figure(f"activities.{code}") for code in codes] == [3, 2, 1, 1, 2]
    assert (figure("activities.barrier_free_measures"), figure("activities.barrier_free_measures_done")) == (1, 0)


def test_outreach_counts_attendances_where_it_took_place():
    page(
        ("outreach.held", "2023-05-01"),
        ("outreach.attended", "2023-05-01", {"quantity": 60, "detail": "mixed"}),
        ("outreach.attended", "2023-05-02", {"quantity": 5, "detail": "disabled"}),
        ("outreach.attended", "2023-05-03", {"quantity": 7, "street": make.STREET_B}),
    )
    assert (figure("activities.outreach_attendance"), figure("activities.outreach_events")) == (72, 1)
    assert figure("activities.outreach_attendance", make.STREET_A) == 65


def test_who_left_or_was_dissolved_no_longer_stands():
    unit("模拟甲局")
    case = unit("模拟乙局")
    assert figure("organisations.member_units") == 2
    make.moved(case, "left", day("2023-10-01"), reason="机构调整")
    assert (figure("organisations.member_units"), figure("organisations.member_units", year=2022)) == (1, 0)
    (joined,) = make.entries(case, "joined")
    corrected(joined, happened_on=day("2023-02-01"))  # its end follows
    assert figure("organisations.member_units") == 1


def unit(name: str, detail: str = "department"):
    return make.opened("member_unit", on=day("2023-03-01"), opening={"detail": detail}, **agency(name))


def test_streets_and_departments_are_counted_apart():
    unit("模拟街道办", "street")
    unit("模拟局")
    make.opened("association", on=day("2022-03-01"))
    make.opened("institution", on=day("2022-03-01"))
    assert (figure("organisations.streets"), figure("organisations.member_units")) == (1, 1)
    assert (figure("organisations.associations"), figure("organisations.institutions")) == (1, 1)
    assert figure("organisations.divisions") == 0


def test_a_home_counts_in_the_year_it_opened_by_its_level():
    home, other = venue(), venue("第二家园")
    page(
        ("warm_home.opened", "2022-04-01", {"organisation": home, "detail": "street"}),
        ("warm_home.opened", "2023-04-01", {"organisation": other, "detail": "community"}),
        ("warm_home.opened", "2023-05-01", {"organisation": venue("区级家园"), "detail": "district"}),
    )
    assert (figure("warm_homes.opened_community"), figure("warm_homes.opened_district")) == (1, 1)
    assert (figure("warm_homes.open"), figure("warm_homes.open", year=2022)) == (3, 1)


def test_a_home_that_closed_is_not_open_and_not_rated():
    case = make.lived("warm_home", on=day("2022-03-01"))
    assert figure("warm_homes.open", year=2022) == 0
    for kind in ("home_activity", "home_rating"):
        with pytest.raises(RuleBroken) as refused:
            make.opened(kind, on=day("2023-03-01"), organisation=case.organisation)
        assert refused.value.code == "warm_home.not_open"


def test_a_home_is_rated_in_its_own_street():
    home = open_home()
    with pytest.raises(RuleBroken) as refused:
        make.opened("home_rating", street=make.STREET_B, on=day("2023-03-01"), **home)
    assert (refused.value.code, refused.value.pointer) == ("warm_home.other_street", "street")


def test_stars_need_every_kind_of_rater_and_answered_appeals():
    home = open_home()
    rating = make.opened("home_rating", on=day("2023-03-01"), organisation=home["organisation"])
    assert figure("warm_homes.rated") == 0
    rated_home()
    make.moved(rating, "rated", day("2023-03-05"), detail="four")
    make.moved(rating, "appealed", day("2023-03-06"), reason="少计")
    with pytest.raises(RuleBroken) as refused:
        make.moved(rating, "published", day("2023-03-07"), by="officer_2")
    assert refused.value.code == "home_rating.appeal_open"
    with pytest.raises(RuleBroken):  # who rated does not decide the appeal
        make.moved(rating, "appeal_decided", day("2023-03-08"), by="officer", detail="upheld", reason="核对")
    make.moved(rating, "appeal_decided", day("2023-03-08"), detail="upheld", reason="核对")
    make.moved(rating, "published", day("2023-03-09"))
    assert (figure("warm_homes.rated"), figure("warm_homes.rated", make.STREET_A)) == (1, 1)
    with pytest.raises(Conflict):
        make.opened("home_rating", on=day("2023-04-01"), organisation=home["organisation"])


def test_without_sheets_nothing_is_rated(monkeypatch):
    monkeypatch.setattr("tests.lives.rated_home", open_home)
    home = open_home()
    rating = make.opened("home_rating", on=day("2023-03-01"), details={"year": 2024}, **home)
    with pytest.raises(RuleBroken) as refused:
        make.moved(rating, "rated", day("2023-03-05"), detail="four")
    assert refused.value.code == "home_rating.sheets_missing"


def scheme(*numbers: int, adopt: str = "2023-02-01"):
    rows = [RatingIndicator(number=n, name=f"指标{n}", maximum=Decimal(5), aspect="basis") for n in numbers]
    case = make.opened("rating_scheme", on=day("2023-01-10"), rows=rows)
    make.moved(case, "adopted", day(adopt))
    return case


def test_rating_indicators_are_those_of_the_scheme_in_force():
    first = scheme(1, 2, 3)
    assert (figure("warm_homes.rating_indicators"), figure("warm_homes.rating_indicators", year=2024)) == (3, 3)
    make.moved(first, "ended", day("2023-11-01"), reason="新方案")
    scheme(1, 2, adopt="2023-11-02")
    assert figure("warm_homes.rating_indicators") == 2


def test_a_sheet_answers_every_indicator_of_the_scheme():
    scheme(1, 2)
    sheet = make.opened("rating_sheet", on=day("2023-03-01"))
    with pytest.raises(RuleBroken) as refused:
        make.moved(sheet, "handed_in", day("2023-03-02"))
    assert refused.value.code == "rating_sheet.incomplete" and "2" in str(refused.value)


def test_plan_indicators_count_once_they_are_reached():
    first = make.lived("plan_target")
    make.opened("plan_target", on=day("2023-03-01"))
    dropped = make.opened("plan_target", on=day("2023-03-01"))
    make.moved(dropped, "lapsed", day("2023-05-01"), reason="不再考核")
    assert (figure("plans.plan_met"), figure("plans.plan_total"), figure("plans.plan_share")) == (1, 2, "50.00")
    assert first.status == "completed"
    make.lived("national_target")
    assert (figure("plans.national_met"), figure("plans.national_total")) == (1, 1)


def test_a_target_is_not_met_by_saying_so():
    case = make.opened("plan_target", on=day("2023-03-01"))
    with pytest.raises(RuleBroken) as refused:
        make.moved(case, "met", day("2023-04-01"), reason="统计表")
    assert refused.value.code == "target.not_measured"
    make.moved(case, "measured", day("2023-04-01"), amount=Decimal("79.99"), reason="统计表")
    with pytest.raises(RuleBroken) as refused:
        make.moved(case, "met", day("2023-04-01"), reason="统计表")
    assert refused.value.code == "target.not_reached"


def test_a_target_with_a_figure_is_measured_by_it():
    details = target(figure="activities.medals", target=Decimal(1), due_year=2025)
    case = make.opened("plan_target", on=day("2023-03-01"), details=details)
    with pytest.raises(RuleBroken) as refused:
        make.moved(case, "measured", day("2023-04-01"), amount=Decimal(9), reason="自报")
    assert refused.value.code == "target.is_counted"
    with pytest.raises(RuleBroken):
        make.moved(case, "met", day("2023-04-01"), reason="自报")
    page(("work_item.recorded", "2023-03-01", OWN | {"detail": "medal"}))
    make.moved(case, "met", day("2023-04-01"), reason="系统统计")
    assert figure("plans.plan_met") == 1
