"""New cases from a workbook: what each row is, what is written, what comes back."""

import datetime as dt

import pytest

from services.cases.models import Case
from services.ledger.models import Entry
from services.workbooks.models import ImportedRow
from tests import make
from tests.workbooks.sheets import HEAD, accepted, checked, codes, imported, xlsx

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 1)


def row(person, *, on=DAY, name=None, declared="是"):
    return [name or person.name, person.id_number, on, declared]


def test_it_writes_the_rows_that_the_counter_writes(django_assert_max_num_queries):
    """Case, details, entry and audit of an imported row are those of a case that was opened at the counter."""
    counter, sheet = make.person(), make.person("李小红")
    by_hand = make.opened("home_help", counter, on=DAY)
    workbook = imported("home_help", xlsx(HEAD["home_help"], row(sheet)))
    assert workbook.written == {"new": 1}, workbook.findings
    with make.acting(None):
        case = Case.objects.get(person=sheet)
        assert columns(case, "id", "serial", "person_id", "claim", "origin", "created_at") == columns(
            by_hand, "id", "serial", "person_id", "claim", "origin", "created_at"
        )
        assert (case.origin, case.claim) == ("import", f"home_help:{sheet.pk}")
        assert columns(case.homehelpgrant, "case_id") == columns(by_hand.homehelpgrant, "case_id")
        kept = ("id", "case_id", "person_id", "recorded_at", "digest")
        assert columns(Entry.objects.get(case=case), *kept) == columns(Entry.objects.get(case=by_hand), *kept)


def columns(row, *besides):
    row.refresh_from_db()
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in besides}


def test_the_same_workbook_once_more_changes_nothing():
    person = make.person()
    content = xlsx(HEAD["home_help"], row(person))
    imported("home_help", content)
    again = checked("home_help", content)
    assert again.counts == {"same": 1, "new_people": 0}
    accepted(again)
    with make.acting(None):
        assert Case.objects.count() == ImportedRow.objects.count() == 1


def test_it_tells_everything_that_is_wrong_with_every_row():
    good, other = make.person(), make.person("赵铁", street=make.STREET_B)
    content = xlsx(
        HEAD["home_help"],
        row(good),
        ["王五", "110199198505050", DAY, "是"],
        ["王五", 110199198505050000, "2023-02-30", "也许"],
        row(other),
        row(good),
        ["", "", "", ""],
        ["孙六", None, None, None],
    )
    workbook = checked("home_help", content)
    assert codes(workbook) == {
        3: {"id_number.old_fifteen"},
        4: {"id_number.spreadsheet", "date.not_in_calendar", "boolean.unreadable"},
        5: {"person.registered_elsewhere"},
        6: {"line.repeated"},
        8: {"id_number.missing", "cell.missing"},
    }
    assert workbook.counts == {"new": 1, "wrong": 3, "elsewhere": 1, "repeated": 1, "new_people": 0}
    assert other.id_number not in str(workbook.findings)
