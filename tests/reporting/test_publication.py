"""A year is confirmed by its streets, checked by one, published by another, and then it stands."""

import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction

from accounts.errors import Conflict, Malformed, NotAllowed, RuleBroken
from accounts.models import Street
from reporting import actions, catalogue
from reporting.models import Figure, Publication, Question
from reporting.periods import year
from reporting.publishing import figure_id, published
from services.ledger import actions as ledger
from services.ledger.models import Entry
from tests import make
from tests.reporting import publications as pub
from tests.reporting.book import write

FUEL = "subsidies.fuel_persons"


@pytest.fixture
def written():
    people = [make.person("王一"), make.person("李二"), make.person("张三", street=make.STREET_B)]
    return [write("fuel.paid", "2023-05-01", person=person) for person in people]


@pytest.mark.django_db
class TestSteps:
    def test_it_goes_from_hand_to_hand_and_gives_every_number_a_passport(self, written):
        one = pub.frozen()
        figures = catalogue.in_force(year(2023))
        with make.acting("officer") as by:
            rows = Figure.objects.visible_to(by).filter(publication=one)
            areas = ["district", *Street.objects.values_list("code", flat=True)]
            assert rows.count() == sum(one.covers(area) for one in figures for area in areas) > 500
            (fuel,) = (row for row in rows if row.code == FUEL and row.street_id is None)
        assert (fuel.value, fuel.unit, fuel.pk) == (3, "人", figure_id(one, FUEL, "district"))
        assert (one.checked_by, one.frozen_by) == (make.user("officer"), make.user("director"))
        with make.acting(None):
            assert one.known_at > Entry.objects.latest("id").recorded_at

    def test_nothing_is_published_before(self):
        assert published(2023) is None
        pub.checked()
        assert published(2023) is None

    @pytest.mark.parametrize(
        ("name", "action", "state"),
        [("clerk_a", "invite", "open"), ("director", "check", "confirming"), ("officer", "freeze", "checked")],
    )
    def test_each_step_belongs_to_a_role(self, name, action, state):
        with make.acting("officer") as by:
            one = actions.open_year(by=by, number=2023)
        with make.acting(name) as by, pytest.raises(NotAllowed):
            getattr(actions, action)(by=by, publication=one)

    def test_a_step_out_of_turn_is_a_conflict(self):
        one = pub.opened()
        with make.acting("officer") as by, pytest.raises(Conflict):
            actions.invite(by=by, publication=one)
        with make.acting("director") as by, pytest.raises(Conflict):
            actions.freeze(by=by, publication=one)

    def test_a_year_is_opened_once_and_only_when_it_has_ended(self):
        with make.acting("officer") as by:
            actions.open_year(by=by, number=2023)
            with pytest.raises(Conflict):
                actions.open_year(by=by, number=2023)
            with pytest.raises(Malformed):
                actions.open_year(by=by, number=2099)

    def test_it_is_checked_only_when_every_street_has_confirmed(self):
        one = pub.opened()
        for street in Street.objects.exclude(pk=make.STREET_B).values_list("code", flat=True):
            pub.confirmed_by(street, one)
        with make.acting("officer") as by, pytest.raises(RuleBroken) as refused:
            actions.check(by=by, publication=one)
        assert len(refused.value.problems) == 1 and "广安门外" in str(refused.value.problems[0].detail)

    def test_a_street_confirms_again_when_its_figures_changed(self, written):
        one = pub.opened()
        for street in Street.objects.values_list("code", flat=True):
            pub.confirmed_by(street, one)
        write("fuel.paid", "2023-06-01", person=make.person("赵四"))
        with make.acting("officer") as by, pytest.raises(RuleBroken) as refused:
            actions.check(by=by, publication=one)
        assert [p.code for p in refused.value.problems] == ["publication.unconfirmed"]
        pub.confirmed_by(make.STREET_A, one)
        with make.acting("officer") as by:
            actions.check(by=by, publication=one)

    def test_a_street_confirms_what_it_has_seen(self):
        one = pub.opened()
        with make.acting("reviewer_a") as by, pytest.raises(Conflict):
            actions.confirm(by=by, publication=one, seen="another", answers={})
        with make.acting("director") as by, pytest.raises(NotAllowed):
            actions.confirm(by=by, publication=one, seen="", answers={})

    def test_its_open_questions_are_kept_answered_or_left(self):
        head = make.person("王一")
        write("home_modification.accepted", "2023-05-01", person=head, household=make.household(head))
        make.opened("device", make.person("李二"))
        one = pub.opened()
        answers = {"undecided.device": "等待评估，明年决定"}
        made = pub.confirmed_by(make.STREET_A, one, answers)
        with make.acting("reviewer_a") as by:
            kept = dict(Question.objects.visible_to(by).filter(confirmation=made).values_list("code", "answer"))
        assert kept["undecided.device"] == "等待评估，明年决定"
        assert any(code.startswith("relation.home_modifications") and not answer for code, answer in kept.items())
        with make.acting("reviewer_b") as by:
            assert not Question.objects.visible_to(by).exists()

    def test_what_changed_after_the_check_is_not_published_unseen(self, written):
        one = pub.checked()
        write("fuel.paid", "2023-06-01", person=make.person("赵四"))
        with make.acting("director") as by, pytest.raises(Conflict) as refused:
            actions.freeze(by=by, publication=one)
        assert refused.value.code == "publication.changed_since_check"
        with make.acting("officer") as by:
            actions.send_back(by=by, publication=one, reason="有补录")
        pub.confirmed_by(make.STREET_A, one)
        with make.acting("officer") as by:
            actions.check(by=by, publication=one)
        pub.freeze(one)
        assert pub.figure(FUEL).value == 4

    def test_who_checked_does_not_publish(self):
        one = pub.checked()
        with make.acting(None), pytest.raises(RuleBroken) as refused:
            actions.freeze(by=make.user("officer"), publication=one)
        assert refused.value.code == "publication.same_hand"


@pytest.mark.django_db
class TestNothingFrozenChanges:
    STATEMENTS = (
        "UPDATE reporting_figure SET value = 9",
        "DELETE FROM reporting_figure",
        "TRUNCATE reporting_figure CASCADE",
        "UPDATE reporting_publication SET note = 'x'",
        "UPDATE reporting_publication SET known_at = now()",
        "DELETE FROM reporting_publication",
        "TRUNCATE reporting_publication CASCADE",
        "INSERT INTO reporting_figure (id, publication_id, code, version, label, unit, value, member_hash)"
        " SELECT '2023-1-x', publication_id, 'people.x', 1, 'x', '人', 9, '' FROM reporting_figure LIMIT 1",
        "UPDATE reporting_streetconfirmation SET content_hash = ''",
    )

    def test_no_statement_of_the_web_role_changes_it(self):
        pub.frozen()
        for name in ("reviewer_a", "director", None):
            for statement in self.STATEMENTS:
                with make.acting(name), pytest.raises(DatabaseError), transaction.atomic():
                    connection.cursor().execute(statement)

    def test_no_way_of_the_orm_changes_it(self):
        one = pub.frozen()
        row = pub.figure(FUEL)
        row.value = 9

        def bulk():
            Figure.objects.bulk_create([row], update_conflicts=True, update_fields=["value"], unique_fields=["id"])

        ways = [
            row.save,
            row.delete,
            lambda: Figure.objects.filter(publication=one).update(value=9),
            lambda: Figure.objects.bulk_update([row], ["value"]),
            bulk,
            lambda: Figure.objects.all().delete(),
            one.delete,
            lambda: Publication.objects.filter(pk=one.pk).update(state="open"),
            lambda: Publication.objects.create(year=2022, state="frozen", opened_by=make.user("officer")),
        ]
        for way in ways:
            with make.acting(None), pytest.raises(DatabaseError), transaction.atomic():
                way()
        assert pub.figure(FUEL).value == 0


def test_the_owner_of_the_tables_cannot_either(own_database):
    one = pub.frozen()
    with connections["owner"].cursor() as cursor:
        for statement in (
            "UPDATE reporting_figure SET value = 9",
            "DELETE FROM reporting_figure",
            "TRUNCATE reporting_figure CASCADE",
            "TRUNCATE reporting_publication CASCADE",
            f"UPDATE reporting_publication SET known_at = now() WHERE id = {one.pk}",
            f"DELETE FROM reporting_publication WHERE id = {one.pk}",
        ):
            with pytest.raises(DatabaseError):
                cursor.execute(statement)


class TestTogether:
    def test_of_two_who_publish_at_once_one_wins(self, own_database):
        one = pub.checked()
        make.user("director")
        start, outcomes = threading.Barrier(2), []

        def publish():
            start.wait(10)
            try:
                pub.freeze(one)
                outcomes.append("published")
            except Conflict as refused:
                outcomes.append(refused.code)
            connections.close_all()

        threads = [threading.Thread(target=publish) for _n in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["publication.wrong_state", "published"]

    def test_it_waits_for_a_writer_in_flight(self, own_database):
        """The writer's entry belongs to another year, so that what was checked still holds."""
        person, one = make.person(), pub.checked()
        wrote, finish = threading.Event(), threading.Event()

        def slow_writer():
            with make.acting("clerk_a") as by:
                ledger.record(
                    by=by, code="fuel.paid", on=make.dt.date(2024, 1, 2), street_id=person.street_id, person=person
                )
                wrote.set()
                finish.wait(10)
            connections.close_all()

        writer = threading.Thread(target=slow_writer)
        writer.start()
        assert wrote.wait(10)
        publisher = threading.Thread(target=lambda: (pub.freeze(one), connections.close_all()))
        publisher.start()
        publisher.join(0.5)
        assert publisher.is_alive() and published(2023) is None
        finish.set()
        writer.join()
        publisher.join()
        with make.acting(None):
            entry = Entry.objects.of("fuel.paid").get()
        assert published(2023).known_at > entry.recorded_at

    def test_it_gives_up_before_it_keeps_everybody_waiting(self, own_database, monkeypatch):
        monkeypatch.setattr("services.ledger.reading.PATIENCE_ALONE", 1)
        person, one = make.person(), pub.checked()
        wrote, finish = threading.Event(), threading.Event()

        def endless_writer():
            with make.acting("clerk_a") as by:
                ledger.record(
                    by=by, code="fuel.paid", on=make.dt.date(2023, 1, 2), street_id=person.street_id, person=person
                )
                wrote.set()
                finish.wait(20)
            connections.close_all()

        writer = threading.Thread(target=endless_writer)
        writer.start()
        assert wrote.wait(10)
        with pytest.raises(Conflict) as refused:
            pub.freeze(one)
        assert refused.value.code == "ledger.busy" and published(2023) is None
        finish.set()
        writer.join()
        # What it wrote was not there at the check: it is not published unseen either.
        with pytest.raises(Conflict) as refused:
            pub.freeze(one)
        assert refused.value.code == "publication.changed_since_check"
