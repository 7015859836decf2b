"""NDJSON up: what arrived is what was sent, every line has its result, the same line twice does nothing."""

import datetime as dt

import pytest

from accounts.scoping import enter, narrowed, scope_of
from services.bulk import work
from services.bulk.models import Line, Upload
from services.bulk.views import BulkView
from services.cases import kinds
from services.cases.models import Case
from services.ledger.models import Entry
from tests import make
from tests.api.test_lives import body_of
from tests.bulk.sending import Inline, digest, ndjson, posted, sent

pytestmark = pytest.mark.django_db
DAY = "2023-03-01"


def line(person, number="1", **values):
    given = {"opened_on": DAY, "external_system": "citycard", "external_id": number, **values}
    return given | ({"person": str(person.pk)} if person else {})


def statuses(results):
    return [one["status"] for one in results]


def test_each_line_becomes_a_case_as_if_it_had_been_posted_alone(api):
    one, other = make.person(), make.person(born=dt.date(1970, 1, 1))
    with make.acting("clerk_a"):
        number = other.id_number
    by_number = {"id_number": number, **line(None, "2", plate="京A12346")}
    results = sent(api("integrator"), "fuel", [line(one, plate="京A12345"), by_number])
    assert statuses(results) == ["new", "new"]
    alone = api("integrator").post("cases/fuel/", line(make.person(born=dt.date(1971, 1, 1)), "3", plate="京A12347"))
    posted_alone = alone.json()
    shown = api("integrator").get(f"cases/{results[0]['case']}/").json()
    own = ("id", "number", "person", "external_id", "entries", "details")
    assert {k: v for k, v in shown.items() if k not in own} == {k: v for k, v in posted_alone.items() if k not in own}
    assert [e["code"] for e in shown["entries"]] == [e["code"] for e in posted_alone["entries"]]
    assert shown["person"]["id"] == str(one.pk)
    assert api("integrator").get(f"cases/{results[1]['case']}/").json()["person"]["id"] == str(other.pk)


@pytest.mark.parametrize("kind", [kind.code for kind in kinds.all_kinds()])
def test_every_kind_can_be_sent(api, kind):
    body = body_of(kinds.get(kind)) | {"external_system": "citycard", "external_id": "1"}
    if not kinds.get(kind).whole and "person" not in body and "payment" not in body:
        body["street"] = make.STREET_A
    (result,) = sent(api("officer"), kind, [body], "officer")
    assert (result["status"], result["errors"]) == ("new", [])
    case = api("officer").get(f"cases/{result['case']}/").json()
    assert (case["kind"], case["external_system"], case["origin"]) == (kind, "citycard", "platform")
    (again,) = sent(api("officer"), kind, [{"external_id": "1", **body}], "officer")
    assert (again["status"], again["case"]) == ("same", result["case"])


def test_the_same_lines_again_do_nothing(api):
    lines = [line(make.person(born=dt.date(1970, 1, n)), str(n), plate=f"京A1234{n}") for n in range(1, 4)]
    integrator = api("integrator")
    first = sent(integrator, "fuel", lines)
    make.moved(Case(pk=first[0]["case"], kind="fuel", street_id=make.STREET_A), "reviewed", dt.date(2023, 4, 1))
    with make.acting(None):
        before = Case.objects.count(), Entry.objects.count()
    again = sent(integrator, "fuel", lines)
    assert statuses(again) == ["same"] * 3
    assert [one["case"] for one in again] == [one["case"] for one in first]
    with make.acting(None):
        assert (Case.objects.count(), Entry.objects.count()) == before


def test_a_case_that_was_posted_alone_is_found_by_its_number(api):
    person = make.person()
    alone = api("integrator").post("cases/fuel/", line(person, plate="京A12345")).json()
    (result,) = sent(api("integrator"), "fuel", [line(person, plate="京A12345")])
    assert (result["status"], result["case"]) == ("same", alone["id"])


def test_what_differs_is_corrected_by_who_may(api):
    person = make.person()
    (first,) = sent(api("integrator"), "fuel", [line(person, plate="京A12345")])
    (refused,) = sent(api("integrator"), "fuel", [line(person, plate="京B99999")])
    assert (refused["status"], refused["errors"][0]["code"]) == ("conflict", "case.differs")
    (changed,) = sent(api("officer"), "fuel", [line(person, plate="京B99999")], "officer")
    assert (changed["status"], changed["case"]) == ("changed", first["case"])
    assert api("officer").get(f"cases/{first['case']}/").json()["details"]["plate"] == "京B99999"


def test_a_bad_line_hinders_no_other(api):
    good = make.person()
    stranger, bad_number = make.person(born=dt.date(1970, 1, 1)), "110199197001010000"
    lines = [
        line(good, "1", plate="京A12345"),
        "not an object",
        line(good, "2", plate="京A12345", colour="red"),
        line(good, "1", plate="京A12346"),
        {"opened_on": DAY, "external_system": "citycard", "external_id": "5", "plate": "x", "id_number": bad_number},
        line(stranger, "6", plate="京A12345", opened_on="2023-02-30"),
        {"opened_on": DAY, "person": str(good.pk), "plate": "京A12345"},
        line(stranger, "8", plate="京A12348", opened_on="2999-01-01"),
        line(good, "9", plate="京A12349"),
        line(stranger, make.id_number(dt.date(1970, 1, 2)), plate="京A12348"),
    ]
    results = sent(api("integrator"), "fuel", lines)
    assert statuses(results) == ["new", *["wrong"] * 2, "repeated", *["wrong"] * 4, "repeated", "wrong"]
    told = [one["errors"][0]["code"] if one["errors"] else "" for one in results]
    assert told[:4] == ["", "line.unreadable", "field.unknown", "line.repeated"]
    assert told[5:] == ["field.invalid", "field.required", "date.in_future", "line.repeated", "field.personal"]
    assert [one["line"] for one in results] == list(range(1, 11))
    with make.acting(None):
        assert Case.objects.count() == 1
        assert not Line.objects.filter(problems__icontains=bad_number).exists()


def test_another_streets_people_are_not_to_be_had(api):
    person = make.person(street=make.STREET_B)
    with make.acting("clerk_b"):
        number = person.id_number
    client = api("integrator", make.STREET_A)
    lines = [line(person, "1", plate="京A12345"), {**line(None, "2", plate="京A12345"), "id_number": number}]
    answer = posted(client, "fuel", ndjson(lines))
    with enter(narrowed(scope_of(make.user("integrator")), make.STREET_A)) as scope:
        work.write(Inline(scope.user, upload=answer.json()["id"]))
    results = client.get(f"uploads/{answer.json()['id']}/lines/").json()["results"]
    assert [one["errors"][0]["code"] for one in results] == ["person.not_there", "person.not_registered"]


class TestJointApplicants:
    def line(self, number, joint, person=None):
        body = {k: v for k, v in body_of(kinds.get("device")).items() if k != "person"}
        person = person or make.person(born=dt.date(1960, 1, int(number)))
        return body | {"person": person.pk, "external_system": "citycard", "external_id": number, "joint": joint}

    def test_they_stand_on_the_application_and_are_counted(self, api):
        others = [make.person("王小红", born=dt.date(1970, 1, day)) for day in (1, 2)]
        integrator = api("integrator")
        (result,) = sent(integrator, "device", [self.line("1", [one.pk for one in others])])
        case = integrator.get(f"cases/{result['case']}/").json()
        assert [one["id"] for one in case["joint"]] == [str(one.pk) for one in others]
        alone = self.line("2", [one.pk for one in others])
        posted_alone = integrator.post("cases/device/", alone).json()
        assert [e["code"] for e in case["entries"]] == [e["code"] for e in posted_alone["entries"]]
        assert statuses(sent(integrator, "device", [alone])) == ["same"]
        (other,) = sent(api("officer"), "device", [alone | {"joint": []}], "officer")
        assert (other["status"], other["errors"][0]["code"]) == ("conflict", "case.joint_differs")
        assert other["errors"][0]["pointer"] == "/joint"

    def test_who_is_not_there_or_may_not_stops_that_line_alone(self, api):
        other, bare = make.person(born=dt.date(1970, 1, 1)), make.person(born=dt.date(1970, 1, 2), certificate=None)
        stranger, self_ = make.person(street=make.STREET_B), make.person(born=dt.date(1960, 1, 4))
        lines = [
            self.line("1", [other.pk, "11111111-1111-4111-8111-111111111111"]),
            self.line("2", [bare.pk]),
            self.line("3", [other.pk, other.pk]),
            self.line("4", [self_.pk], self_),
            self.line("5", [stranger.pk]),
            self.line("6", [other.pk]),
        ]
        results = sent(api("integrator"), "device", lines)
        assert statuses(results) == ["conflict"] * 5 + ["new"]
        told = [(one["errors"][0]["code"], one["errors"][0]["pointer"]) for one in results[:5]]
        assert told == [
            ("person.not_there", "/joint/1"),
            ("certificate.not_valid", "/joint"),
            ("constraint.party_is_named_once", ""),
            ("party.is_applicant", "/joint"),
            ("constraint.row_stands_beside_its_own_street", ""),
        ]


class TestReceiving:
    def test_the_digest_is_asked_for_and_held_against_what_arrived(self, api, refused):
        content, integrator = ndjson([line(make.person(), plate="京A12345")]), api("integrator")
        refused(posted(integrator, "fuel", content, Content_Digest=None), 400, "content_digest.missing")
        for header in ("md5=:AAAA:", "sha-256=AAAA", "sha-256=:AAAA:", "sha-256=:§:"):
            refused(posted(integrator, "fuel", content, Content_Digest=header), 400, "content_digest.unreadable")
        other = posted(integrator, "fuel", content, Content_Digest=digest(b"other"))
        refused(other, 400, "content_digest.mismatch")
        several = f"sha-512=:AAAA:, {digest(content)}"
        assert posted(integrator, "fuel", content, Content_Digest=several).status_code == 202

    def test_what_is_no_upload_is_refused(self, api, refused, monkeypatch):
        integrator = api("integrator")
        refused(posted(integrator, "fuel", b"\n \n"), 400, "bulk.empty")
        refused(posted(integrator, "nothing", b"{}"), 404, "record.not_there")
        refused(posted(integrator, "fuel", b"{}", Idempotency_Key=None), 400, "idempotency_key.missing")
        monkeypatch.setattr("services.bulk.actions.MOST_LINES", 2)
        refused(posted(integrator, "fuel", b"{}\n" * 3), 400, "bulk.too_many_lines")
        monkeypatch.setattr(BulkView, "most_bytes", 5)
        refused(posted(integrator, "fuel", b"{}\n" * 3), 413, "request.too_large")

    def test_more_than_a_form_may_hold_is_taken(self, api, settings):
        content = ndjson([{"external_id": "x" * 1000}] * 3000)
        assert len(content) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        answer = posted(api("integrator"), "fuel", content)
        assert (answer.status_code, answer.json()["lines"]) == (202, 3000)

    def test_the_same_request_is_received_once(self, api):
        content, integrator = ndjson([line(make.person(), plate="京A12345")]), api("integrator")
        first, again = (posted(integrator, "fuel", content, Idempotency_Key="k") for _n in range(2))
        assert again.json() == first.json() and again["Idempotency-Replayed"] == "true"
        with make.acting(None):
            assert Upload.objects.count() == 1

    def test_who_may_not(self, api, refused):
        for name in ("clerk_a", "finance", "sysadmin"):
            refused(posted(api(name), "fuel", b"{}"), 403, "role.not_allowed")
        refused(posted(api("integrator"), "recovery", b"{}"), 403, "role.not_allowed")

    def test_only_who_sent_them_sees_what_became_of_them(self, api, refused):
        answer = posted(api("integrator"), "fuel", ndjson([line(make.person(), plate="京A12345")]))
        key = answer.json()["id"]
        assert answer["Location"] == f"/api/v1/uploads/{key}/"
        assert api("integrator").get(f"uploads/{key}/").json()["state"] == "queued"
        for path in (f"uploads/{key}/", f"uploads/{key}/lines/"):
            refused(api("officer").get(path), 404, "record.not_there")

    def test_what_was_sent_is_sealed(self, api):
        posted(api("integrator"), "fuel", ndjson([{"id_number": "110199197001010000"}]))
        with make.acting(None):
            assert b"110199" not in bytes(Upload.objects.get().content)
