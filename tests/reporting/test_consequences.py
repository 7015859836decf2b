"""Whoever is about to change what is published sees which figures, by how much, before it is saved."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from reporting.differences import pending
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import Person
from tests import make
from tests.reporting import publications as pub

pytestmark = pytest.mark.django_db
SEEN = re.compile(r'name="consequences_seen" value="([0-9a-f]{64})"')
ROW = re.compile(
    r'<tr><th scope="row">(?:<a href="[^"]*">)?(?:[^<]*?：)?([^<]*?)(?:</a>)?'
    r'<span class="quiet">([^<]*?)（[^<]*）</span></th>'
    r'<td class="num">([^<]*)</td><td class="num">([^<]*)</td><td class="num"><strong>([^<]*)</strong>'
)


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(make.user(name))
    return client


def told(answer) -> dict[tuple[str, str], tuple[str, str, str]]:
    """(label, area) -> published, now, after; empty when the page says nothing."""
    html = answer.content.decode()
    if not SEEN.search(html):
        return {}
    return {(label, area): values for label, area, *values in ROW.findall(html)}


def seen(answer) -> str:
    return SEEN.search(answer.content.decode())[1]


def sent(client: Client, url: str, **values):
    """The first answer, and the second one after what it told was acknowledged."""
    first = client.post(url, values)
    if first.status_code == 302:
        return first, first
    return first, client.post(url, {**values, "consequences_seen": seen(first)})


@pytest.fixture
def world():
    """A device approved on 2023-03-04 in street A; the year 2023 is published: case, approval, publication."""
    case = make.lived("device", make.person("王一"), until="approved")
    make.lived("device", make.person("李二", street=make.STREET_B), until="approved")
    one = pub.frozen()
    (entry,) = make.entries(case, "approved")
    return case, entry, one


def url(case: Case, page: str, *more) -> str:
    return f"/admin/devices/deviceapplication/{case.pk}/{page}/" + "".join(f"{one}/" for one in more)


def test_a_void_tells_before_it_is_saved(world):
    case, entry, _one = world
    client = signed_in("clerk_a")
    first = client.post(url(case, "take-back", entry.pk), {"reason": "登记错"})
    assert first.status_code == 200
    found = told(first)
    assert found["批准的申请", "2023年 月坛街道"] == ["1", "1", "0"]
    assert found["批准的申请", "2023年 全区"] == ["2", "2", "1"]
    assert found["申请获批的人员", "2023年 全区"] == ["2", "2", "1"]
    assert ("提出的申请", "2023年 全区") not in found
    with make.acting("clerk_a"):
        assert Entry.objects.get(pk=entry.pk).voided_at is None  # nothing is saved yet
    done = client.post(url(case, "take-back", entry.pk), {"reason": "登记错", "consequences_seen": seen(first)})
    assert done.status_code == 302
    with make.acting("clerk_a"):
        assert Entry.objects.get(pk=entry.pk).voided_at is not None


def test_what_was_seen_is_what_is_saved(world):
    """Another fingerprint, or figures that moved meanwhile, are shown again."""
    case, entry, _one = world
    client, page = signed_in("clerk_a"), url(case, "take-back", entry.pk)
    assert client.post(page, {"reason": "x", "consequences_seen": "0" * 64}).status_code == 200
    first = client.post(page, {"reason": "x"})
    make.lived("device", make.person("赵四"), until="approved")
    again = client.post(page, {"reason": "x", "consequences_seen": seen(first)})
    assert again.status_code == 200 and told(again)["批准的申请", "2023年 月坛街道"] == ["1", "2", "1"]
    assert client.post(page, {"reason": "x", "consequences_seen": seen(again)}).status_code == 302


def test_a_corrected_date_that_leaves_the_year_tells_and_one_within_does_not(world):
    case, entry, _one = world
    client, page = signed_in("clerk_a"), url(case, "correct", entry.pk)
    away, saved = sent(client, page, happened_on="2024-01-10", reason="日期有误")
    assert told(away)["批准的申请", "2023年 全区"] == ["2", "2", "1"] and saved.status_code == 302
    with make.acting("clerk_a"):
        again = Entry.objects.standing().get(code="device.approved")
    back, saved = sent(client, url(case, "correct", again.pk), happened_on="2023-03-20", reason="原来的日期对")
    assert told(back)["批准的申请", "2023年 全区"] == ["2", "1", "2"] and saved.status_code == 302
    with make.acting("clerk_a"):
        again = Entry.objects.standing().get(code="device.approved")
    within, _saved = sent(client, url(case, "correct", again.pk), happened_on="2023-03-21", reason="再更正")
    assert within.status_code == 302


def test_a_back_dated_step_tells_and_one_of_today_does_not(world):
    case, _entry, _one = world
    client = signed_in("clerk_a")
    values = {"seen_version": case.version}
    with make.acting("clerk_a"):
        values = {"seen_version": Case.objects.get(pk=case.pk).version}
    first = client.post(url(case, "step", "delivered"), {**values, "on": "2023-12-30"})
    assert told(first)["交付的器具", "2023年 月坛街道"] == ["0", "0", "3"]
    assert client.post(url(case, "step", "delivered"), {**values, "on": "2024-01-05"}).status_code == 302


def test_an_annulled_case_tells_all_that_it_takes_along(world):
    case, _entry, _one = world
    first, saved = sent(signed_in("clerk_a"), url(case, "annul"), reason="重复登记")
    labels = {label for label, area in told(first) if area == "2023年 月坛街道"}
    assert {"批准的申请", "提出的申请", "申请的器具", "批准的器具", "提出申请的人员", "申请获批的人员"} <= labels
    assert saved.status_code == 302


def test_merge_and_unmerge_tell_the_person_that_counts_once(world):
    case, _entry, _one = world
    other = make.person("王壹")
    make.lived("device", other, until="approved", on=make.dt.date(2023, 5, 1))
    pub.corrected(pub.published(2023))
    client = signed_in("officer")
    merge = reverse("admin:person_merge_into", args=[other.pk, case.person_id])
    first, saved = sent(client, merge, reason="同一人")
    found = told(first)
    assert found.get(("申请获批的人员", "2023年 全区")) == ["3", "3", "2"], found
    assert ("批准的申请", "2023年 全区") not in found and saved.status_code == 302
    with make.acting("officer"):
        entry = Entry.objects.of("person.merged").get()
    first, saved = sent(client, f"/admin/custody/unmerge/{entry.pk}/", reason="不是同一人")
    assert told(first)["申请获批的人员", "2023年 全区"] == ["3", "2", "3"] and saved.status_code == 302


def test_the_end_of_a_certificate_in_a_published_year_tells(world):
    case, _entry, _one = world
    with make.acting("reviewer_a"):
        certificate = Person.objects.get(pk=case.person_id).certificates.get()
    client, page = signed_in("reviewer_a"), f"/admin/people/certificate/{certificate.pk}/end/"
    first = client.post(page, {"on": "2023-11-01", "reason": "own_request"})
    assert told(first)["持证残疾人", "2023年 全区"] == ["2", "2", "1"]
    html = first.content.decode()
    # A street's reviewer opens the passport of the own street, not the district's.
    assert "/figures/2023-1-people.certificate_holders-110102007/" in html
    assert "/figures/2023-1-people.certificate_holders-district/" not in html


def test_a_handover_dated_into_a_published_year_tells_both_streets(world):
    case, _entry, _one = world
    page = f"/admin/custody/hand-over/{case.person_id}/"
    first = signed_in("officer").post(page, {"to": make.STREET_B, "on": "2023-10-01", "reason": "户籍迁移"})
    found = told(first)
    assert found["持证残疾人", "2023年 月坛街道"] == ["1", "1", "0"]
    assert found["持证残疾人", "2023年 广安门外街道"] == ["1", "1", "2"]
    assert ("持证残疾人", "2023年 全区") not in found


def test_a_clerk_is_told_of_the_own_street_and_the_district_only(world):
    case, entry, _one = world
    found = told(signed_in("clerk_a").post(url(case, "take-back", entry.pk), {"reason": "x"}))
    assert {area for _label, area in found} == {"2023年 月坛街道", "2023年 全区"}


def test_nothing_is_told_while_nothing_is_published():
    case = make.lived("device", make.person("王一"), until="approved")
    (entry,) = make.entries(case, "approved")
    answer = signed_in("clerk_a").post(url(case, "take-back", entry.pk), {"reason": "登记错"})
    assert answer.status_code == 302


def test_what_is_told_is_what_becomes_pending(world):
    case, entry, one = world
    first, _saved = sent(signed_in("clerk_a"), url(case, "take-back", entry.pk), reason="登记错")
    with make.acting("officer"):
        found = {(p.figure.code, p.figure.street_id, p.now["value"]) for p in pending(one)}
    assert ("devices.applications_approved", None, 1) in found
    assert len([row for row in found if row[1] is None]) == len([1 for _l, area in told(first) if "全区" in area])
