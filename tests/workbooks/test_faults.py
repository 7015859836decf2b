"""Everything that offices' workbooks do to data: told at the true line, in the right column, all at once."""

import datetime as dt
import io

import pytest
import xlsxwriter

from accounts.errors import Conflict, Malformed
from accounts.models import AuditEntry
from services.cases.models import Case
from services.ledger.actions import merge_persons
from services.people.models import Person
from services.workbooks import actions
from services.workbooks.models import ColumnMapping, ImportedRow, Workbook
from tests import make
from tests.workbooks import faults
from tests.workbooks.sheets import HEAD, accepted, came_back, checked, codes, imported, undone, uploaded, xlsx

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 1)


def test_thirty_kinds_of_fault_are_told_at_once_and_repaired_in_two_rounds():
    cast = faults.cast()
    rows = faults.faults(**cast)
    workbook = checked("home_help", xlsx(faults.HEAD, *(row for _code, row in rows)))
    found = codes(workbook)
    missed = [(code, found.get(line)) for line, (code, _row) in enumerate(rows, 2) if code and code not in found[line]]
    assert missed == []
    assert len({code for code, _row in rows if code}) == 30
    assert 2 not in found
    sheet = came_back(workbook)["名册"]
    assert (
        sheet["G1"].value == "导入结果"
        and sheet["G2"].value == "新增\n申请日期：补登2023年的日期，会改变那一年的统计。"
    )
    assert "电子表格把身份证号当成了数值" in sheet["B3"].comment.text and sheet["B3"].comment.author == "Taizhang"
    assert sheet["B3"].fill.fgColor.rgb.endswith("FBDDD9")
    accepted(workbook)
    with make.acting(None):
        assert Case.objects.filter(origin="import").count() == 1


def a(**options):
    return xlsx(HEAD["home_help"], *options.pop("rows"), **options)


def row(person, on=DAY, declared="是", name=None):
    return [name or person.name, person.id_number, on, declared]


def test_merged_hidden_formula_and_full_width_cells_are_noticed():
    people = [make.person(f"王{n}") for n in "甲乙丙丁"]
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD["home_help"])
        for line, person in enumerate(people, start=1):
            sheet.write_row(line, 0, [f" {person.name} ", person.id_number, "2023-03-01", "是"])
        sheet.merge_range(1, 3, 2, 3, "是")
        sheet.write_formula(3, 3, '=IF(1,"是","否")', None, "是")
        sheet.set_row(3, options={"hidden": True})
        sheet.write(4, 1, "".join(chr(ord(c) + 0xFEE0) for c in people[3].id_number))
        sheet.write(4, 2, "２０２３年３月１日")
    workbook = checked("home_help", memory.getvalue())
    assert codes(workbook) == {2: {"line.merged"}, 3: {"line.merged"}}
    notes = {(line, code) for line, _heading, code, _text, note in workbook.findings if note}
    assert {(4, "line.hidden"), (4, "cell.tidied"), (5, "cell.tidied")} <= notes
    assert workbook.counts["new"] == 2


def test_a_heading_that_stands_twice_and_one_that_is_missing_stop_it():
    with pytest.raises(Malformed, match="重复的列名"):
        uploaded("home_help", xlsx(["姓名", "姓 名", "身份证号"], ["a", "b", "c"]))
    workbook = uploaded("home_help", xlsx(["姓名", "身份证号"], ["a", "b"]))
    with pytest.raises(Malformed) as error, make.acting("clerk_a") as by:
        actions.check(by=by, workbook=workbook)
    assert [p.detail for p in error.value.problems if "申请日期" in str(p.detail)]
    assert len(error.value.problems) == 2


def test_the_streets_own_headings_are_mapped_once_and_remembered():
    person = make.person()
    content = xlsx(["残疾人", "证件", "哪天", "声明"], row(person))
    workbook = uploaded("home_help", content)
    mapping = dict(zip(["残疾人", "证件", "哪天", "声明"], MEANT, strict=True))
    with make.acting("clerk_a") as by:
        actions.check(by=by, workbook=workbook, mapping=mapping)
    again = uploaded("home_help", content)
    assert again.mapping == mapping
    with make.acting("clerk_b") as by:
        assert not ColumnMapping.objects.visible_to(by).exists()
    assert set(uploaded("home_help", content, by="clerk_b").mapping.values()) == {""}


MEANT = ("who.name", "who.id_number", "case.on", "detail.declared_unemployed")


def test_csv_of_an_office_comes_back_as_a_workbook_without_formulas():
    person = make.person()
    line = f"{person.name},{person.id_number},2023/3/1,是,=cmd|' /C calc'!A0"
    text = f"姓名,身份证号,申请日期,已提交未就业声明,备注\n{line}\n"
    workbook = checked("home_help", text.encode("gb18030"), filename="名册.csv")
    assert workbook.counts["new"] == 1
    sheet = came_back(workbook).worksheets[0]
    assert (sheet["E2"].value, sheet["E2"].data_type) == ("=cmd|' /C calc'!A0", "s")


def test_what_differs_is_shown_and_corrected_while_nothing_was_decided():
    person = make.person()
    head = HEAD["fuel"]
    imported("fuel", xlsx(head, [person.name, person.id_number, DAY, "京残1"]))
    workbook = checked("fuel", xlsx(head, [person.name, person.id_number, DAY, "=京残2"]))
    assert workbook.counts["changed"] == 1
    assert "原：京残1；现：=京残2" in str(workbook.findings)
    sheet = came_back(workbook)["名册"]
    assert sheet["D2"].comment.text == "原：京残1；现：=京残2"
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    accepted(workbook)
    with make.acting(None):
        case = Case.objects.get(person=person)
        assert case.fuelgrant.plate == "=京残2"
    undone(workbook)
    with make.acting(None):
        case.refresh_from_db()
        case.fuelgrant.refresh_from_db()
        assert case.fuelgrant.plate == "京残1"
    make.moved(case, "reviewed", DAY)
    late = checked("fuel", xlsx(head, [person.name, person.id_number, DAY, "京残3"]))
    assert codes(late) == {2: {"case.went_on"}}


def test_all_or_nothing_writes_nothing_when_one_row_is_wrong():
    good, wrong = make.person(), make.person("李四")
    workbook = checked("home_help", a(rows=[row(good), row(wrong, declared="也许")]))
    with pytest.raises(Malformed, match="还有1行有问题"):
        accepted(workbook, mode="all")
    with make.acting(None):
        assert not Case.objects.exists()
    whole = imported("home_help", a(rows=[row(good)]), mode="all")
    assert whole.written == {"new": 1} and len(whole.receipt) == 64


def test_all_or_nothing_holds_when_the_records_changed_after_the_dry_run():
    one, other = make.person(), make.person("李四")
    workbook = checked("home_help", a(rows=[row(one), row(other)]))
    make.opened("home_help", other, on=dt.date(2023, 2, 1))
    with pytest.raises(Conflict, match="一行也没有导入"):
        accepted(workbook, mode="all")
    with make.acting(None):
        assert not Case.objects.filter(origin="import").exists()


def test_people_who_are_not_registered_are_registered_if_the_clerk_wants_it():
    number = make.id_number(dt.date(1990, 1, 1))
    content = xlsx(HEAD["job_seeker"], ["周新人", number, DAY, "文员", "高中或中专"])
    workbook = checked("job_seeker", content)
    assert (workbook.counts["new"], workbook.counts["new_people"]) == (1, 1)
    accepted(workbook)
    with make.acting(None):
        assert not Person.objects.exists()
    accepted(checked("job_seeker", content), create_people=True)
    with make.acting(None):
        person = Person.objects.get()
        assert (person.name, person.id_number, str(person.born_on)) == ("周新人", number, "1990-01-01")
        assert person.residences.get().kind == "hukou"
        assert Case.objects.get().person == person


def test_a_row_about_a_merged_record_goes_to_the_standing_one():
    old, standing = make.person("王旧"), make.person("王旧", born=dt.date(1985, 5, 6))
    with make.acting("officer") as by:
        merge_persons(by=by, person=old, into=standing, on=DAY, reason="同一人")
    workbook = imported("home_help", a(rows=[row(old)]))
    assert "person.merged" in str(workbook.findings)
    with make.acting(None):
        assert Case.objects.get(origin="import").person == standing


def test_what_went_on_since_is_not_undone_and_says_why():
    one, other = make.person(), make.person("李四")
    workbook = imported("home_help", a(rows=[row(one), row(other)]))
    with make.acting(None):
        case = Case.objects.get(person=other)
    make.moved(case, "reviewed", DAY)
    undone(workbook)
    with make.acting(None):
        rows = {r.line: r.undone for r in ImportedRow.objects.all()}
        assert rows == {2: "done", 3: "案件在导入之后又办理过。请打开案件处理。"}
        assert {c.person_id: c.status for c in Case.objects.all()} == {one.pk: "annulled", other.pk: "reviewed"}


def test_another_street_does_not_even_know_of_it():
    workbook = imported("home_help", a(rows=[row(make.person())]))
    with make.acting("clerk_b") as by:
        assert not Workbook.objects.visible_to(by).exists()
        assert not ImportedRow.objects.visible_to(by).exists()
        with pytest.raises(Workbook.DoesNotExist):
            actions.undo(by=by, workbook=workbook)


def test_the_same_decision_twice_is_refused():
    workbook = checked("home_help", a(rows=[row(make.person())]))
    accepted(workbook)
    with pytest.raises(Conflict), make.acting("clerk_a") as by:
        actions.accept(by=by, workbook=workbook, mode="good", create_people=False)


def test_files_are_sealed_and_forgotten(settings):
    person = make.person()
    workbook = checked("home_help", a(rows=[row(person)]))
    assert b"PK" not in bytes(workbook.content)[:4] and workbook.file.startswith(b"PK")
    settings.WORKBOOK_DAYS = -1
    with make.acting(None):
        assert actions.forget() == 1
        workbook.refresh_from_db()
    assert (workbook.file, workbook.marked_file, workbook.findings) == (b"", b"", [])
    assert workbook.counts and workbook.sha256


def test_the_look_up_elsewhere_is_limited_and_tells_no_more():
    far = [make.person(f"外{n}", street=make.STREET_B) for n in "甲乙"]
    AuditEntry.objects.bulk_create(
        AuditEntry(by=make.user("clerk_a"), action="person.looked_up_elsewhere", outcome="refused") for _ in range(59)
    )
    unknown = make.id_number(dt.date(1990, 1, 1))
    content = a(rows=[row(far[0]), row(far[1]), ["某人", unknown, DAY, "是"]])
    workbook = checked("home_help", content)
    assert codes(workbook) == {
        2: {"person.registered_elsewhere"},
        3: {"person.not_looked_up"},
        4: {"person.not_looked_up"},
    }
