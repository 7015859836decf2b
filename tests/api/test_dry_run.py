"""What is tried first answers as it would, names the published figures that it would move, and leaves nothing there."""

import datetime as dt

import pytest
from django.db import connection

from services.cases import kinds
from tests import make
from tests.api.test_documents import upload
from tests.api.test_lives import OPENED, body_of, name_of, plain
from tests.documents.files import photo
from tests.lives import LIVES
from tests.reporting import publications as pub

DAY = dt.date(2023, 5, 4)


def everything() -> dict[str, str]:
    """Table -> a digest of all its rows, of all that the district's scope may read."""
    with make.acting(None), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(oid, 'SELECT')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        digests = (f"(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t)" for name in tables)
        cursor.execute(f"SELECT {', '.join(digests)}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


def tried(answer) -> list[dict]:
    assert answer.status_code == 200, answer.json()
    assert answer.json().keys() == {"moved_figures"}
    assert not {"ETag", "Location", "Idempotency-Replayed"} & answer.headers.keys()
    return answer.json()["moved_figures"]


def test_no_kind_of_case_leaves_anything_behind(api):
    bodies = {}
    for code, life in LIVES.items():
        kind, body = kinds.get(code), body_of(kinds.get(code))
        if life.opener == "officer" and not kind.whole and "person" not in body and "payment" not in body:
            body["street"] = make.STREET_A
        bodies[code] = api(name_of(life.opener)), body
    before = everything()
    assert before["cases_case"] and len(before) > 60
    for code, (client, body) in bodies.items():
        assert tried(client.post(f"cases/{code}/?dry_run=true", body, key="k")) == []
    assert everything() == before
    client, body = bodies["device"]
    assert client.post("cases/device/", body, key="k").status_code == 201


@pytest.mark.parametrize("code", ["device", "home_modification", "placement"])
def test_no_step_leaves_anything_behind_and_then_it_is_done(api, code):
    case, day = api(name_of(LIVES[code].opener)).post(f"cases/{code}/", body_of(kinds.get(code))).json(), OPENED
    for slug, who, data in LIVES[code].steps():
        day += dt.timedelta(days=1)
        given, client = {"on": day, **plain(data(day) if callable(data) else data)}, api(name_of(who))
        if kinds.get(code).step(slug).internal:
            break
        path, seen = f"cases/{case['id']}/steps/{slug}/", client.get(f"cases/{case['id']}/")["ETag"]
        before = everything()
        assert tried(client.post(f"{path}?dry_run=true", given, match=seen, key=None)) == []
        assert everything() == before
        assert client.post(path, given, match=seen).status_code == 201


def test_it_names_what_it_would_move_and_that_is_what_moves(api):
    make.lived("home_help", make.person("王一"), until="approved")
    person = make.person("李二")
    pub.frozen()
    clerk, body = api("clerk_a"), {"person": person.pk, "opened_on": DAY, "declared_unemployed": True}
    before = everything()
    would = tried(clerk.post("cases/home_help/?dry_run=true", body, key=None))
    assert would and everything() == before
    assert clerk.post("cases/home_help/", body).json()["moved_figures"] == would


def test_what_would_be_refused_is_refused_and_where_it_means_nothing_it_is_unknown(api, refused):
    person, clerk = make.person(), api("clerk_a")
    body = {"person": person.pk, "opened_on": DAY, "tenure": "owned", "needs": "坡道"}
    path = "cases/home_modification/?dry_run=true"
    refused(clerk.post(path, body | {"needs": ""}, key=None), 400, "request.invalid", "/needs")
    refused(clerk.post(f"{path}x", body), 400, "request.invalid", "/dry_run")
    refused(api("finance").post(path, body, key=None), 403, "role.not_allowed")
    refused(clerk.post("people/?dry_run=true", {"name": "某某"}, key=None), 400, "id_number.missing", "/id_number")
    refused(clerk.post(f"people/{person.pk}/reveal/?dry_run=true", purpose="x"), 400, "request.invalid", "/dry_run")
    case = clerk.post("cases/home_modification/?dry_run=false", body).json()
    refused(clerk.post(path, body, key=None), 409, "case.already_applied")
    refused(
        api("officer").post(f"cases/{case['id']}/annul/?dry_run=true", {"reason": "x"}), 428, "precondition.missing"
    )
    tried(api("officer").post(f"cases/{case['id']}/annul/?dry_run=true", {"reason": "x"}, match=1, key=None))
    assert clerk.get(f"cases/{case['id']}/").json()["status"] == "submitted"


def test_no_register_keeps_anything(api, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    clerk, case = api("clerk_a"), make.opened("home_modification")
    head, other = make.person("王一"), make.person("李二")
    home = clerk.post("households/", {"person": head.pk, "on": DAY}).json()["id"]
    member = clerk.post(f"households/{home}/members/", {"person": other.pk, "on": DAY, "relation": "child"}).json()
    key, later = member["members"][-1]["id"], DAY + dt.timedelta(days=1)
    third, number = make.person("赵三"), make.id_number(dt.date(1980, 1, 1))
    document = upload(clerk, case).json()["id"]
    before, files = everything(), [*settings.FILES_DIR.rglob("*")]
    person = clerk.get(f"people/{head.pk}/")["ETag"]
    tried(clerk.post("people/?dry_run=true", {"name": "某某", "id_number": number}, key=None))
    tried(clerk.patch(f"people/{head.pk}/?dry_run=true", match=person, name="王乙"))
    tried(clerk.post("households/?dry_run=true", {"person": third.pk, "on": DAY}, key=None))
    join = {"person": third.pk, "on": DAY, "relation": "child"}
    tried(clerk.post(f"households/{home}/members/?dry_run=true", join, key=None))
    seen = clerk.get(f"households/{home}/")["ETag"]
    tried(clerk.post(f"households/{home}/members/{key}/leave/?dry_run=true", {"on": later}, match=seen, key=None))
    tried(clerk.post("organisations/?dry_run=true", {"kind": "employer", "name": "好工作"}, key=None))
    tried(upload(clerk, case, photo(colour="red"), key=None, query="?dry_run=true"))
    withdraw = f"documents/{document}/withdraw/?dry_run=true"
    tried(clerk.post(withdraw, {"reason": "传错"}, match=1, key=None))
    assert everything() == before
    assert [*settings.FILES_DIR.rglob("*")] == files and files
