"""NDJSON down: a file, its manifest, and the place from which the feed goes on."""

import datetime as dt
import hashlib
import json

import pytest

from accounts.scoping import enter, narrowed, scope_of
from services.bulk import exporting, selecting, tasks
from services.bulk.models import Export
from services.feed.representing import REPRESENTED
from tests import make
from tests.bulk.sending import Inline, digest, taken

pytestmark = pytest.mark.django_db


def test_an_export_and_the_changes_after_it_are_everything(api):
    case = make.lived("fuel", until="reviewed")
    make.opened("device")
    integrator = api("integrator")
    manifest, content = taken(integrator, what="case")
    rows = {row["id"]: row for row in map(json.loads, content.splitlines())}
    assert manifest["count"] == len(rows) == 2
    assert manifest["sha256"] == hashlib.sha256(content).hexdigest()
    assert rows[str(case.pk)]["status"] == "reviewed"
    assert integrator.get("changes/", cursor=manifest["cursor"]).json()["results"] == []
    make.moved(case, "returned", dt.date(2023, 5, 1), reason="材料不全")
    told = integrator.get("changes/", cursor=manifest["cursor"], what="case", full="true").json()["results"]
    rows |= {one["key"]: one["record"] for one in told}
    _manifest, again = taken(integrator, what="case")
    assert rows == {row["id"]: row for row in map(json.loads, again.splitlines())}


@pytest.mark.parametrize("what", sorted(REPRESENTED))
def test_everything_that_is_fed_can_be_taken(api, what):
    make.lived("home_modification")
    manifest, content = taken(api("integrator"), what=what)
    assert manifest["count"] == content.count(b"\n")
    assert (manifest["count"] > 0) == (what != "circumstance")
    assert set(REPRESENTED) == set(selecting.MODELS)


def test_a_kind_narrows_it(api, refused):
    make.opened("fuel")
    make.opened("device")
    manifest, content = taken(api("integrator"), what="entry", kind="fuel")
    assert [json.loads(row)["code"] for row in content.splitlines()] == ["fuel.submitted"] * manifest["count"]
    refused(api("integrator").post("exports/", what="case", kind="x"), 400, "request.invalid", "/kind")
    refused(api("integrator").post("exports/", what="person", kind="fuel"), 400, "request.invalid", "/kind")


def test_a_street_takes_its_own_alone(api):
    make.opened("fuel")
    key = api("integrator", make.STREET_B).post("exports/", what="case").json()["id"]
    with enter(narrowed(scope_of(make.user("integrator")), make.STREET_B)) as scope:
        exporting.export(Inline(scope.user, export=key))
    assert api("integrator", make.STREET_B).get(f"exports/{key}/").json()["count"] == 0


def test_the_file_is_given_out_with_its_digest_when_it_is_there(api, refused):
    make.opened("fuel")
    integrator = api("integrator")
    waiting = integrator.post("exports/", what="case")
    assert (waiting.status_code, waiting.json()["state"]) == (202, "queued")
    refused(integrator.get(f"{waiting['Location']}file/"), 409, "export.not_ready")
    manifest, content = taken(integrator, what="case", kind="fuel")
    integrator.headers["Accept"] = "application/x-ndjson"
    answer = integrator.get(f"exports/{manifest['id']}/file/")
    assert (answer.content, answer["Content-Digest"]) == (content, digest(content))
    assert answer["Content-Type"] == "application/x-ndjson"
    refused(integrator.get(f"{waiting['Location']}file/"), 409, "export.not_ready")


def test_files_are_sealed_and_forgotten_in_time(api, refused, settings):
    person = make.person("玛瑙隐娘")
    manifest, content = taken(api("integrator"), what="person")
    assert person.name.encode() in content
    with make.acting(None):
        assert person.name.encode() not in bytes(Export.objects.get().content)
    assert tasks.forget() == 0
    settings.WORKBOOK_DAYS = -1
    assert tasks.forget() == 1
    refused(api("integrator").get(f"exports/{manifest['id']}/file/"), 410, "export.forgotten")
    assert api("integrator").get(f"exports/{manifest['id']}/").json() == manifest


def test_nobody_elses_export_is_to_be_had(api, refused):
    manifest, _content = taken(api("integrator"), what="person")
    for path in ("", "file/"):
        refused(api("director").get(f"exports/{manifest['id']}/{path}"), 404, "record.not_there")
    refused(api("clerk_a").post("exports/", what="person"), 403, "role.not_allowed")


def test_too_much_at_once_is_refused_before_it_begins(api, refused, monkeypatch):
    make.opened("fuel")
    monkeypatch.setattr(selecting, "MOST_ROWS", 0)
    refused(api("integrator").post("exports/", what="case"), 422, "export.too_large", "/what")
