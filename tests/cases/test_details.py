"""What was applied for is put right while nothing was decided about it; afterwards it has to come back first."""

import datetime as dt

import pytest

from accounts.models import AuditEntry
from services.ledger.models import Entry
from services.legal_aid.models import LegalAid
from services.subsidies.models import FuelGrant
from tests import make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
DAY = dt.date(2023, 3, 2)


@pytest.fixture
def desk(client):
    client.force_login(make.user("clerk_a"), backend=BACKEND)
    return client


def page(case, name="details"):
    return f"/admin/subsidies/fuelgrant/{case.pk}/{name}/"


def plates():
    with make.acting(None):
        return list(FuelGrant.objects.values_list("plate", flat=True))


@pytest.mark.parametrize("came_back", [False, True])
def test_a_plate_is_put_right_and_the_ledger_does_not_move(desk, came_back):
    case = make.opened("fuel", make.person())
    if came_back:
        make.moved(case, "returned", DAY, by="reviewer_a", reason="车牌填错")
    with make.acting(None):
        case.refresh_from_db()
        before = Entry.objects.count()
    assert page(case) in desk.get(page(case, "change")).content.decode()
    sent = {"seen_version": case.version, "plate": "京残99999"}
    body = desk.post(page(case), sent, follow=True).content.decode()
    assert "申请内容已更正" in body and "京残99999" in body and plates() == ["京残99999"]
    with make.acting(None):
        version = case.version
        case.refresh_from_db()
        assert (case.version, Entry.objects.count()) == (version + 1, before)
        assert AuditEntry.objects.filter(action="case.corrected", target=f"cases.case:{case.pk}").count() == 1
    assert "刚刚被别人更新" in desk.post(page(case), {**sent, "plate": "京残00000"}).content.decode()
    assert plates() == ["京残99999"]


def test_what_was_decided_about_is_not_changed(desk):
    case = make.lived("fuel", make.person(), until="reviewed")
    plate = plates()
    assert page(case) not in desk.get(page(case, "change")).content.decode()
    body = desk.post(page(case), {"seen_version": case.version, "plate": "京残99999"}).content.decode()
    assert "退回补正" in body and plates() == plate


def test_what_would_be_refused_at_the_counter_is_refused_here(desk):
    case = make.opened("home_help", make.person())
    url = f"/admin/subsidies/homehelpgrant/{case.pk}/details/"
    assert "请先改正" in desk.post(url, {"seen_version": case.version}).content.decode()


def test_a_sealed_text_stays_sealed(desk):
    case = make.opened("legal_aid", make.person())
    with make.acting(None):
        row = LegalAid.objects.get(pk=case.pk)
    sent = {"seen_version": case.version, "matter": row.matter, "form": row.form, "facts": "拖欠四个月工资。"}
    assert desk.post(f"/admin/legal_aid/legalaid/{case.pk}/details/", sent).status_code == 302
    with make.acting(None):
        assert LegalAid.objects.get(pk=case.pk).facts == "拖欠四个月工资。"


def test_another_street_does_not_know_it_and_a_director_may_not(client):
    case = make.opened("fuel", make.person())
    for name, status in (("clerk_b", 404), ("director", 403)):
        client.force_login(make.user(name), backend=BACKEND)
        assert client.post(page(case), {"seen_version": 1, "plate": "京残99999"}).status_code == status
