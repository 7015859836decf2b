"""“为什么变了”: every bucket opens as many records as it says, who recorded them is told, another street is refused."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from accounts.models import AuditEntry
from services.ledger.reading import settle
from tests import make
from tests.reporting.book import void, write
from tests.reporting.test_pages import signed_in

pytestmark = pytest.mark.django_db
CODE = "subsidies.fuel_persons"
WHY = f"/summary/2023/{CODE}/why/"


@pytest.fixture
def since():
    """A reading after which one payment is withdrawn and two are entered late."""
    people = [make.person(name) for name in ("王一", "李二", "张三", "赵四")]
    wrong = write("fuel.paid", "2023-05-01", person=people[0])
    write("fuel.paid", "2022-05-01", person=people[3])
    with make.acting(None):
        moment = settle(None)
    void(wrong)
    for person in people[1:3]:
        write("fuel.paid", "2023-05-01", person=person)
    return moment


def opened(client, **words) -> str:
    answer = client.get(f"{WHY}?{urlencode(words)}")
    assert answer.status_code == 200
    return answer.content.decode()


def local(moment) -> str:
    return f"{moment.astimezone(make.dt.timezone(make.dt.timedelta(hours=8))):%Y-%m-%dT%H:%M:%S}"


def test_every_bucket_opens_as_many_records_as_it_says(since):
    client = signed_in("director")
    body = opened(client, from_year=2022)
    links = re.findall(r'<a href="(\?[^"]*bucket=[^"]*)">(\d+)<', body)
    assert [int(count) for _url, count in links] == [2, 1]  # two come, one goes
    for url, count in links:
        page = client.get(WHY + unescape(url)).content.decode()
        records = page[page.index('id="records"') :]
        assert records.count("<tr><th scope") - records.count("<thead><tr><th scope") == int(count)


def test_it_is_reached_from_the_summary_and_from_the_figure(since):
    client = signed_in("director")
    for path in ("/summary/2023/", f"/summary/2023/{CODE}/"):
        (link, *_more) = re.findall(rf'href="({re.escape(WHY)}[^"]*)"', client.get(path).content.decode())
        assert "为什么变了" in client.get(unescape(link)).content.decode()


def test_what_was_recorded_since_is_told_with_its_cause(since):
    moment = since + make.dt.timedelta(seconds=1)
    wait_until(moment)
    write("fuel.paid", "2023-05-01", person=make.person("孙五"))
    body = opened(signed_in("director"), since=local(moment), bucket="late", part="")
    assert "事后补录增加1人（1条）" in body and "孙*" in body and "孙五" not in body
    assert AuditEntry.objects.filter(action="figure.explained", target=CODE).exists()


def wait_until(moment):
    import time

    while make.dt.datetime.now(make.dt.UTC) <= moment:
        time.sleep(0.05)


def test_a_ratio_shows_both_its_parts(since):
    write("employment_status.started", "2023-01-01", person=make.person("孙五"), detail="employed")
    client = signed_in("director")
    body = client.get("/summary/2023/employment.employment_rate/why/").content.decode()
    assert body.count("变化的原因") == 2


def test_a_street_compares_its_own_years_only(since):
    client = signed_in("reviewer_a")
    body = opened(client)
    assert 'name="from_area"' not in body
    for words in ({"area": make.STREET_B}, {"area": "district"}):
        assert client.get(f"{WHY}?{urlencode(words)}").status_code == 403
    assert client.get(f"{WHY}?from_area={make.STREET_B}&from_year=2022").status_code == 200  # there is no such field
    assert signed_in("clerk_a").get(WHY).status_code == 403


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("since=yesterday", 400),
        ("from_year=1066", 400),
        ("bucket=x", 400),
        ("bucket=late&part=x", 400),
        ("from_area=1", 400),
        ("since=2999-01-01T00:00", 400),
        ("known_at=x", 400),
        ("after=%00&bucket=late", 200),
    ],
)
def test_bad_addresses_are_answered_in_words(query, status):
    assert signed_in("director").get(f"{WHY}?{query}").status_code == status
