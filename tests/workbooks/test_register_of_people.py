"""The street's register of people as a workbook: people, certificates, households; told, written, taken back."""

import datetime as dt

import pytest

from services.certificates.actions import end_certificate
from services.ledger.models import Entry
from services.people.actions import correct_person
from services.people.models import Certificate, HouseholdMember, Person
from services.workbooks.models import ImportedRow
from tests import make
from tests.workbooks.sheets import accepted, checked, codes, imported, undone, xlsx

pytestmark = pytest.mark.django_db
HEAD = [
    "姓名",
    "身份证号",
    "残疾人证号",
    "发证日期",
    "多重残疾的组成",
    "联系电话",
    "户主身份证号",
    "与户主关系",
    "入户日期",
]
ISSUED, JOINED = dt.date(2021, 6, 1), dt.date(2020, 1, 1)


def row(name, number, *, certificate="", issued=None, parts="", phone="", head="", relation="", joined=None):
    return [name, number, certificate, issued, parts, phone, head, relation, joined]


def family():
    """A head without a certificate after a son with one: (numbers, rows)."""
    head, son = make.id_number(dt.date(1960, 1, 1)), make.id_number(dt.date(1990, 1, 1))
    holder = {"certificate": f"{son}42", "issued": ISSUED, "phone": "13800000000"}
    rows = [
        row("王小明", son, **holder, head=head, relation="子女", joined=JOINED),
        row("王大明", head, head=head, relation="户主", joined=JOINED),
    ]
    return (head, son), rows


def test_people_certificates_and_households_come_in_and_are_taken_back():
    (_head, son), rows = family()
    content = xlsx(HEAD, *rows)
    workbook = checked("people", content)
    assert (workbook.counts["new"], workbook.counts["new_people"]) == (2, 2), workbook.findings
    accepted(workbook, create_people=True)
    with make.acting(None):
        holder, father = Person.objects.get(name="王小明"), Person.objects.get(name="王大明")
        certificate = holder.certificates.get()
        assert (holder.id_number, holder.phone, certificate.number) == (son, "13800000000", f"{son}42")
        assert (certificate.category, certificate.grade, certificate.valid_from) == (4, 2, ISSUED)
        started = Entry.objects.of("certificate.started").get()
        assert (started.happened_on, started.person, started.age) == (ISSUED, holder, 31)
        assert {row.person_id: row.entry_id for row in ImportedRow.objects.all()} == {
            holder.pk: started.pk,
            father.pk: None,
        }
        household = father.household_on(JOINED)
        assert household is not None and holder.household_on(JOINED) == household
    assert checked("people", content).counts == {"same": 2, "new_people": 0}
    back = undone(workbook)
    with make.acting(None):
        assert set(ImportedRow.objects.values_list("undone", flat=True)) == {"done"} and back.state == "undone"
        assert not Entry.objects.of("certificate.started").standing().exists()
        assert holder.certificate_on(dt.date(2023, 1, 1)) is None and holder.household_on(JOINED) is None
    again = checked("people", content)
    assert again.counts == {"new": 2, "new_people": 0}
    accepted(again)
    with make.acting(None):
        assert Entry.objects.of("certificate.started").standing().count() == 1


def test_an_imported_certificate_is_that_of_the_counter():
    make.person(since=ISSUED, certificate="32")
    sheet = make.person(certificate=None)
    line = row(sheet.name, sheet.id_number, certificate=f"{sheet.id_number}32", issued=ISSUED)
    content = xlsx([*HEAD, "有效期届满日"], [*line, ISSUED.replace(year=2031)])
    imported("people", content)
    besides = ("id", "person_id", "recorded_at", "digest", "detail")
    with make.acting(None):
        mine, theirs = (
            {f.attname: getattr(one, f.attname) for f in Entry._meta.concrete_fields if f.attname not in besides}
            for one in Entry.objects.of("certificate.started").order_by("id")
        )
        kept = Certificate.objects.values_list("category", "grade", "valid_from", "valid_to", "lower_limb", "street")
        assert (mine, len(set(kept)), len(kept)) == (theirs, 1, 2)


def test_everything_wrong_is_told():
    held, stranger = make.person("李四"), make.person("赵铁", street=make.STREET_B)
    unknown = make.id_number(dt.date(1970, 1, 1))
    multiple = make.person("周七", certificate=None)
    rows = [
        row(held.name, held.id_number, certificate=f"{held.id_number}11", issued=dt.date(2022, 1, 1)),
        row(stranger.name, stranger.id_number),
        row(multiple.name, multiple.id_number, certificate=f"{multiple.id_number}71", issued=ISSUED, parts="视力一级"),
        row("吴八", make.id_number(dt.date(1980, 1, 1)), certificate="", issued=ISSUED),
        row("郑九", make.id_number(dt.date(1981, 1, 1)), head=unknown, relation="子女", joined=JOINED),
        row("郑九", make.id_number(dt.date(1982, 1, 1)), phone="12"),
        row(multiple.name, multiple.id_number),
    ]
    rows[2][4] = "视力九级"
    assert codes(checked("people", xlsx(HEAD, *rows))) == {
        2: {"certificate.one_at_a_time"},
        3: {"person.registered_elsewhere"},
        4: {"certificate.components"},
        5: {"certificate.number_missing"},
        6: {"household.head_unknown"},
        7: {"phone.unreadable"},
        8: {"line.repeated"},
    }


def test_components_of_a_multiple_disability():
    person = make.person(certificate=None)
    line = row(person.name, person.id_number, certificate=f"{person.id_number}71", issued=ISSUED)
    line[4] = "视力一级、肢体2级"
    imported("people", xlsx(HEAD, line))
    with make.acting(None):
        parts = Certificate.objects.get().components.values_list("category", "grade")
        assert set(parts) == {(1, 1), (4, 2)}


def test_a_changed_telephone_is_changed_and_given_back_and_never_told():
    person = make.person()
    with make.acting("clerk_a") as by:
        correct_person(by=by, person=person, seen_version=1, today=make.TODAY, phone="13900000001")
    workbook = checked("people", xlsx(HEAD, row(person.name, person.id_number, phone="13900000002")))
    assert workbook.counts["changed"] == 1
    assert "1390000000" not in str(workbook.findings)
    accepted(workbook)
    with make.acting(None):
        assert Person.objects.get().phone == "13900000002"
        assert "1390000000" not in str(ImportedRow.objects.get().before)
    undone(workbook)
    with make.acting(None):
        assert Person.objects.get().phone == "13900000001"


def test_a_certificate_that_ended_since_is_not_taken_back():
    person = make.person(certificate=None)
    line = row(person.name, person.id_number, certificate=f"{person.id_number}42", issued=ISSUED)
    workbook = imported("people", xlsx(HEAD, line))
    with make.acting("officer") as by:
        certificate = Certificate.objects.get()
        end_certificate(by=by, certificate=certificate, on=make.TODAY, reason="own_request", today=make.TODAY)
    undone(workbook)
    with make.acting(None):
        assert "又有注销" in ImportedRow.objects.get().undone
        assert Entry.objects.of("certificate.started").standing().exists()


def test_members_stay_when_the_head_has_others():
    _numbers, rows = family()
    workbook = accepted(checked("people", xlsx(HEAD, rows[1])), create_people=True)
    other = make.person()
    line = row(other.name, other.id_number, head=rows[1][1], relation="父母", joined=JOINED)
    imported("people", xlsx(HEAD, line))
    undone(workbook)
    with make.acting(None):
        assert HouseholdMember.objects.filter(valid_to=None).count() == 2
        assert "还有别的成员" in ImportedRow.objects.get(workbook=workbook).undone
