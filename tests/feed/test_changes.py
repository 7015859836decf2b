"""What the feed tells: every write of what is watched, once, in the order of recording, to whom it belongs."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts import confinement
from accounts.models import DISTRICT_ITSELF, Posting, Street
from accounts.roles import Role
from accounts.scoping import enter, narrowed, scope_of
from services.circumstances import actions as circumstances
from services.feed.reading import START, changes_after
from services.feed.representing import REPRESENTED
from services.feed.serializers import WHAT
from services.ledger import actions as ledger
from services.ledger.models import Entry
from services.people import actions as people
from services.people.models import Certificate, Organisation, Person, Residence
from tests import make

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 6, 1)


def events(after=START, name=None, **options):
    with make.acting(name) as by:
        return changes_after(after, 1000, by=by, **options)


def told(page, what):
    return [(event.key, event.operation) for event in page.events if event.what == what]


@pytest.fixture
def now():
    """The position behind everything that the test has set up."""
    return lambda: events().position


def test_every_write_is_told(now):
    before = now()
    person = make.person()
    house = make.household(person)
    case = make.opened("home_modification", person)
    with make.acting("clerk_a") as by:
        status = circumstances.record(by=by, person=person, code="dibao", valid_from=DAY, source="低保证")
    page = events(before)
    with make.acting(None):
        certificate = str(Certificate.objects.get().pk)
    assert told(page, "person") == [(str(person.pk), "created")]
    assert told(page, "certificate") == [(certificate, "created")]
    assert set(told(page, "household")) == {(str(house.pk), "created"), (str(house.pk), "updated")}
    assert told(page, "circumstance") == [(str(status.pk), "created")]
    assert told(page, "case") == [(str(case.pk), "created")]
    with make.acting(None):
        entries = Entry.objects.order_by("id")
        assert told(page, "entry") == [(str(entry.pk), "created") for entry in entries]
    assert [e.position for e in page.events] == sorted(e.position for e in page.events)
    assert (page.more, events(page.position).events) == (False, [])


def test_a_step_is_told_as_an_entry_and_as_a_new_version_of_its_case(now):
    case = make.opened("fuel")
    before = now()
    entry = make.moved(case, "reviewed", DAY)
    found = {(e.what, e.key, e.version, e.case, e.code) for e in events(before).events}
    assert found == {
        ("case", str(case.pk), 2, str(case.pk), ""),
        ("entry", str(entry.pk), None, str(case.pk), "fuel.reviewed"),
    }


def test_what_changes_nothing_is_not_told(now):
    person = make.person()
    before = now()
    with make.acting("clerk_a"):
        Person.objects.filter(pk=person.pk).update(name=person.name)
    assert events(before).events == []


def test_a_void_is_told_of_what_it_voids(now):
    case = make.opened("fuel")
    (entry,) = make.entries(case, "submitted")
    before = now()
    with make.acting("officer") as by:
        ledger.void(by=by, entry=entry, reason="重复登记")
    (event,) = events(before).events
    assert (event.what, event.key, event.operation) == ("entry", str(entry.pk), "voided")


def test_a_merge_and_its_undoing_are_told(now):
    one, other = make.person("王一"), make.person("王二")
    before = now()
    with make.acting("officer") as by:
        merge = ledger.merge_persons(by=by, person=one, into=other, on=DAY, reason="同一人")
    between = now()
    with make.acting("officer") as by:
        ledger.unmerge_persons(by=by, merge=merge, reason="不是同一人")
    (event,) = [e for e in events(before, what=["person"]).events if e.position < between]
    assert (event.key, event.operation, event.into) == (str(one.pk), "merged", str(other.pk))
    assert told(events(between), "person") == [(str(one.pk), "unmerged")]
    assert told(events(between), "entry") == [(str(merge.pk), "voided")]


def test_who_reads_one_street_is_told_what_left_it_and_what_came(now):
    person = make.person()
    case = make.opened("fuel", person)
    before = now()
    with make.acting("officer") as by:
        ledger.hand_over(by=by, person=person, to=Street.objects.get(pk=make.STREET_B), on=DAY, reason="迁居")
    street = {}
    for code in (make.STREET_A, make.STREET_B):
        with enter(narrowed(scope_of(make.user("integrator")), code)) as scope:
            street[code] = changes_after(before, 1000, by=scope.user)
    assert told(street[make.STREET_A], "person") == [(str(person.pk), "left")]
    assert told(street[make.STREET_A], "case") == [(str(case.pk), "left")]
    assert told(street[make.STREET_B], "person") == [(str(person.pk), "updated")]
    assert told(street[make.STREET_B], "case") == [(str(case.pk), "updated")]
    assert {operation for _key, operation in told(street[make.STREET_B], "certificate")} == {"updated"}
    whole = events(before)
    assert told(whole, "person") == [(str(person.pk), "left"), (str(person.pk), "updated")]


def test_residences_are_told_and_leave_with_their_person(now, api):
    before = now()
    person = make.person()
    with make.acting(None):
        home = Residence.objects.get(person=person)
    assert told(events(before), "residence") == [(str(home.pk), "created")]
    between = now()
    with make.acting("officer") as by:
        ledger.hand_over(by=by, person=person, to=Street.objects.get(pk=make.STREET_B), on=DAY, reason="迁居")
    found = {}
    for code in (make.STREET_A, make.STREET_B):
        with enter(narrowed(scope_of(make.user("integrator")), code)) as scope:
            found[code] = set(told(changes_after(between, 1000, by=scope.user), "residence"))
    assert found[make.STREET_A] == {(str(home.pk), "left")}
    assert (str(home.pk), "updated") in found[make.STREET_B]
    shown = api("integrator", make.STREET_B).get(f"residences/{home.pk}/").json()
    assert (shown["person"], shown["kind"]) == (str(person.pk), "hukou") and "address" not in shown
    for client in (api("clerk_a"), api("integrator", make.STREET_A)):
        assert client.get(f"residences/{home.pk}/").status_code == 404


def test_organisations_are_told_to_every_street(now, api):
    before = now()
    with make.acting("clerk_a") as by:
        one = people.register_organisation(by=by, kind="employer", name="好工作公司")
        Organisation.objects.filter(pk=one.pk).update(name="更好的公司")
    for code in (make.STREET_A, make.STREET_B):
        with enter(narrowed(scope_of(make.user("integrator")), code)) as scope:
            page = changes_after(before, 1000, by=scope.user, what=["organisation"])
        assert told(page, "organisation") == [(str(one.pk), "created"), (str(one.pk), "updated")]
    client = api("integrator", make.STREET_B)
    records = client.get("changes/", what="organisation", full="true").json()["results"]
    assert records[-1]["record"] == client.get(f"organisations/{one.pk}/").json()
    assert records[-1]["record"]["name"] == "更好的公司" and records[-1]["street"] == DISTRICT_ITSELF


def test_a_deleted_row_is_told(now):
    case = make.opened("device", parties=[make.person("王小红", sex="F")])
    before = now()
    with make.acting("clerk_a"):
        case.parties.all().delete()
    assert told(events(before), "case") == [(str(case.pk), "updated")]


def test_small_pages_tell_the_same_as_a_large_one():
    for kind in ("fuel", "home_modification"):
        make.lived(kind)
    whole = events().events
    found, position, more = [], START, True
    while more:
        with make.acting(None):
            page = changes_after(position, 3, by=None)
        found, position, more = found + page.events, page.position, page.more
    assert found == whole
    assert len(whole) > 20


def test_every_table_of_people_and_cases_is_watched_or_left_out_on_purpose():
    elsewhere = {
        "people.DistinctPair",  # who looked at two records: of no use outside
        "people.HandoverRequest",
        "cases.Decision",  # written with an entry, never changed
        "cases.GridSheet",
        "cases.Override",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%\\_is\\_watched\\_%'"
        )
        watched = {table for (table,) in cursor.fetchall()}
    apps_ = ("people", "circumstances", "cases")
    ours = [m for m in confinement.confined_models() if m._meta.app_label in apps_]
    assert {m._meta.label for m in ours if m._meta.db_table not in watched} == elsewhere
    assert "people_organisation" in watched
    assert watched <= {m._meta.db_table for m in apps.get_models()}
    assert set(WHAT) == set(REPRESENTED)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO feed_change (street_id, what, key, operation, into_key, recorded_at)"
        f" VALUES ('{make.STREET_A}', 'person', 'x', 'deleted', '', now())",
        "UPDATE feed_change SET key = 'x'",
        "DELETE FROM feed_change",
        "TRUNCATE feed_change",
        "DELETE FROM feed_epoch",
    ],
)
def test_nobody_writes_changes(statement):
    make.person()
    for name in ("clerk_a", "officer", None):
        with make.acting(name), pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)


class TestRest:
    def test_it_tells_page_by_page_and_where_to_go_on(self, api):
        case = make.opened("fuel")
        integrator = api("integrator")
        first = integrator.get("changes/", limit=2).json()
        assert (len(first["results"]), first["more"]) == (2, True)
        assert first["results"][0]["what"] == "person"
        rest = integrator.get(first["next"]).json()
        assert rest == integrator.get("changes/", limit=2, cursor=first["cursor"]).json()
        answer = integrator.get("changes/", cursor=first["cursor"]).json()
        (changed,) = [one for one in answer["results"] if one["what"] == "case"]
        assert (changed["key"], changed["operation"], changed["version"]) == (str(case.pk), "created", 1)
        assert "record" not in changed and answer["more"] is False
        after = integrator.get(answer["next"]).json()
        assert (after["results"], after["more"]) == ([], False)
        make.moved(case, "reviewed", DAY)
        told = integrator.get(after["next"]).json()["results"]
        assert {one["what"] for one in told} == {"case", "entry"}

    def test_it_gives_the_rows_as_they_are_now_when_asked(self, api):
        person = make.person()
        make.household(person)
        case = make.lived("device", person)
        answer = api("integrator").get("changes/", full="true", limit=1000).json()
        records = {(one["what"], one["key"]): one["record"] for one in answer["results"]}
        assert {what for what, _key in records} == set(WHAT) - {"circumstance", "organisation"}
        shown = api("integrator").get(f"cases/{case.pk}/").json()
        mine = records["case", str(case.pk)]
        assert mine["details"] == shown["details"] and mine["status"] == shown["status"]
        person = api("integrator").get(f"people/{case.person_id}/").json()
        assert records["person", str(case.person_id)] == {k: v for k, v in person.items() if k != "certificates"}
        (certificate,) = [record for (what, _key), record in records.items() if what == "certificate"]
        assert certificate == person["certificates"][0]

    def test_a_full_page_costs_as_many_queries_as_it_has_kinds_of_rows(self, api, django_assert_max_num_queries):
        for _n in range(4):
            make.opened("fuel")
        integrator = api("integrator")
        with django_assert_max_num_queries(20):
            answer = integrator.get("changes/", full="true", limit=1000).json()
        assert len(answer["results"]) >= 16

    def test_a_street_is_told_its_own_alone(self, api):
        make.opened("fuel")
        user = make.User.objects.create(username="city", name="市平台")
        for street in (make.STREET_A, make.STREET_B):
            Posting.objects.create(user=user, street_id=street, role=Role.INTEGRATOR)
        own = api("integrator", make.STREET_A).get("changes/").json()["results"]
        assert {one["street"] for one in own} == {make.STREET_A}
        assert api("integrator", make.STREET_B).get("changes/").json()["results"] == []

    def test_who_may_not(self, api, refused):
        for name in ("clerk_a", "finance", "sysadmin"):
            refused(api(name).get("changes/"), 403, "role.not_allowed")
        assert api("director").get("changes/").status_code == 200

    @pytest.mark.parametrize("cursor", ["x", "WzFd", "bnVsbA", "Ii0i", "WyJhIiwxLDIsM10x", "é", "W10", "A" * 199])
    def test_a_cursor_that_is_none_is_refused(self, api, refused, cursor):
        refused(api("integrator").get("changes/", cursor=cursor), 400, "cursor.invalid", "/cursor")

    def test_after_a_restore_one_starts_over(self, api, refused):
        make.person()
        cursor = api("integrator").get("changes/").json()["cursor"]
        call_command("begin_epoch", verbosity=0)
        refused(api("integrator").get("changes/", cursor=cursor), 410, "cursor.epoch_over", "/cursor")
        assert api("integrator").get("changes/").status_code == 200
