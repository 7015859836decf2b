"""The administrators' pages: the secret is seen once, and every button does what it says."""

import re

import pytest

from services.webhooks import actions
from services.webhooks.models import AllowedHost, Delivery, Endpoint, State
from tests import make
from tests.webhooks.conftest import deliveries, open_endpoint

pytestmark = pytest.mark.django_db
LIST = "/admin/webhooks/endpoint/"


def sign_in(client, name):
    client.force_login(make.user(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def sysadmin(client):
    return sign_in(client, "sysadmin")


def body(response) -> str:
    return response.content.decode()


def test_a_new_endpoint_shows_its_secret_once(sysadmin, receiver):
    open_endpoint(receiver)
    filled = {"user": make.user("integrator").pk, "name": "民政平台", "url": receiver.url, "kinds": ["fuel"]}
    answer = sysadmin.post(f"{LIST}add/", filled)
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", body(answer))
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    endpoint = Endpoint.objects.none()
    with make.acting(None):
        endpoint = Endpoint.objects.get(name="民政平台")
        assert [one.text for one in endpoint.secrets.all()] == [secret]
    again = sysadmin.post(f"{LIST}add/", filled)
    assert "已经登记了同一个接收地址" in body(again) and "whsec_" not in body(again)
    assert "whsec_" not in body(sysadmin.get(f"{LIST}{endpoint.pk}/change/"))


def test_a_refusal_stands_at_its_field(sysadmin, receiver):
    open_endpoint(receiver)
    answer = sysadmin.post(
        f"{LIST}add/", {"user": make.user("integrator").pk, "name": "x", "url": "https://else.example/"}
    )
    assert "还没有准许" in body(answer) and 'id="id_url_error"' in body(answer)


def test_every_button_of_an_endpoint_does_what_it_says(sysadmin, endpoint, receiver, push):
    url = f"{LIST}{endpoint.pk}/"

    def press(page, **data):
        assert sysadmin.get(url + page + "/").status_code == 200
        answer = sysadmin.post(url + page + "/", data)
        assert answer.status_code == 302, body(answer)
        return body(sysadmin.get(answer["Location"]))

    assert "测试事件几秒钟内发出" in press("test")
    push()
    assert len(receiver.seen) == 1
    with make.acting(None):
        Delivery.objects.update(state=State.DEAD, error="receiver.refused")
    assert "没有接受" in body(sysadmin.get(f"{url}change/"))
    press("dead")
    assert [d.state for d in deliveries()] == [State.WAITING]
    assert "1个事件" in press("range", since="2020-01-01T00:00", until="2030-01-01T00:00")
    assert "已停用" in press("off")
    assert "发送测试事件" not in body(sysadmin.get(f"{url}change/"))
    press("on")
    assert "新名字" in press("edit", name="新名字", url=receiver.url, kinds=["fuel"])
    shown = sysadmin.post(f"{url}secret/")
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", body(shown))
    assert secret not in receiver.secrets
    assert "还在有效期内" in body(sysadmin.post(f"{url}secret/"))
    assert "旧密钥有效至" in body(sysadmin.get(f"{url}change/"))
    assert "旧密钥已停用" in press("old-secret")
    (delivery,) = deliveries()
    again = f"/admin/webhooks/delivery/{delivery.pk}/"
    assert "webhook.test" in body(sysadmin.get(f"{again}change/"))
    assert sysadmin.post(f"{again}again/").status_code == 302


def test_hosts_are_allowed_and_forbidden_by_the_security_administrator(client):
    secadmin = sign_in(client, "secadmin")
    url = "/admin/webhooks/allowedhost/"
    filled = {"host": " Hooks.City.example ", "port": 443, "purpose": "市残联平台"}
    assert secadmin.post(f"{url}add/", filled).status_code == 302
    assert "已经准许" in body(secadmin.post(f"{url}add/", filled))
    assert "小写字母" in body(secadmin.post(f"{url}add/", {**filled, "host": "https://x/"}))
    with make.acting(None):
        allowed = AllowedHost.objects.get()
    assert str(allowed) == "hooks.city.example:443"
    assert "撤销准许" in body(secadmin.get(f"{url}{allowed.pk}/change/"))
    assert secadmin.post(f"{url}{allowed.pk}/forbid/").status_code == 302
    with make.acting(None):
        assert not AllowedHost.objects.exists()


@pytest.mark.parametrize(
    ("name", "sees"), [("secadmin", True), ("clerk_a", False), ("officer", False), ("auditor", False)]
)
def test_others_see_or_do_nothing(client, endpoint, name, sees):
    with make.acting("sysadmin") as by:
        test = actions.send_test(by=by, endpoint=endpoint)
    browser = sign_in(client, name)
    for url in (LIST, f"{LIST}{endpoint.pk}/change/", f"/admin/webhooks/delivery/{test.pk}/change/"):
        assert browser.get(url).status_code == (200 if sees else 403)
    for page in ("edit", "test", "secret", "old-secret", "off", "on", "dead", "range"):
        assert browser.post(f"{LIST}{endpoint.pk}/{page}/").status_code == 403
    assert browser.post(f"/admin/webhooks/delivery/{test.pk}/again/").status_code == 403


def test_the_work_page_tells_of_what_did_not_arrive(sysadmin, endpoint):
    with make.acting("sysadmin") as by:
        actions.send_test(by=by, endpoint=endpoint)
    with make.acting(None):
        Delivery.objects.update(state=State.DEAD, error="receiver.timeout", ended_at="2024-01-01T00:00:00Z")
        actions.switch_off(by=None, endpoint=endpoint, because="failing")
    told = body(sysadmin.get("/admin/"))
    assert "事件未送达" in told and "接收端自动停用" in told
