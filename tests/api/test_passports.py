"""Published figures by their permanent id."""

import pytest

from services.ledger import actions as ledger
from tests import make
from tests.reporting import publications as pub
from tests.reporting.book import write

FUEL, RATE = "subsidies.fuel_persons", "employment.employment_rate"


@pytest.fixture
def world(db):
    people = [make.person("王一"), make.person("李二"), make.person("张三", street=make.STREET_B)]
    entries = [write("fuel.paid", "2023-05-01", person=person) for person in people]
    for person in people:
        write("employment_status.started", "2023-01-01", person=person, detail="employed")
    return entries, pub.frozen()


def test_a_passport_is_what_was_published(api, world):
    entries, one = world
    live = {f["code"]: f for f in api("officer").get("figures/2023/").json()["results"]}[FUEL]
    with make.acting("officer") as by:
        ledger.void(by=by, entry=entries[0], reason="登记错人")
    found = api("officer").get(f"passports/2023-1-{FUEL}-district/").json()
    assert found.pop("publication") == 1 and found.pop("reproduces") is True
    found.pop("published_at")
    assert found.pop("known_at") == one.known_at.astimezone(make.dt.timezone(make.dt.timedelta(hours=8))).isoformat()
    live.pop("known_at")
    assert found == live and found["id"] == f"2023-1-{FUEL}-district"
    assert {f["code"]: f for f in api("officer").get("figures/2023/").json()["results"]}[FUEL]["id"] is None


def test_its_members_are_paged_as_known_then(api, world):
    entries, _one = world
    with make.acting("officer") as by:
        ledger.void(by=by, entry=entries[0], reason="登记错人")
    officer = api("officer")
    first = officer.get(f"passports/2023-1-{FUEL}-district/members/", limit=2).json()
    assert len(first["results"]) == 2 and first["next"]
    rest = officer.get(first["next"].partition("/api/v1/")[2]).json()
    keys = [row["key"] for row in first["results"] + rest["results"]]
    assert sorted(keys) == sorted(str(entry.person_id) for entry in entries) and rest["next"] is None
    assert all("*" in row["subject"] for row in first["results"])


def test_a_ratio_has_two_lists(api, world, refused):
    officer, path = api("officer"), f"passports/2023-1-{RATE}-district/members/"
    assert len(officer.get(path, part="numerator").json()["results"]) == 3
    refused(officer.get(path), 400, "figure.part", "/part")


def test_a_street_has_its_own_alone(api, world, refused):
    street = api("reviewer_a")
    assert street.get(f"passports/2023-1-{FUEL}-{make.STREET_A}/").json()["value"] == 2
    for area in ("district", make.STREET_B, "x"):
        for path in ("", "members/"):
            answer = refused(street.get(f"passports/2023-1-{FUEL}-{area}/{path}"), 404, "passport.not_there")
    assert answer == refused(street.get("passports/nothing/"), 404, "passport.not_there")
    refused(api("clerk_a").get(f"passports/2023-1-{FUEL}-{make.STREET_A}/"), 403, "role.not_allowed")
    assert api("officer", make.STREET_B).get(f"passports/2023-1-{FUEL}-{make.STREET_A}/").status_code == 404


def test_nothing_can_be_written(api, world):
    officer = api("officer")
    for method in (officer.post, officer.delete):
        assert method(f"passports/2023-1-{FUEL}-district/").status_code == 405
