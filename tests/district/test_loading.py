"""How the district is loaded: by seed, whole or not at all, only where made-up people are allowed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.scoping import enter, system_scope
from deploy.district import noise
from reporting.figures import passports
from services.ledger.models import Entry
from services.ledger.reading import settle
from services.people.models import Person
from tests import databases, make
from tests.district.conftest import SIZE


def load(*arguments: str, size: int = SIZE) -> str:
    out = StringIO()
    call_command("load_district", "--people", str(size), *arguments, stdout=out)
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


def test_the_same_seed_gives_the_same_district(district, own_database):
    load()
    again = contents()
    with databases.pointed_at(district):
        assert contents() == again


def test_an_interrupted_load_leaves_nothing_and_another_seed_gives_other_people_and_the_same_figures(
    district, own_database, monkeypatch
):
    def interrupted(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(noise, "put_right", interrupted)
        load("--if-empty")
    assert contents() == ([], [], [])
    load("--if-empty", "--seed", "8")
    names, figures = people_and_figures()
    with databases.pointed_at(district):
        others, same = people_and_figures()
    assert len(names & others) < len(names) / 2 and len(figures) > 10
    assert figures == same


def people_and_figures() -> tuple[set, dict]:
    """The names, and what the report states of 2023 as the ledger gives it."""
    names = {row[3] for row in contents()[0]}
    with make.acting(None):
        cells = {one["seed_fact"]: one["value"] for one in passports(2023, settle(None), area="district")}
    return names, {fact: value for fact, value in cells.items() if fact.startswith(("V", "E"))}


def test_scale_sets_districts_side_by_side(own_database):
    load("--scale", "2", "--years", "2023", size=400)
    with enter(system_scope()):
        assert Entry.objects.of("device.approved_joint").filter(happened_on__year=2023).count() == 2
        assert Person.objects.count() > 2 * 400


def test_it_loads_only_into_an_empty_database(district):
    before = contents()
    assert "not loaded" in load("--if-empty")
    with pytest.raises(CommandError, match="not empty"):
        load()
    assert contents() == before


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
