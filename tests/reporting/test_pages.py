"""The managers' pages: each number opens exactly its records, at the moment at which it was read."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from tests import make
from tests.reporting.book import write

pytestmark = pytest.mark.django_db
CODE = "subsidies.fuel_persons"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(make.user(name))
    return client


def links(html: str, code: str = CODE) -> list[tuple[str, str]]:
    """(URL, number) of every cell of a figure."""
    return [(unescape(url), text) for url, text in re.findall(rf'<a href="([^"]*/{code}/[^"]*)">([^<]*)</a>', html)]


@pytest.fixture
def written():
    people = [make.person("王一"), make.person("李二"), make.person("张三", street=make.STREET_B)]
    for person in people:
        write("fuel.paid", "2023-05-01", person=person)
    write("fuel.paid", "2022-05-01", person=people[0])
    return people


def test_a_stranger_is_sent_to_the_sign_in_page():
    answer = Client().get("/summary/2023/")
    assert answer.status_code == 302 and answer.url.startswith(reverse("admin:login"))


def test_every_number_opens_as_many_records_as_it_says(written):
    client = signed_in("director")
    html = client.get("/summary/2023/").content.decode()
    cells = links(html)
    assert [text for _url, text in cells][:2] == ["3", "3"] and len(cells) == 17  # 16 areas, and in the funnels
    assert "+2（+200.0%）" in html
    for url, text in cells:
        page = client.get(url).content.decode()
        assert page.count("<tr><th scope") - page.count("<thead><tr><th scope") == int(text)


def test_a_link_keeps_its_moment(written):
    client = signed_in("director")
    url, _text = links(client.get("/summary/2023/").content.decode())[0]
    write("fuel.paid", "2023-06-01", person=make.person("赵四"))
    assert "享受机动轮椅车燃油补贴：3人" in client.get(url).content.decode()
    assert links(client.get("/summary/2023/").content.decode())[0][1] == "4"


def test_names_are_masked_and_the_opening_is_recorded(written):
    client = signed_in("director")
    page = client.get(links(client.get("/summary/2023/").content.decode())[0][0]).content.decode()
    assert "王*" in page and "王一" not in page
    assert AuditEntry.objects.filter(action="figure.opened", target=CODE, by=make.user("director")).exists()


def test_a_long_list_is_paged_by_key(written, monkeypatch):
    monkeypatch.setattr("reporting.views.PER_PAGE", 2)
    client = signed_in("director")
    first = client.get(f"/summary/2023/{CODE}/").content.decode()
    (following,) = re.findall(r'href="([^"]+)" rel="next"', first)
    second = client.get(unescape(following)).content.decode()
    assert 'rel="next"' not in second
    assert sum(p in first for p in ("王*", "李*", "张*")) == 2 and sum(p in second for p in ("王*", "李*", "张*")) == 1


def test_a_street_sees_its_own_column_only(written):
    client = signed_in("reviewer_a")
    html = client.get("/summary/2023/").content.decode()
    assert [text for _url, text in links(html)] == ["2", "2"]  # in the funnels and in the table
    assert "全区</th>" not in html
    assert client.get(f"/summary/2023/{CODE}/?area={make.STREET_B}").status_code == 403
    assert client.get(f"/summary/2023/{CODE}/?area=district").status_code == 403
    assert client.get("/summary/2023/?basis=now").status_code == 403


def test_the_summary_opens_at_the_latest_year_of_which_something_is_recorded():
    make.opened("fuel", make.person(), on=dt.date(2023, 3, 1))
    assert signed_in("director").get("/summary/").url == "/summary/2023/"


def test_a_year_without_records_does_not_look_like_a_year_without_people(written):
    client = signed_in("director")
    assert "台账里没有这一年的业务记录" in client.get("/summary/2019/").content.decode()
    assert "台账里没有2021年的业务记录" in client.get("/summary/2022/").content.decode()
    assert "业务记录" not in client.get("/summary/2023/").content.decode()


@pytest.mark.parametrize("path", ["/summary/2023/", f"/summary/2023/{CODE}/"])
def test_a_clerk_is_refused(written, path):
    assert signed_in("clerk_a").get(path).status_code == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/summary/2023/people.nobody/", 404),
        ("/summary/1990/", 404),
        ("/summary/9999/", 404),
        ("/summary/2023/?known_at=yesterday", 400),
        ("/summary/2023/?known_at=2023-13-45T00:00:00Z", 400),
        ("/summary/2023/?known_at=2999-01-01T00:00:00Z", 400),
        ("/summary/2023/?basis=x", 400),
        (f"/summary/2023/{CODE}/?after=x", 400),
        (f"/summary/2023/{CODE}/?area=1", 404),
        ("/summary/", 302),
    ],
)
def test_bad_addresses_are_answered_in_words(path, status):
    assert signed_in("director").get(path).status_code == status


def test_a_ratio_opens_both_its_lists(written):
    people = [make.person("赵四"), make.person("孙五")]
    for person, detail in zip(people, ("employed", "seeking"), strict=True):
        write("employment_status.started", "2023-01-01", person=person, detail=detail)
    client = signed_in("director")
    html = client.get("/summary/2023/").content.decode()
    url, text = links(html, "employment.employment_rate")[0]
    assert text == "50.00%"
    page = client.get(url).content.decode()
    assert links(page, "employment.employed")[0][1].endswith("：1")
    assert links(page, "employment.labour_force")[0][1].endswith("：2")


def test_a_failing_assertion_is_shown_with_both_numbers(written):
    a, b = written[:2]
    write("device.approved", "2023-05-01", person=a)
    write("device.approved_joint", "2023-05-01", person=b, quantity=0)
    html = signed_in("director").get("/summary/2023/").content.decode()
    assert "“申请获批的人员”（2人）多于“批准的申请”（1件）" in html


@pytest.mark.parametrize(("name", "queries"), [("director", 30), ("reviewer_a", 30)])
def test_the_summary_asks_a_fixed_number_of_queries(written, name, queries, django_assert_num_queries):
    client = signed_in(name)
    client.get("/summary/2021/")

    with django_assert_num_queries(queries):
        client.get("/summary/2023/")
    with django_assert_num_queries(queries - 15):  # kept: nothing was recorded since
        client.get("/summary/2023/")


def test_the_export_is_a_job_and_not_for_a_clerk(written):
    known_at = "2026-01-01T00:00:00+00:00"
    answer = signed_in("director").post("/summary/2023/export/", {"known_at": known_at, "basis": "then"})
    assert answer.status_code == 302 and "/jobs/" in answer.url
    assert signed_in("clerk_a").post("/summary/2023/export/").status_code == 403
    assert signed_in("director").get("/summary/2023/export/").status_code == 405
