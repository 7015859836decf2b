"""Every funnel: its steps are counted, its cohort is as large as its first figure, and can be followed to the end."""

from html import unescape

import pytest

from reporting import catalogue, fates
from reporting.figures import summary
from reporting.periods import year
from services.ledger.reading import settle
from tests import make
from tests.lives import LIVES
from tests.reporting.book import day, figure, void, write
from tests.reporting.test_pages import signed_in

pytestmark = pytest.mark.django_db
FUNNELS = {funnel.code: funnel for funnel in catalogue.FUNNELS}
# Funnel: its kind of case, and the step that leads to its last milestone.
KINDS = {
    "certificates.funnel": ("certificate_application", "issued"),
    "condolence.household_funnel": ("condolence_household", "handed_over"),
    "condolence.student_funnel": ("condolence_student", "handed_over"),
    "devices.funnel": ("device", "delivered"),
    "employment.ability_funnel": ("ability_assessment", "assessed"),
    "employment.graduate_funnel": ("graduate", "employed"),
    "employment.training_funnel": ("training", "completed"),
    "home_modifications.funnel": ("home_modification", "accepted"),
    "hotline.funnel": ("hotline_order", "closed"),
    "legal_aid.funnel": ("legal_aid", "closed"),
    "rehabilitation.adult_funnel": ("adult_rehab", "session"),
    "rehabilitation.child_funnel": ("child_rehab", "attended"),
    "subsidies.fuel_funnel": ("fuel", "paid"),
    "subsidies.home_help_funnel": ("home_help", "paid"),
    "subsidies.social_insurance_funnel": ("social_insurance", "paid"),
}
ACROSS = "employment.job_seeker_funnel"


def cohort(code, area="district"):
    with make.acting(None):
        return fates.cohort(FUNNELS[code], year(2023), area, settle(None))


def test_every_funnel_is_tried_here_and_has_a_cohort():
    assert KINDS.keys() | {ACROSS} == FUNNELS.keys()
    assert all(funnel.has_cohort for funnel in FUNNELS.values())


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_case_is_followed_from_the_first_milestone_to_the_last(code):
    kind, last = KINDS[code]
    steps = FUNNELS[code].indicators
    case = make.lived(kind, on=day("2023-03-01"), until=last)
    found = cohort(code)
    assert [len(found.reached(place)) for place in range(len(steps))] == [1] * len(steps)
    assert [figure(step.code) for step in steps] == [1] * len(steps)  # each by hand: one case that went all the way
    with make.acting(None):
        assert len(found.fates) == summary(2023).count(steps[0], "district")
        (member,) = fates.listed(found, found.fates)
        assert member.entry.case_id == case.pk
        assert "已移交" not in member.subject
        first = member.entry
    void(first)
    assert cohort(code).fates == []


@pytest.mark.parametrize("code", sorted(KINDS))
def test_one_who_stays_behind_is_a_remainder_with_its_reason(code):
    kind, _last = KINDS[code]
    steps = FUNNELS[code].indicators
    slugs = [slug for slug, _who, _data in LIVES[kind].steps()]
    first = steps[0].codes[0].partition(".")[2]
    until = first if first in slugs else ""
    case = make.lived(kind, on=day("2023-03-01"), until=until) if until else make.opened(kind, on=day("2023-03-01"))
    found = cohort(code)
    assert len(found.fates) == len(found.remainder) == 1
    assert found.remainder[0].reason and found.remainder[0].case == case.pk


def test_a_job_seeker_is_followed_into_the_case_of_the_placement():
    a, b, c = (make.person(name) for name in ("王一", "李二", "张三"))
    for person in (a, b, c):
        write("job_seeker.registered", "2023-03-01", person=person)
    write("placement.placed", "2024-02-01", person=a)  # of whatever year
    write("placement.placed", "2023-02-28", person=b)  # before: not what the registration led to
    found = cohort(ACROSS)
    assert [len(found.reached(place)) for place in (0, 1)] == [3, 1]


def test_what_a_case_reached_in_another_street_counts_for_the_district_only():
    person = make.person("王一")
    case = make.lived("legal_aid", person, on=day("2023-03-01"), until="accepted")
    make.moved(case, "assigned", day("2023-03-09"), by="officer", organisation=make.organisation("某所"), reason="张")
    assert len(cohort("legal_aid.funnel", make.STREET_A).reached(1)) == 1
    assert cohort("legal_aid.funnel", make.STREET_B).fates == []


def test_the_year_shows_every_funnel_in_one_table_and_draws_it_when_its_programme_is_chosen():
    make.lived("device", on=day("2023-03-01"), until="approved")
    client = signed_in("director")
    html = unescape(client.get("/summary/2023/").content.decode())
    assert "提出的申请 → 批准的申请 → 交付的申请" in html and "/fates/devices.funnel/" in html
    narrowed = unescape(client.get("/summary/2023/?programme=devices").content.decode())
    assert "辅助器具申请的进度：交付的申请的是提出的申请的0.0%" in narrowed
    assert client.get("/summary/2023/fates/devices.funnel/?part=records&reached=0").content.count(b'scope="row"') >= 1
