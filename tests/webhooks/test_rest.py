"""A city system keeps its own endpoints by REST, and who can help is told when one goes off by itself."""

import re

import pytest
from django.core import mail

from accounts.models import AuditEntry, IdempotencyKey
from services.jobs.models import Job
from services.webhooks import actions, runner, telling
from services.webhooks.models import AllowedHost, Delivery, Endpoint, Off, Secret, State
from tests import make
from tests.api.conftest import api, refused  # noqa: F401
from tests.bulk.sending import Inline
from tests.clients.conftest import city  # noqa: F401
from tests.webhooks.conftest import deliveries, make_due, open_endpoint

pytestmark = pytest.mark.django_db
SCOPES = ("webhooks.read", "webhooks.write", "feed.read", "fuel.read", "people.read")


def told(answer, status=200):
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


@pytest.fixture
def url(receiver) -> str:
    """An allowed address."""
    host, port = re.fullmatch(r"http://(.+):(\d+)/?.*", receiver.url).groups()
    with make.acting("secadmin") as by:
        actions.allow_host(by=by, host=host, port=int(port), purpose="市级平台")
    return receiver.url


@pytest.fixture
def street_client(city):  # noqa: F811
    """A city system of street A alone."""
    return city(*SCOPES)


@pytest.fixture
def system(api):  # noqa: F811
    return api("integrator")


def opened(client, url, **values):
    answer = client.post("webhooks/", {"name": "一卡通平台", "url": url, **values})
    return told(answer, 201), answer["ETag"]


def test_it_is_opened_used_changed_and_deleted_by_its_own_system(street_client, url, receiver, push):
    shown, tag = opened(street_client, url, kinds=["fuel"], contact="ops@city.invalid")
    path = f"webhooks/{shown['id']}/"
    receiver.secrets.append(shown["secret"])
    told(street_client.post(f"{path}test/"), 201)
    make.opened("fuel")
    make.opened("fuel", make.person(street=make.STREET_B))
    push()
    assert receiver.refused == 0
    assert {body["data"].get("street") for body in receiver.seen.values()} == {None, make.STREET_A}
    rows = told(street_client.get(f"{path}deliveries/", state="delivered"))["results"]
    assert {row["message"] for row in rows} == set(receiver.seen)
    assert told(street_client.post(f"{path}replay/", message=rows[0]["message"])) == {"count": 1}
    span = {"since": "2020-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z"}
    assert told(street_client.post(f"{path}replay/", span)) == {"count": len(rows)}
    assert told(street_client.get(path))["waiting"] == len(rows)
    assert told(street_client.patch(path, match=tag, name="新名称"))["kinds"] == ["fuel"]
    answer = street_client.post(f"{path}pause/", match=street_client.get(path)["ETag"])
    assert told(answer)["off_because"] == "by_owner"
    answer = street_client.post(f"{path}resume/", match=answer["ETag"])
    assert told(answer)["off_at"] is None
    answer = street_client.post(f"{path}rotate/", match=answer["ETag"], end_old=True)
    assert told(answer)["secret"] not in (None, shown["secret"])
    with make.acting(None):
        assert [one.text for one in Secret.objects.all()] == [answer.json()["secret"]]
    headers = street_client.headers | {"If-Match": answer["ETag"]}
    assert street_client.client.delete(f"/api/v1/{path}", headers=headers).status_code == 204
    assert street_client.get(path).status_code == 404 and told(street_client.get("webhooks/"))["results"] == []
    assert push() == 0
    runner.forget()
    with make.acting(None):
        assert not Endpoint.objects.exists() and not Delivery.objects.exists()
    again, _tag = opened(street_client, url)
    assert again["id"] != shown["id"]


def test_the_secret_is_told_once_and_kept_nowhere(system, url):
    body = {"name": "一卡通平台", "url": url}
    first, again = (told(system.post("webhooks/", body, key="k"), 201) for _n in range(2))
    assert first["secret"].startswith("whsec_") and again == first | {"secret": None}
    tag = system.get(f"webhooks/{first['id']}/")["ETag"]
    rotated, same = (told(system.post(f"webhooks/{first['id']}/rotate/", {}, match=tag, key="r")) for _n in range(2))
    assert rotated["secret"] != first["secret"] and same == rotated | {"secret": None}
    assert "secret" not in told(system.get(f"webhooks/{first['id']}/"))
    with make.acting("integrator"):
        assert not any(b"whsec_" in bytes(body) for body in IdempotencyKey.objects.values_list("body", flat=True))


def test_what_is_refused_says_why(system, url, refused):  # noqa: F811
    body = {"name": "一卡通平台", "url": url}
    refused(system.post("webhooks/", body, key=None), 400, "idempotency_key.missing")
    refused(system.post("webhooks/", body | {"url": "https://else.example/"}), 422, "host.not_allowed", "/url")
    refused(system.post("webhooks/", body | {"url": "ftp://else.example/"}), 400, "url.malformed", "/url")
    refused(system.post("webhooks/", body | {"kinds": ["nothing"]}), 400, "request.invalid", "/kinds/0")
    shown, tag = opened(system, url)
    path = f"webhooks/{shown['id']}/"
    refused(system.post("webhooks/", body), 409, "constraint.endpoint_stands_once_for_its_user")
    refused(system.patch(path, name="x"), 428, "precondition.missing")
    refused(system.patch(path, match=99, name="x"), 412, "precondition.stale")
    refused(system.delete(path), 428, "precondition.missing")
    for wrong in ({}, {"dead": False}, {"message": "m", "dead": True}, {"since": "2020-01-01T00:00:00Z"}):
        refused(system.post(f"{path}replay/", wrong), 400, "request.invalid")
    refused(system.post(f"{path}replay/", message="msg_x"), 404, "record.not_there")
    with make.acting("sysadmin") as by:
        actions.switch_off(by=by, endpoint=Endpoint.objects.get())
    tag = system.get(path)["ETag"]
    refused(system.post(f"{path}resume/", match=tag), 409, "endpoint.off_by_administrator")


def test_nobody_elses_endpoint_is_to_be_had(api, street_client, url, receiver, refused, city):  # noqa: F811
    theirs = open_endpoint(receiver)
    path = f"webhooks/{theirs.pk}/"
    for client in (street_client, api("integrator")):
        assert told(client.get("webhooks/"))["results"] == []
        refused(client.get(path), 404, "record.not_there")
        refused(client.get(f"{path}deliveries/"), 404, "record.not_there")
        refused(client.patch(path, match=1, name="x"), 404, "record.not_there")
        for action in ("pause", "resume", "rotate", "test", "replay"):
            refused(client.post(f"{path}{action}/", {}, match=1), 404, "record.not_there")
    for name in ("clerk_a", "officer", "sysadmin", "secadmin"):
        refused(api(name).get("webhooks/"), 403, "role.not_allowed")
    reader = city("webhooks.read", "feed.read")
    refused(reader.post("webhooks/", {"name": "x", "url": url}), 403, "client.scope_missing")
    refused(city("feed.read").get("webhooks/"), 403, "client.scope_missing")


def test_the_database_itself_shows_a_street_its_users_endpoints_alone(street_client, url, receiver):
    opened(street_client, url)
    theirs = open_endpoint(receiver)
    with make.acting("clerk_a"):
        assert not Endpoint.objects.exists() and not Secret.objects.exists() and AllowedHost.objects.exists()
        assert Endpoint.objects.filter(pk=theirs.pk).update(url="https://elsewhere.example/") == 0


class TestItGoesOffByItself:
    @pytest.fixture
    def off(self, receiver, push):
        """An endpoint whose receiver says that it wants no more."""
        endpoint = open_endpoint(receiver, contact="ops@city.invalid")
        for name in ("sysadmin", "officer"):
            make.User.objects.filter(pk=make.user(name).pk).update(email=f"{name}@office.invalid")
        receiver.answers = [(410, {})] * 9
        make.opened("fuel")
        push()
        return endpoint

    def job(self):
        with make.acting(None):
            return Job.objects.visible_to(None).get(name=actions.TELL)

    def tell(self):
        job = self.job()
        with make.acting(None):
            one = Inline(None, **job.args)
            one.id = job.pk
            telling.tell(one)

    def test_its_contact_and_the_administrators_are_told_once(self, off):
        self.tell()
        assert {m.to[0] for m in mail.outbox} == {"ops@city.invalid", "sysadmin@office.invalid"}
        for message in mail.outbox:
            assert off.name in message.subject and "410" in message.body
            inside = message.to == ["sysadmin@office.invalid"]
            assert ("/admin/webhooks/" in message.body) == inside
            assert (f"/api/v1/webhooks/{off.pk}/resume/" in message.body) != inside
        with make.acting(None):
            assert AuditEntry.objects.filter(action="job.started", data__name=actions.TELL).count() == 1

    def test_nobody_is_told_of_one_that_is_on_again_or_was_switched_off_by_hand(self, off):
        with make.acting("sysadmin") as by:
            actions.switch_on(by=by, endpoint=off)
        self.tell()
        assert mail.outbox == []
        with make.acting("sysadmin") as by:
            actions.switch_off(by=by, endpoint=off)
        assert self.job()

    def test_its_system_sees_why_and_switches_it_on_again(self, receiver, push, system, url):
        shown, _tag = opened(system, url)
        with make.acting(None):
            actions.switch_off(by=None, endpoint=Endpoint.objects.get(), because=Off.FAILING)
        seen = system.get(f"webhooks/{shown['id']}/")
        assert told(seen)["off_because"] == "failing"
        receiver.secrets.append(shown["secret"])
        make.opened("fuel")
        assert told(system.post(f"webhooks/{shown['id']}/resume/", match=seen["ETag"]))["off_at"] is None
        assert push() == len(receiver.seen) > 0

    def test_all_dead_are_sent_again(self, system, url, push, receiver):
        shown, _tag = opened(system, url)
        receiver.secrets.append(shown["secret"])
        receiver.answers = [(500, {})] * 9
        make.opened("fuel")
        push()
        with make.acting(None):
            dead = {"state": State.DEAD, "error": "receiver.refused", "ended_at": "2024-01-01T00:00:00Z"}
            count = Delivery.objects.visible_to(None).waiting().update(**dead)
        receiver.answers = []
        assert told(system.post(f"webhooks/{shown['id']}/replay/", dead=True)) == {"count": count}
        make_due()
        push()
        assert {one.state for one in deliveries()} == {State.DELIVERED}
