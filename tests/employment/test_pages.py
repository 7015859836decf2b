"""The pages: what the clerk types, what is said when it is wrong, and what stands there afterwards."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.models import Street
from services.cases.models import Case
from services.employment import actions
from services.ledger import actions as ledger
from services.ledger.models import Entry
from tests import make
from tests.lives import LIVES

pytestmark = pytest.mark.django_db
EMPTY = {"csrfmiddlewaretoken": "x"}  # a browser never posts nothing
PATHS = {
    "ability_assessment": "abilityassessment",
    "job_seeker": "jobseeker",
    "placement": "placement",
    "training": "training",
    "graduate": "graduate",
    "job_fair": "jobfair",
    "employer_visit": "employervisit",
}


@pytest.fixture
def as_(client):
    def sign_in(name):
        client.force_login(make.user(name))
        return client

    return sign_in


def url(kind, rest=""):
    return f"/admin/employment/{PATHS[kind]}/{rest}"


def typed(kind, **changes):
    """What a clerk types into the opening form of a kind."""
    life = LIVES[kind]
    values = {**life.details(), **life.opening(), **life.subject(None), "opened_on": "2023-03-01", "origin": "window"}
    if person := values.pop("person", None):
        values |= {"person_term": "", "person_choice": str(person.pk)}
    if values.get("organisation"):
        values["organisation_choice"] = values.pop("organisation").pk
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def errors(response):
    assert response.status_code == 200
    return {name: list(found) for name, found in response.context["form"].errors.items()}


@pytest.mark.parametrize("kind", PATHS)
def test_a_clerk_opens_a_case_and_finds_it_in_the_list(as_, kind):
    client = as_("clerk_a")
    assert client.get(url(kind, "add/")).status_code == 200
    response = client.post(url(kind, "add/"), typed(kind), follow=True)
    assert response.redirect_chain, errors(response)
    number = response.context["title"]
    assert number in client.get(url(kind)).content.decode()
    assert number not in as_("clerk_b").get(url(kind)).content.decode()


@pytest.mark.parametrize("kind", PATHS)
def test_four_kinds_of_bad_input_are_said_at_their_fields(as_, kind):
    client = as_("clerk_a")
    assert {"opened_on", "origin", *LIVES[kind].details()} - {"contract_to", "needs", "wanted_form"} <= set(
        errors(client.post(url(kind, "add/"), EMPTY))
    )
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    found = errors(client.post(url(kind, "add/"), typed(kind, opened_on=tomorrow.isoformat())))
    assert "今天之后" in str(found)
    assert "opened_on" in errors(client.post(url(kind, "add/"), typed(kind, opened_on="去年")))
    choice = {"placement": "form", "graduate": "detail", "job_seeker": "education", "training": "hours"}.get(
        kind, "origin"
    )
    assert choice in errors(client.post(url(kind, "add/"), typed(kind, **{choice: "x"})))
    with make.acting(None):
        assert not Case.objects.of_kind(kind).exists()


@pytest.mark.parametrize("kind", ["job_fair", "employer_visit"])
def test_the_district_chooses_the_street(as_, kind):
    client = as_("officer")
    assert "street" in errors(client.post(url(kind, "add/"), typed(kind)))
    client.post(url(kind, "add/"), typed(kind, street=make.STREET_B))
    with make.acting("clerk_b") as by:
        assert Case.objects.visible_to(by).of_kind(kind).count() == 1
    assert "street" not in as_("clerk_a").get(url(kind, "add/")).context["form"].fields


def test_the_page_of_a_fair_shows_employers_vacancies_and_persons(as_):
    fair = make.lived("job_fair", until="intended")
    response = as_("clerk_a").get(url("job_fair", f"{fair.pk}/change/"))
    employers, persons = response.context["tables"]
    (attended,) = make.entries(fair, "employer_attended")
    assert f"1 家，岗位 {attended.quantity} 个" in employers["caption"]
    assert employers["rows"][0][0] == attended.organisation
    assert "1 人" in persons["caption"] and persons["rows"][0][0] == "孙求职"


def test_a_fairs_guest_of_another_street_is_not_shown_to_the_fairs_street(as_):
    fair = make.opened("job_fair", by="officer", street=make.STREET_A)
    guest = make.person("孙求职", street=make.STREET_B)
    make.moved(fair, "intended", dt.date(2023, 3, 2), by="officer", person=guest)
    page = url("job_fair", f"{fair.pk}/change/")
    assert "孙求职" in as_("officer").get(page).content.decode()
    assert "孙求职" not in as_("clerk_a").get(page).content.decode()


def test_steps_say_what_is_wrong(as_):
    client, fair = as_("clerk_a"), make.lived("job_fair", until="employer_attended")
    employer = make.entries(fair, "employer_attended")[0].organisation
    step = url("job_fair", f"{fair.pk}/step/employer_attended/")
    data = {"seen_version": fair.version, "on": "2023-03-04", "organisation_choice": employer.pk, "quantity": 3}
    assert "已经登记参加" in str(errors(client.post(step, data))["organisation"])
    assert "quantity" in errors(client.post(step, {**data, "quantity": "0"}))
    assert "on" in errors(client.post(step, {**data, "on": "2023-02-01"}))
    assert "被别人更新" in str(errors(client.post(step, {**data, "seen_version": 1})))


def test_the_history_says_which_choice_was_made(as_):
    case = make.opened("job_seeker")
    make.moved(case, "served", dt.date(2023, 3, 2), detail="information_check")
    text = as_("clerk_a").get(url("job_seeker", f"{case.pk}/change/")).content.decode()
    assert "提供就业服务（信息核对）" in text


def test_the_person_page_registers_shows_and_takes_back_a_status(as_):
    client, person = as_("clerk_a"), make.person()
    page, form = f"/admin/people/person/{person.pk}/change/", f"/admin/employment-status/{person.pk}/"
    assert form in client.get(page).content.decode()
    assert set(errors(client.post(form, EMPTY))) == {"on", "status"}
    client.post(form, {"on": "2023-03-01", "status": "seeking"})
    assert "已经登记为“失业求职”" in str(errors(client.post(form, {"on": "2023-04-01", "status": "seeking"})))
    text = client.get(page).content.decode()
    assert "失业求职" in text
    (void,) = re.findall(rf"{form}take-back/\d+/", text)
    assert "reason" in errors(client.post(void, EMPTY))
    client.post(void, {"reason": "登错了人"})
    assert "失业求职" not in client.get(page).content.decode()


def test_after_a_handover_the_new_street_sees_the_status_of_a_case_that_stayed(as_):
    person = make.person()
    make.lived("placement", person)
    with make.acting("officer") as by:
        street = Street.objects.get(pk=make.STREET_B)
        ledger.hand_over(by=by, person=person, to=street, on=dt.date(2023, 9, 1), reason="户籍迁移")
    text = as_("clerk_b").get(f"/admin/people/person/{person.pk}/change/").content.decode()
    assert "失业求职" in text and "原街道的案件" in text


def test_nobody_else_registers_a_status(as_):
    person = make.person()
    form = f"/admin/employment-status/{person.pk}/"
    assert as_("clerk_b").get(form).status_code == 404
    assert as_("finance").get(form).status_code == 403
    assert form not in as_("finance").get(f"/admin/people/person/{person.pk}/change/").content.decode()
    with make.acting(None):
        assert not Entry.objects.of(actions.STARTED).exists()


def test_a_list_asks_the_same_number_of_questions_for_one_and_for_many(as_, django_assert_max_num_queries):
    client = as_("clerk_a")
    for count in (1, 6):
        for number in range(count):
            make.opened("placement", make.person(f"王小{'一二三四五六'[number]}"))
        with django_assert_max_num_queries(16):
            client.get(url("placement"))
