"""Fate of a cohort: home modifications assessed in the year, how far they came, where the others stand, how old."""

import re
from html import unescape

import pytest

from accounts.errors import NotAllowed, NotThere
from reporting import catalogue, fates
from reporting.figures import summary
from reporting.periods import year
from services.cases import amendments
from services.ledger import actions
from services.ledger.reading import settle
from tests import make
from tests.reporting.book import day
from tests.reporting.test_pages import signed_in

pytestmark = pytest.mark.django_db
CODE = "home_modifications.funnel"


@pytest.fixture
def homes():
    """Five homes assessed in 2023: accepted in 2023, built, designed, rejected, paused; and one assessed in 2022."""
    found = {
        "accepted": make.lived("home_modification", make.person("王一"), on=day("2023-03-01"), until="accepted"),
        "built": make.lived("home_modification", make.person("李二"), on=day("2023-03-01"), until="built"),
        "rejected": make.lived("home_modification", make.person("张三"), on=day("2023-10-01"), until="assessed"),
        "paused": make.lived("home_modification", make.person("赵四"), on=day("2023-03-01"), until="assessed"),
        "before": make.lived("home_modification", make.person("孙五"), on=day("2022-03-01"), until="accepted"),
    }
    make.moved(found["rejected"], "rejected", day("2023-10-09"), by="officer", reason="不符合条件")
    make.moved(found["paused"], "paused", day("2023-03-09"), by="officer", detail="papers")
    return found


def cohort(area="district", who=None, known_at=None, number=2023):
    with make.acting(who):
        return fates.cohort(catalogue.funnel(CODE), year(number), area, known_at or settle(None))


def today(found):
    return found.known_at.astimezone(make.dt.timezone(make.dt.timedelta(hours=8))).date()


def reasons(found):
    return sorted((fates.said(fate.reason), fate.furthest) for fate in found.remainder)


def test_the_cohort_is_followed_to_where_it_stands(homes):
    found = cohort()
    assert [len(found.reached(place)) for place in range(3)] == [4, 2, 1]
    assert reasons(found) == [("不予批准", 0), ("已施工", 1), ("暂停计时：等待补充材料", 0)]
    with make.acting(None):
        assert len(found.fates) == summary(2023).count(catalogue.funnel(CODE).indicators[0], "district")
    assert [len(cohort(number=2022).reached(place)) for place in range(3)] == [1, 1, 1]


def test_it_stays_as_it_was_known(homes):
    with make.acting(None):
        moment = settle(None)
    make.moved(homes["built"], "accepted", day("2024-01-10"), by="officer")  # of another year: the same cohort
    assert [len(cohort().reached(place)) for place in range(3)] == [4, 2, 2]
    assert [len(cohort(known_at=moment).reached(place)) for place in range(3)] == [4, 2, 1]
    assert ("已施工", 1) in reasons(cohort(known_at=moment)) and ("已施工", 1) not in reasons(cohort())


def test_a_corrected_step_does_not_make_an_old_status_the_last(homes):
    (entry,) = make.entries(homes["built"], "assessed")
    with make.acting("officer") as by:
        amendments.correct(by=by, entry=entry, reason="日期有误", today=make.TODAY, happened_on=day("2023-03-01"))
    assert reasons(cohort()) == [("不予批准", 0), ("已施工", 1), ("暂停计时：等待补充材料", 0)]


def test_ages_run_from_the_first_milestone_to_the_reading(homes):
    found = cohort()
    assert {fate.days for fate in found.fates} == {(today(found) - fate.since).days for fate in found.fates}
    assert {fate.band for fate in found.fates} == {4}  # more than a year ago
    assert [fates.band_label(place) for place in range(5)] == [
        "0—30天",
        "31—90天",
        "91—180天",
        "181—365天",
        "超过365天",
    ]
    ages = [fates.Fate("", 0, None, day("2023-01-01"), 0, days).band for days in (0, 30, 31, 90, 91, 365, 366)]
    assert ages == [0, 0, 1, 1, 2, 3, 4]


def test_a_street_sees_of_its_own_cohort_what_the_district_sees_of_it(homes):
    own, theirs = cohort(make.STREET_A, "reviewer_a"), cohort(make.STREET_A, "director")
    assert own.fates == theirs.fates and len(own.fates) == 4
    assert cohort(make.STREET_B, "reviewer_b").fates == []
    with pytest.raises(NotAllowed):
        cohort("district", "reviewer_a")


def test_every_number_opens_its_list(homes):
    client = signed_in("director")
    summary_page = client.get("/summary/2023/").content.decode()
    (url,) = re.findall(rf'href="([^"]*/fates/{CODE}/[^"]*)"', summary_page)
    html = client.get(unescape(url)).content.decode()
    links = re.findall(r'<a href="(\?[^"]*part=records[^"]*)">(\d+)</a>', html)
    assert len(links) > 6
    for link, count in links:
        listed = (
            client.get(f"/summary/2023/fates/{CODE}/{unescape(link)}").content.decode().partition('id="records"')[2]
        )
        assert listed.count('<tr><th scope="row">') == int(count), link


def test_an_annulled_case_leaves_the_cohort(homes):
    with make.acting("officer") as by:
        amendments.annul(by=by, case=homes["accepted"], reason="登记错误")
    assert [len(cohort().reached(place)) for place in range(3)] == [3, 1, 0]


def test_merged_records_are_one_member_only_where_persons_count(homes):
    """Households are what counts here; a merge of their heads leaves them two."""
    with make.acting("officer") as by:
        people = [homes[name].person for name in ("accepted", "built")]
        actions.merge_persons(by=by, person=people[0], into=people[1], on=day("2023-12-01"), reason="同一人")
    assert len(cohort().fates) == 4


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("2023/fates/people.nobody/", 404),
        (f"2023/fates/{CODE}/?part=records&reached=9", 400),
        (f"2023/fates/{CODE}/?part=records&band=x", 400),
        (f"2023/fates/{CODE}/?part=records&reason=x", 400),
        (f"2023/fates/{CODE}/?area=1", 404),
        (f"1990/fates/{CODE}/", 404),
    ],
)
def test_bad_addresses_are_answered_in_words(path, status):
    assert signed_in("director").get(f"/summary/{path}").status_code == status


def test_who_may_not_see_figures_is_refused(homes):
    assert signed_in("clerk_a").get(f"/summary/2023/fates/{CODE}/").status_code == 403
    assert signed_in("reviewer_a").get(f"/summary/2023/fates/{CODE}/?area={make.STREET_B}").status_code == 403
    with pytest.raises(NotThere):
        catalogue.funnel("devices.nothing")
