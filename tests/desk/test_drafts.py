"""Nothing typed is lost, and nobody else sees it."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from services.desk import actions, tasks
from services.desk.models import KEPT, Draft
from services.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
ADD = "/admin/people/person/add/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def desk(client):
    client.force_login(make.user("clerk_a"), backend=BACKEND)
    return client


def typed(number: str = "", **more: str) -> dict[str, str]:
    return {"name": "王小明", "id_number": number, "_page": str(uuid.uuid4()), "_title": "登记人员", **more}


def drafts(name: str = "clerk_a") -> list[Draft]:
    with make.acting(name) as by:
        return list(Draft.objects.visible_to(by))


def test_a_draft_comes_back_after_signing_out(desk):
    number = make.id_number(dt.date(1985, 5, 5))
    assert desk.post(ADD, typed(number, _draft="auto")).status_code == 200
    desk.logout()
    desk.force_login(make.user("clerk_a"), backend=BACKEND)
    [draft] = drafts()
    assert "登记人员" in desk.get("/admin/").content.decode()
    assert draft.url in desk.get(ADD).content.decode()
    body = desk.get(draft.url).content.decode()
    assert f'value="{number}"' in body and 'class="error-summary"' not in body
    with make.acting(None):
        assert not Person.objects.exists(), "to look at a draft saves nothing"


def test_the_plain_button_keeps_it_without_a_script(desk):
    answer = desk.post(ADD, typed(_draft="save"))
    assert answer.status_code == 302 and answer.url == drafts()[0].url
    assert "王小明" in desk.get(answer.url).content.decode()


def test_what_is_sent_is_dropped_and_what_is_refused_is_kept(desk):
    sent = typed(make.id_number(dt.date(1985, 5, 5)))
    refused = {**sent, "id_number": "1"}
    assert desk.post(ADD, refused).status_code == 200
    assert [str(draft.page) for draft in drafts()] == [sent["_page"]]
    assert desk.post(ADD, sent).status_code == 302
    assert drafts() == []


def test_two_windows_with_the_same_form_keep_what_each_was_told(desk):
    for name in ("王小明", "李大明"):
        desk.post(ADD, typed(_draft="auto") | {"name": name})
    assert {draft.content["fields"]["name"][0] for draft in drafts()} == {"王小明", "李大明"}


def test_a_draft_that_is_not_wanted_is_deleted(desk):
    given = typed(_draft="auto")
    desk.post(ADD, given)
    assert desk.post(ADD, {"_page": given["_page"], "_draft": "discard"}).url == ADD
    assert drafts() == []


@pytest.mark.parametrize("other", ["reviewer_a", "clerk_b", "officer"])
def test_nobody_else_sees_it(desk, client, other):
    given = typed(_draft="auto")
    desk.post(ADD, given)
    url = drafts()[0].url
    assert drafts(other) == []
    with make.acting(other) as by:
        actions.drop_draft(by=by, page=uuid.UUID(given["_page"]))
        assert Draft.objects.filter(form=ADD).update(form="/") == 0
    client.force_login(make.user(other), backend=BACKEND)
    assert "王小明" not in client.get(url).content.decode()
    client.post(ADD, {**given, "name": "他人"})  # the same key of a page
    assert [draft.content["fields"]["name"] for draft in drafts()] == [["王小明"]]


def test_numbers_and_names_are_sealed(desk):
    number = make.id_number(dt.date(1985, 5, 5))
    desk.post(ADD, typed(number, _draft="auto"))
    with make.acting("clerk_a"), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(d)::text, d.sealed FROM desk_draft d")
        row, sealed = cursor.fetchone()
    assert number not in row and "王小明" not in row
    assert number.encode() not in bytes(sealed) and "王小明".encode() not in bytes(sealed)


def test_the_secret_token_of_the_page_is_asked_for():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make.user("clerk_a"), backend=BACKEND)
    assert browser.post(ADD, typed(_draft="auto")).status_code == 403
    assert drafts() == []


def test_an_old_draft_is_not_offered_and_is_deleted(desk):
    desk.post(ADD, typed(_draft="auto"))
    fresh = typed(_draft="auto")
    desk.post(ADD, fresh)
    with make.acting("clerk_a"):
        old = Draft.objects.exclude(page=fresh["_page"])
        old.update(saved_at=timezone.now() - KEPT - dt.timedelta(minutes=1))
    assert desk.get(ADD).content.decode().count("恢复上次未提交的内容") == 1
    assert tasks.drop_expired() == 1
    assert [str(draft.page) for draft in drafts()] == [fresh["_page"]]


def test_who_has_signed_out_keeps_nothing(client):
    assert client.post(ADD, typed(_draft="auto")).status_code == 302
    assert drafts() == []


def test_too_much_is_refused_in_words(desk):
    answer = desk.post(ADD, typed(_draft="auto") | {"name": "长" * actions.LARGEST})
    assert answer.status_code == 400
    assert drafts() == []


def test_the_oldest_make_room(desk):
    for _ in range(actions.MOST + 2):
        desk.post(ADD, typed(_draft="auto"))
    assert len(drafts()) == actions.MOST
