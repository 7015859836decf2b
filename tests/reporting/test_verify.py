"""`verify` is silent on what the product wrote itself, and names what somebody changed behind its back."""

import io

import pytest
from django.core.management import call_command
from django.db import connections

from reporting import forms
from services.cases.models import Case
from services.ledger import actions
from services.ledger.models import Entry
from tests import make
from tests.reporting.book import day, write


def verify() -> tuple[int, str]:
    out, code = io.StringIO(), 0
    try:
        call_command("verify", stdout=out, stderr=io.StringIO())
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue()


def as_owner(sql: str, *values) -> None:
    """The owner of the tables can switch the triggers off; that is whom `verify` is there for."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")


@pytest.fixture
def written(own_database) -> Entry:
    """A case with a corrected step, a void, a merge and an ended certificate: all of it in order."""
    case = make.lived("home_modification", until="accepted")
    a, b = make.person("王一"), make.person("李二")
    fuel = make.lived("fuel", a, until="approved")
    fuel.person = a
    make.paid(fuel, day("2023-01-01"), day("2023-05-01"))
    (entry,) = make.entries(fuel, "paid")
    with make.acting("officer") as by:
        first = Entry.objects.filter(case=case).standing().order_by("id")[0]
        actions.replace(by=by, entry=first, reason="日期有误", detail="x")  # a later id, but still the first step
        actions.void(by=by, entry=write("fuel.paid", "2023-06-01", person=b), reason="登记错人")
        actions.merge_persons(by=by, person=b, into=a, on=day("2023-07-01"), reason="同一人")
    return entry


def test_it_is_silent_on_an_intact_database(written):
    assert verify() == (0, "核对无误\n")


def test_it_names_an_entry_whose_content_was_changed(written):
    as_owner("UPDATE ledger_entry SET amount = 999 WHERE id = %s", written.pk)
    code, text = verify()
    assert code == 1 and f"ledger entry {written.pk}" in text


def test_it_names_an_entry_that_was_voided_by_hand(written):
    as_owner("UPDATE ledger_entry SET voided_at = now() WHERE id = %s", written.pk)
    code, text = verify()
    assert code == 1 and f"ledger entry {written.pk}: its void mark is set, but no entry voids it" in text


def test_it_names_a_case_whose_status_is_not_where_its_moves_led(written):
    with make.acting(None):
        case = Case.objects.of_kind("home_modification").get()
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE cases_case SET status = 'assessed' WHERE id = %s", [case.pk])
    code, text = verify()
    assert code == 1 and f"case {case.pk}: its status is assessed" in text


def test_it_names_a_figure_whose_forms_disagree(written, monkeypatch):
    """As if somebody had given the drill-down a condition of its own."""
    members = forms.members

    def others(*args):
        sql, found = members(*args)
        return sql.replace("e.voids_id IS NULL", "e.voids_id IS NULL AND e.amount > 300"), found

    monkeypatch.setattr(forms, "members", others)
    code, text = verify()
    assert code == 1
    assert "figure subsidies.fuel_persons 2023 district: the forms disagree: full pass 1, cell 1, members 0" in text
