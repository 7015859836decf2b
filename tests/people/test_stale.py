"""Two people correct the same person: the second sees both versions, loses neither, and chooses."""

import re

import pytest

from services.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def one():
    return make.person("王小明")


@pytest.fixture
def url(one):
    return f"/admin/people/person/{one.pk}/correct/"


@pytest.fixture
def seat(client):
    def sit(name: str):
        client.force_login(make.user(name), backend=BACKEND)
        return client

    return sit


def shown(body: str) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    form = body.partition('<form class="card fields"')[2].partition("</form>")[0]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        if name and (kind is None or kind[1] not in ("checkbox", "radio") or " checked" in tag):
            sent[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def saved(one: Person) -> Person:
    with make.acting(None):
        one.refresh_from_db()
        return one


def test_what_only_one_of_them_changed_is_kept_of_both(seat, one, url):
    mine = shown(seat("clerk_a").get(url).content.decode()) | {"name": "王晓明"}
    theirs = shown(seat("reviewer_a").get(url).content.decode()) | {"phone": "13800001234"}
    assert seat("reviewer_a").post(url, theirs).status_code == 302
    body = seat("clerk_a").post(url, mine).content.decode()
    assert "两个人同时修改了" in body and "王晓明" in body and "13800001234" in body
    assert saved(one).name == "王小明", "nothing is saved before it was seen"
    assert seat("clerk_a").post(url, shown(body)).status_code == 302
    assert (saved(one).name, saved(one).phone) == ("王晓明", "13800001234")


@pytest.mark.parametrize(("keep", "phone"), [("mine", "13900000000"), ("theirs", "13800001234")])
def test_what_both_changed_is_chosen(seat, one, url, keep, phone):
    mine = shown(seat("clerk_a").get(url).content.decode()) | {"phone": "13900000000"}
    theirs = shown(seat("reviewer_a").get(url).content.decode()) | {"phone": "13800001234"}
    seat("reviewer_a").post(url, theirs)
    body = seat("clerk_a").post(url, mine).content.decode()
    assert "13900000000" in body and "13800001234" in body
    again = seat("clerk_a").post(url, shown(body)).content.decode()
    assert "请在下面选择采用哪一个" in again and saved(one).phone == "13800001234"
    assert seat("clerk_a").post(url, shown(again) | {"keep_phone": keep}).status_code == 302
    assert saved(one).phone == phone


def test_a_third_change_in_between_is_seen_as_well(seat, one, url):
    mine = shown(seat("clerk_a").get(url).content.decode()) | {"phone": "13900000000"}
    for phone in ("13800001234", "13700001234"):
        theirs = shown(seat("reviewer_a").get(url).content.decode()) | {"phone": phone}
        seat("reviewer_a").post(url, theirs)
        body = seat("clerk_a").post(url, mine).content.decode()
        assert phone in body
        mine = shown(body) | {"keep_phone": "mine"}
    assert seat("clerk_a").post(url, mine).status_code == 302
    assert saved(one).phone == "13900000000"


def test_a_step_shows_what_the_other_recorded_beside_what_was_typed(seat):
    case = make.lived("adult_rehab", until="approved")
    provider = make.organisation()
    url = f"/admin/rehabilitation/adultplan/{case.pk}/step/session/"
    mine = shown(seat("clerk_a").get(url).content.decode())
    make.moved(case, "session", make.dt.date(2023, 3, 10), organisation=provider)
    body = seat("clerk_a").post(url, mine | {"on": "2023-03-11", "organisation_choice": provider.pk}).content.decode()
    theirs, _title, typed = body.partition("您填写的，还没有保存")
    assert "别人刚刚登记的" in theirs and "登记一次训练" in theirs and "2023-03-10" in theirs
    assert "2023-03-11" in typed and provider.name in typed
    assert seat("clerk_a").post(url, shown(body)).status_code == 302
