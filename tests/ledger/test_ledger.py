"""The ledger: only added to, voided with a reason, and the same for ever at a moment once settled."""

import datetime as dt
import threading
import time

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from accounts.errors import Conflict, Malformed, RuleBroken
from accounts.models import Community, Street
from services.ledger import actions, bulk, reading, sealing
from services.ledger.models import Entry
from tests import make

DAY = dt.date(2023, 6, 1)


def recorded(person, day=DAY, **values):
    with make.acting("clerk_a") as by:
        return actions.record(
            by=by, code="adult_rehab.session", on=day, street_id=person.street_id, person=person, **values
        )


@pytest.mark.django_db
class TestEntries:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE ledger_entry SET quantity = 2",
            "UPDATE ledger_entry SET voided_at = now()",
            "DELETE FROM ledger_entry",
            "TRUNCATE ledger_entry",
        ],
    )
    def test_it_refuses_every_change(self, statement):
        recorded(make.person())
        for name in ("clerk_a", "officer", None):
            with make.acting(name), pytest.raises(DatabaseError), transaction.atomic():
                connection.cursor().execute(statement)

    def test_it_takes_time_and_author_from_the_database(self):
        person, before = make.person(), timezone.now()
        with make.acting("clerk_a") as by:
            forged = Entry(code="fuel.paid", happened_on=DAY, street_id=person.street_id, person=person)
            forged.recorded_at, forged.recorded_by = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), make.user("clerk_b")
            forged.save()
            forged.refresh_from_db()
        assert forged.recorded_at > before
        assert forged.recorded_by == by

    def test_it_copies_what_a_count_relies_on(self):
        entry = recorded(make.person(born=dt.date(1985, 6, 2), certificate="43"))
        assert (entry.category, entry.grade, entry.age, entry.sex) == (4, 3, 37, "M")

    def test_of_merged_records_it_copies_what_is_known_of_the_person(self):
        """Whichever record an entry is about, one by one or in bulk: an old certificate here, a new one there."""
        one, kept, none = make.person(), make.person(certificate="43", since=DAY), make.person(certificate=None)
        with make.acting("officer") as by:
            for record, into in ((one, kept), (kept, none)):
                actions.merge_persons(by=by, person=record, into=into, on=DAY, reason="同一人")
                record.refresh_from_db()
            for record in (one, kept, none):
                taken = actions.snapshot(record, DAY)
                assert (taken["category"], taken["grade"]) == (4, 3)
                (many,) = bulk.snapshots([(record, DAY)])
                assert dict(zip(bulk.SNAPSHOT, many, strict=True)) == {**taken, "person_id": record.pk}

    def test_another_day_is_no_other_place(self):
        """Whoever moved since did not live in the new street's community then."""
        home = Community.objects.filter(street=make.STREET_A).first()
        person = make.person()
        with make.acting("officer") as by:
            person.community = home
            person.save()
            entry = recorded(person)
            to = Street.objects.get(pk=make.STREET_B)
            actions.hand_over(by=by, person=person, to=to, on=dt.date(2023, 7, 1), reason="迁居")
            entry.refresh_from_db()
            again = actions.replace(by=by, entry=entry, reason="日期有误", happened_on=dt.date(2023, 6, 2))
            assert (again.street_id, again.community) == (make.STREET_A, home)

    def test_it_voids_with_a_reason_and_only_once(self):
        entry = recorded(make.person())
        with make.acting("clerk_a") as by:
            with pytest.raises(RuleBroken):
                actions.void(by=by, entry=entry, reason=" ")
            actions.void(by=by, entry=entry, reason="登记错人")
            with pytest.raises(Conflict):
                actions.void(by=by, entry=entry, reason="再来一次")
            entry.refresh_from_db()
            assert entry.voided_at is not None
            assert not Entry.objects.of("adult_rehab.session").standing().exists()

    def test_it_replaces_and_keeps_the_old_one(self):
        entry = recorded(make.person())
        with make.acting("clerk_a") as by:
            again = actions.replace(by=by, entry=entry, reason="日期有误", happened_on=dt.date(2023, 6, 2))
            standing = Entry.objects.of("adult_rehab.session").standing()
            assert [(e.pk, e.happened_on) for e in standing] == [(again.pk, dt.date(2023, 6, 2))]
            assert again.replaces == entry

    def test_it_does_not_void_a_void(self):
        entry = recorded(make.person())
        with make.acting("clerk_a") as by:
            mark = actions.void(by=by, entry=entry, reason="登记错人")
            with pytest.raises(Conflict):
                actions.void(by=by, entry=mark, reason="反悔")

    def test_it_takes_no_id_number_into_a_reason_which_stays_for_ever(self):
        person = make.person()
        entry = recorded(person)
        spaced = f"{person.id_number[:6]} {person.id_number[6:14]}-{person.id_number[14:]}"
        with make.acting("clerk_a") as by:
            for number in (person.id_number, f"{person.id_number}42", spaced):
                with pytest.raises(RuleBroken) as refused:
                    actions.void(by=by, entry=entry, reason=f"证件{number}登记错")
                assert refused.value.code == "reason.holds_number"
            actions.void(by=by, entry=entry, reason="银行流水 2023050112345678 退回")

    def test_it_refuses_a_reading_in_the_future(self):
        with make.acting("officer"), pytest.raises(Malformed):
            reading.settle(timezone.now() + dt.timedelta(hours=1))

    def test_it_knows_a_merge_and_its_undoing_at_their_time(self):
        one, other = make.person("王小明"), make.person("王晓明")
        with make.acting("officer") as by:
            before = reading.settle(None)
            merge = actions.merge_persons(by=by, person=other, into=one, on=DAY, reason="同一人")
            merged = reading.settle(None)
            actions.unmerge_persons(by=by, merge=merge, reason="不是同一人")
            after = reading.settle(None)
            assert [stands_for(moment, other) for moment in (before, merged, after)] == [None, one.pk, None]

    def test_it_hands_over_a_person_with_open_cases_and_leaves_the_past(self):
        person = make.person()
        done, open_ = make.lived("home_help", person, on=dt.date(2022, 3, 1)), make.opened("home_help", person)
        with make.acting("officer") as by:
            from accounts.models import Street

            actions.hand_over(by=by, person=person, to=Street.objects.get(pk=make.STREET_B), on=DAY, reason="户籍迁移")
            for case in (done, open_):
                case.refresh_from_db()
            assert (done.street_id, open_.street_id) == (make.STREET_A, make.STREET_B)
            assert open_.homehelpgrant.street_id == make.STREET_B
            assert set(Entry.objects.filter(case=open_).values_list("street_id", flat=True)) == {make.STREET_A}
            assert person.certificates.get().street_id == make.STREET_B
        make.moved(open_, "reviewed", dt.date(2023, 6, 2))
        with make.acting("clerk_a"):
            assert not type(person).objects.filter(pk=person.pk).exists()


def stands_for(moment, person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT stands_for FROM ledger_canonical(%s) WHERE person_id = %s", [moment, person.pk])
        row = cursor.fetchone()
    return row and row[0]


def members(moment):
    with make.acting("officer"):
        return sorted(Entry.objects.of("adult_rehab.session").known_at(moment).values_list("pk", flat=True))


def test_a_reading_stays_the_same_although_a_writer_was_in_flight(own_database):
    person = make.person()
    first = recorded(person)
    wrote, finish = threading.Event(), threading.Event()

    def slow_writer():
        with make.acting("clerk_a") as by:
            actions.record(by=by, code="adult_rehab.session", on=DAY, street_id=person.street_id, person=person)
            wrote.set()
            finish.wait(10)
        connections.close_all()

    thread = threading.Thread(target=slow_writer)
    thread.start()
    assert wrote.wait(10)
    with make.acting("officer"):
        moment = reading.settle(None)
    seen = members(moment)
    finish.set()
    thread.join()
    assert seen == members(moment) == [first.pk]
    with make.acting("officer"):
        assert len(members(reading.settle(None))) == 2


def test_a_stated_moment_waits_for_the_writers_before_it(own_database):
    person = make.person()
    wrote = threading.Event()

    def slow_writer():
        with make.acting("clerk_a") as by:
            actions.record(by=by, code="adult_rehab.session", on=DAY, street_id=person.street_id, person=person)
            wrote.set()
            time.sleep(0.5)
        connections.close_all()

    thread = threading.Thread(target=slow_writer)
    thread.start()
    assert wrote.wait(10)
    moment = timezone.now()
    with make.acting("officer"):
        reading.settle(moment)
    assert len(members(moment)) == 1
    thread.join()


def test_who_reads_alone_keeps_nobody_waiting(own_database):
    """The ledger is given back at once, not when the reader's transaction ends."""
    person = make.person()
    with make.acting("officer"):
        moment = reading.alone()
        writer = threading.Thread(target=lambda: (recorded(person), connections.close_all()))
        writer.start()
        writer.join(5)
        assert not writer.is_alive()
        assert members(moment) == []
        assert Entry.objects.of("adult_rehab.session").get().recorded_at > moment


def test_voids_and_merges_after_a_moment_do_not_change_it(own_database):
    person, other = make.person(), make.person("王晓明")
    entry = recorded(person)
    recorded(other)
    with make.acting("officer"):
        moment = reading.settle(None)
    before = members(moment)
    with make.acting("clerk_a") as by:
        actions.void(by=by, entry=entry, reason="登记错人")
    with make.acting("officer") as by:
        actions.merge_persons(by=by, person=other, into=person, on=DAY, reason="同一人")
    assert members(moment) == before
    assert len(members(timezone.now())) == 1


def test_sealing_names_what_was_tampered_with(own_database):
    person = make.person()
    one, two, three = (recorded(person, DAY + dt.timedelta(days=n)) for n in range(3))
    with make.acting(None):
        sealing.seal()
        assert list(sealing.broken()) == []
    name = settings.DATABASES["owner"]["NAME"]
    connections["owner"].settings_dict["NAME"] = name
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_entry SET happened_on = '2022-01-01' WHERE id = %s", [one.pk])
        cursor.execute("UPDATE ledger_entry e SET quantity = 9 WHERE id = %s", [two.pk])
        cursor.execute("UPDATE ledger_entry e SET digest = ledger_digest(e) WHERE id = %s", [two.pk])
        cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [three.pk])
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
    with make.acting(None):
        said = " ".join(sealing.broken())
    assert f"ledger entry {one.pk}: its content" in said
    assert f"ledger entry {three.pk}: sealed, but no longer there" in said
    assert "are not what was sealed" in said


def test_an_entry_whose_person_was_deleted_is_named(own_database):
    entry = recorded(make.person(certificate=None))
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM people_residence")
        cursor.execute("DELETE FROM people_person")
    with make.acting(None):
        assert list(sealing.broken()) == [f"ledger entry {entry.pk}: its person is no longer there"]


def test_the_feed_skips_nothing(own_database):
    person = make.person()
    stop, seen, cursor = threading.Event(), [], None

    def writer(pause):
        while not stop.is_set():
            with make.acting("clerk_a") as by:
                for _ in range(3):
                    actions.record(by=by, code="fuel.paid", on=DAY, street_id=person.street_id, person=person)
                    time.sleep(pause)
        connections.close_all()

    make.user("clerk_a")
    threads = [threading.Thread(target=writer, args=(pause,)) for pause in (0.001, 0.01, 0.05)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + 2
    while time.monotonic() < end or threads:
        if time.monotonic() > end and threads:
            stop.set()
            for thread in threads:
                thread.join()
            threads = []
        with make.acting("officer"):
            for entry in reading.feed(cursor, 50):
                seen.append(entry.pk)
                cursor = (entry.recorded_at, entry.pk)
    with make.acting("officer"):
        while rest := list(reading.feed(cursor, 500)):
            seen += [entry.pk for entry in rest]
            cursor = (rest[-1].recorded_at, rest[-1].pk)
        assert sorted(seen) == sorted(Entry.objects.values_list("pk", flat=True))
    assert len(seen) == len(set(seen))
