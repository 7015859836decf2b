"""How the district is loaded: by seed, whole or not at all, only where made-up people are allowed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.scoping import enter, system_scope
from deploy.district import noise
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import Person
from tests import databases

SIZE = "400"


def load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_district", "--people", SIZE, *arguments, stdout=out)
    return out.getvalue()


def contents() -> tuple:
    """Everything but ciphertexts, the database's clock and what hangs on it."""
    with enter(system_scope()), connection.cursor() as cursor:
        found = []
        for sql in (
            "SELECT id, street_id, community_id, name, born_on, id_index, died_on FROM people_person ORDER BY id",
            "SELECT id, kind, serial, status, opened_on, claim FROM cases_case ORDER BY id",
            "SELECT id, code, happened_on, person_id, case_id, quantity, amount, detail FROM ledger_entry ORDER BY id",
        ):
            cursor.execute(sql)
            found.append(cursor.fetchall())
        return tuple(found)


def test_the_same_seed_gives_the_same_district(own_database):
    other = databases.database_from(databases.template(), f"{own_database}_again")
    printed = load()
    first = contents()
    with databases.pointed_at(other):
        assert load().split("Figures")[1] == printed.split("Figures")[1]
        assert contents() == first
    databases.drop(other)


def test_another_seed_gives_other_people_and_the_same_figures(own_database):
    printed = load("--seed", "8")
    names = {row[3] for row in contents()[0]}
    other = databases.database_from(databases.template(), f"{own_database}_other")
    with databases.pointed_at(other):
        again = load("--seed", "9")
        assert len(names & {row[3] for row in contents()[0]}) < len(names) / 2
    databases.drop(other)
    figures = [line.split()[-1] for line in printed.splitlines() if line.startswith("  V")]
    assert figures == [line.split()[-1] for line in again.splitlines() if line.startswith("  V")]


def test_scale_sets_districts_side_by_side(own_database):
    load("--scale", "2")
    with enter(system_scope()):
        assert Entry.objects.of("device.approved_joint").filter(happened_on__year=2023).count() == 2
        assert Person.objects.count() > 2 * int(SIZE)


def test_it_loads_only_into_an_empty_database(own_database):
    load()
    with enter(system_scope()):
        before = Entry.objects.count()
    assert "not loaded" in load("--if-empty")
    with pytest.raises(CommandError, match="not empty"):
        load()
    with enter(system_scope()):
        assert Entry.objects.count() == before


def test_an_interrupted_load_leaves_nothing(own_database, monkeypatch):
    def interrupted(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(noise, "put_right", interrupted)
        load("--if-empty")
    with enter(system_scope()):
        assert not Person.objects.exists() and not Case.objects.exists() and not Entry.objects.exists()
    load("--if-empty")
    with enter(system_scope()):
        assert Case.objects.exists()


def test_it_is_refused_where_people_are_real(own_database, settings):
    settings.ALLOW_SYNTHETIC_ID = False
    with pytest.raises(CommandError, match="ALLOW_SYNTHETIC_ID"):
        load()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [(["--people", "10"], "at least"), (["--years", "2021", "2023"], "consecutive"), (["--scale", "0"], "1 or more")],
)
def test_what_cannot_be_loaded_is_said_plainly(own_database, arguments, why):
    with pytest.raises(CommandError, match=why):
        load(*arguments)
