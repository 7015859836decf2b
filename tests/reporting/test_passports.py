"""A published number keeps its address: definition, moment, value, hash, its records as known then, and whether it
still reproduces."""

import io
import json
import re
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from openpyxl import load_workbook

from accounts.models import AuditEntry
from reporting import catalogue, exports
from reporting.catalogue import Indicator
from reporting.figures import passports
from reporting.passports import reproduce
from reporting.periods import year
from reporting.publishing import with_ids
from services.ledger import actions as ledger
from tests import make
from tests.reporting import publications as pub
from tests.reporting.book import write

FUEL = "subsidies.fuel_persons"
RATE = "employment.employment_rate"
GROWTH, INSTEAD = "certificates.assessed_growth", "certificates.assessed_persons_stated"
DISTRICT, STREET = f"/figures/2023-1-{FUEL}-district/", f"/figures/2023-1-{FUEL}-{make.STREET_A}/"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(make.user(name))
    return client


def rows(html: str) -> int:
    return html.count("<tr><th scope") - html.count("<thead><tr><th scope")


@pytest.fixture
def world(db):
    people = [make.person("王一"), make.person("李二"), make.person("张三", street=make.STREET_B)]
    entries = [write("fuel.paid", "2023-05-01", person=person) for person in people]
    for person, detail in zip(people, ("employed", "seeking", "employed"), strict=True):
        write("employment_status.started", "2023-01-01", person=person, detail=detail)
    write("certificate_application.assessed", "2023-05-01", person=people[0])
    write("stated.value", "2023-12-31", quantity=4, detail=INSTEAD, reason="上年总结")
    return entries, pub.frozen()


def test_it_opens_what_was_published(world):
    html = signed_in("director").get(DISTRICT).content.decode()
    assert "享受机动轮椅车燃油补贴：3 人" in html and rows(html) == 3
    assert "王*" in html and "王一" not in html
    row = pub.figure(FUEL)
    for told in (row.pk, row.member_hash, "第1版口径", "director", "按发布时的登记情况刚刚重新计算", "没有变化"):
        assert told in html
    assert AuditEntry.objects.filter(action="passport.opened", target=row.pk).exists()


def test_later_edits_leave_it_and_are_told_beside_it(world):
    entries, _one = world
    with make.acting("officer") as by:
        ledger.void(by=by, entry=entries[0], reason="登记错人")
    html = signed_in("director").get(DISTRICT).content.decode()
    assert "享受机动轮椅车燃油补贴：3 人" in html and rows(html) == 3
    assert "现在是 2 人" in html and "刚刚重新计算" in html
    (changes,) = re.findall(r'href="(/summary/2023/publication/changes/[^"]+)"', html)
    html = signed_in("director").get(changes).content.decode()
    assert "发布时计入、后来不计入：享受机动轮椅车燃油补贴（1条）" in html and "（0条）" in html


def test_the_number_of_the_summary_leads_to_its_passport_and_says_whether_it_is_the_same(world):
    entries, _one = world
    page = f"/summary/2023/{FUEL}/"
    html = signed_in("director").get(page).content.decode()
    assert f'href="{DISTRICT}"' in html and "与这个数字一致" in html
    assert "已发布第1版" in signed_in("director").get("/summary/2023/").content.decode()
    with make.acting("officer") as by:
        ledger.void(by=by, entry=entries[0], reason="登记错人")
    assert "发布以后有变动" in signed_in("director").get(page).content.decode()
    street = signed_in("reviewer_b").get(page).content.decode()
    assert f"2023-1-{FUEL}-{make.STREET_B}" in street and DISTRICT not in street
    assert "已发布" not in signed_in("director").get(f"/summary/2022/{FUEL}/").content.decode()


def test_a_ratio_opens_both_its_numbers(world):
    html = signed_in("director").get(f"/figures/2023-1-{RATE}-district/").content.decode()
    assert "66.66%" in html
    parts = re.findall(r'href="(/figures/[^"]+)">[^<]*：(\d)</a>', html)
    assert [value for _url, value in parts] == ["2", "3"]
    for url, value in parts:
        assert rows(signed_in("director").get(url).content.decode()) == int(value)


def test_what_was_stated_in_place_of_a_denominator_is_what_opens(world):
    """On the passport, on the number's own page and in the workbook."""
    client = signed_in("director")
    html = client.get(f"/figures/2023-1-{GROWTH}-district/").content.decode()
    url = f"/figures/2023-1-{INSTEAD}-district/"
    assert "-75%" in html and re.search(f'href="{url}">[^<]*：4</a>', html)
    assert rows(client.get(url).content.decode()) == 1
    assert re.search(
        f'href="/summary/2023/{INSTEAD}/[^"]*">[^<]*：4</a>', client.get(f"/summary/2023/{GROWTH}/").content.decode()
    )
    with make.acting("director"):
        sheet = load_workbook(io.BytesIO(exports.written("summary", "xlsx", {"year": 2023}))).worksheets[0]
    (row,) = (row for row in sheet.iter_rows() if row[1].value == GROWTH)
    assert (row[3].value, row[3].number_format) == (-75, '0"%"')
    below = sheet[row[0].row + 2]
    assert below[0].value.startswith("分母：") and (below[1].value, below[3].value) == (INSTEAD, 4)


def test_a_street_opens_its_own_alone_and_knows_of_no_other(world):
    client = signed_in("reviewer_a")
    assert client.get(STREET).status_code == 200
    other = client.get(f"/figures/2023-1-{FUEL}-{make.STREET_B}/")
    nowhere = client.get("/figures/2023-1-nothing-district/")
    assert (client.get(DISTRICT).status_code, other.status_code, nowhere.status_code) == (404, 404, 404)
    assert re.sub(r"csrf\S+ value=\S+|2023-1-\S+", "", other.content.decode()) == re.sub(
        r"csrf\S+ value=\S+|2023-1-\S+", "", nowhere.content.decode()
    )
    assert signed_in("clerk_a").get(STREET).status_code == 403
    assert Client().get(STREET).status_code == 302
    changes = f"/summary/2023/publication/changes/2023-1-{FUEL}-"
    assert client.get(f"{changes}{make.STREET_A}/").status_code == 200
    assert client.get(f"{changes}district/").status_code == client.get(f"{changes}{make.STREET_B}/").status_code == 404


def test_a_person_who_went_to_another_street_is_counted_there_and_not_named(world):
    entries, _one = world
    with make.acting("officer") as by:
        person = entries[0].person
        to = make.Street.objects.get(pk=make.STREET_B)
        ledger.hand_over(by=by, person=person, to=to, on=make.dt.date(2024, 1, 2), reason="迁移")
    html = signed_in("reviewer_a").get(STREET).content.decode()
    assert rows(html) == 2 and "（已移交其他街道）" in html and "刚刚重新计算" in html


def test_its_records_are_paged_by_key(world, monkeypatch):
    monkeypatch.setattr("reporting.passport_page.PER_PAGE", 2)
    client = signed_in("director")
    (following,) = re.findall(r'href="([^"]+)" rel="next"', client.get(DISTRICT).content.decode())
    html = client.get(unescape(following)).content.decode()
    assert rows(html) == 1 and 'rel="next"' not in html
    assert client.get(f"{DISTRICT}?after=x").status_code == 400


def test_a_changed_definition_leaves_it_and_its_number_is_no_longer_given_out(world, monkeypatch):
    monkeypatch.setattr(catalogue, "_figures", dict(catalogue._figures))
    old = catalogue.get(FUEL, year(2023))
    Indicator(
        code=FUEL, version=2, since=2023, label="新口径", unit=old.unit, codes=("fuel.approved",), definition="新"
    )
    html = signed_in("director").get(DISTRICT).content.decode()
    assert "享受机动轮椅车燃油补贴：3 人" in html and "刚刚重新计算" in html and "没有变化" in html and rows(html) == 3
    with make.acting("officer"):
        (passport,) = with_ids(2023, passports(2023, area="district", code=FUEL))
    assert (passport["version"], passport["id"]) == (2, None)
    del catalogue._figures[FUEL, 1]
    html = signed_in("director").get(DISTRICT).content.decode()
    assert "已经没有这一版口径" in html and "享受机动轮椅车燃油补贴：3 人" in html


def test_it_says_when_it_no_longer_reproduces(own_database):
    entry = write("fuel.paid", "2023-05-01", person=make.person("王一"))
    pub.frozen()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_entry SET happened_on = '2022-05-01' WHERE id = %s", [entry.pk])
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
    html = signed_in("director").get(DISTRICT).content.decode()
    assert "被改动过" in html and "重新计算：0" in html and f"ledger entry {entry.pk}" in html
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify", stdout=out, stderr=io.StringIO())
    assert f"passport 2023-1-{FUEL}-district: published 1, its records give 0" in out.getvalue()


def test_verify_names_a_passport_that_was_altered(own_database):
    write("fuel.paid", "2023-05-01", person=make.person("王一"))
    pub.frozen()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE reporting_figure DISABLE TRIGGER USER")
        cursor.execute("UPDATE reporting_figure SET value = 2 WHERE id = %s", [f"2023-1-{FUEL}-district"])
        cursor.execute("ALTER TABLE reporting_figure ENABLE TRIGGER USER")
    with make.acting(None):
        assert not reproduce(pub.figure(FUEL)).same
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify", stdout=out, stderr=io.StringIO())
    said = out.getvalue()
    assert "publication 2023 version 1: its passports are not what was checked" in said
    assert f"passport 2023-1-{FUEL}-district: published 2, its records give 1" in said


def test_the_command_gives_the_id_of_exactly_what_is_published(world):
    def ids() -> dict[tuple[str, str], str | None]:
        out = io.StringIO()
        call_command("figures", "2023", "--format", "json", stdout=out)
        return {(one["code"], one["area"]): one["id"] for one in json.loads(out.getvalue())}

    entries, _one = world
    assert all(ids().values()) and ids()[FUEL, "district"] == f"2023-1-{FUEL}-district"
    with make.acting("officer") as by:
        ledger.void(by=by, entry=entries[0], reason="登记错人")
    now = ids()
    assert now[FUEL, "district"] is None and now[FUEL, make.STREET_A] is None
    assert now[FUEL, make.STREET_B] == f"2023-1-{FUEL}-{make.STREET_B}"
