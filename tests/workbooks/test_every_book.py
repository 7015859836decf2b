"""Every kind of workbook, from the lives of the kinds: what is imported is what the counter writes."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.forms.models import model_to_dict
from openpyxl import load_workbook

from accounts.models import AuditEntry
from services.cases import kinds
from services.cases.models import Case
from services.devices.models import CatalogueItem, DeviceItem
from services.ledger.models import Entry
from services.people.models import Organisation
from services.workbooks import books
from services.workbooks.openings import OpeningBook
from services.workbooks.steps import StepBook
from services.workbooks.templating import template
from tests import make
from tests.lives import LIVES
from tests.workbooks.sheets import checked, imported, undone, xlsx

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 1)
OPENINGS = [book for book in books.all_books() if isinstance(book, OpeningBook)]
STEPS = [book for book in books.all_books() if isinstance(book, StepBook) and book.kind.subject == "person"]
# What makes it another one, where the same thing is not entered twice.
ANOTHER = {
    "hotline_order": {"detail.order_number": "12345-2023-000002"},
    "rating_sheet": {"detail.rater": "peer"},
    "home_rating": {"detail.year": 2022},
    "statement": {"detail.source": "2023年部门决算公开表"},
}
NOT_KEPT = ("id", "serial", "case_id", "person_id", "household_id", "claim", "origin", "created_at", "recorded_at")
NOT_KEPT += ("digest", "detail_of", "version")


def written(value):
    """As a clerk writes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return float(value)
    return value.name if isinstance(value, Organisation) else value


def line(book, person, values):
    """The cells of one row, in the order of the book's columns."""
    who = {"who.name": person and person.name, "who.id_number": person and person.id_number}
    found = []
    for column in book.columns:
        value = (who | values).get(column.key)
        if column.choices and value not in (None, ""):
            value = str(dict(column.choices)[value])
        found.append(f"{value:%Y-%m}" if column.type == "month" and value else written(value))
    return found


def rows_of(row, *besides):
    row.refresh_from_db()
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in besides}


def recorded(case):
    """Everything that stands about a case, without its keys."""
    rows = Entry.objects.filter(case=case).order_by("id")
    details = case.of_kind.detail_model.objects.get(pk=case.pk)
    items = [
        model_to_dict(item, exclude=["id", "iso_class"]) for item in DeviceItem.objects.filter(case=case).order_by("id")
    ]
    acts = AuditEntry.objects.filter(target=f"cases.case:{case.pk}").values_list("action", "street", "data")
    return (
        rows_of(case, *NOT_KEPT),
        rows_of(details, *NOT_KEPT),
        [rows_of(row, *NOT_KEPT, "ends_id") for row in rows],
        items,
        list(acts),
    )


@pytest.mark.parametrize("book", OPENINGS, ids=lambda book: book.code)
def test_an_imported_case_is_the_case_of_the_counter(book):
    life, kind = LIVES[book.of], kinds.get(book.of)
    by = "officer" if life.opener == "officer" else "clerk_a"
    at_the_counter, about = life.about and life.about(), life.about and life.about()
    by_hand = make.opened(book.of, at_the_counter, on=DAY)
    if kind.subject == "household":
        make.household(about)
    values = {"case.on": DAY} | {f"detail.{k}": v for k, v in life.details().items()}
    values |= {f"opening.{k}": v for k, v in life.opening().items()}
    if "organisation" in (extra := life.extra(None) if not life.about else {}):
        one = extra["organisation"]
        once = kind.claim and book.identity == ("case.on",)
        values["who.organisation"] = make.organisation("另一家", one.kind) if once else one
    if "detail.title" in book.identity:
        values["detail.title"] = "另一场"
    values |= ANOTHER.get(book.of, {})
    rows = [values | item for item in items_of(book, life)] or [values]
    if not life.about:
        by_hand_day, rows[0]["case.on"] = DAY, DAY + dt.timedelta(1)
        assert by_hand_day != rows[0]["case.on"]
    lines = [line(book, about, row) for row in rows]
    content = xlsx([column.heading for column in book.columns], *lines)
    workbook = imported(book.code, content, by=by)
    assert workbook.written == {"new": len(rows)}, workbook.findings
    assert (workbook.street_id is None) == kind.whole
    with make.acting(None):
        case = Case.objects.of_kind(book.of).exclude(pk=by_hand.pk).get()
        ours, theirs = recorded(case), recorded(by_hand)
    if life.about:
        assert ours == theirs
    assert checked(book.code, content, by=by).counts == {"same": len(rows), "new_people": 0}
    back = undone(workbook, by=by)
    with make.acting(None):
        case.refresh_from_db()
        assert (back.state, case.status) == ("undone", "annulled")
        assert not Entry.objects.filter(case=case).standing().exists()
    assert checked(book.code, content, by=by).counts == {"new": len(rows), "new_people": 0}


def items_of(book, life):
    """The detail rows of a life, as cells."""
    columns = [column for column in book.columns if column.part == "row"]
    return [{c.key: named(getattr(item, c.name)) for c in columns} for item in life.rows()]


def named(value):
    return value.name if isinstance(value, CatalogueItem) else value


@pytest.mark.parametrize("book", STEPS, ids=lambda book: book.code)
def test_an_imported_step_is_the_step_of_the_counter(book):
    life = LIVES[book.of]
    slugs = [slug for slug, _who, _data in life.steps()]
    before = slugs[slugs.index(book.slug) - 1] if slugs.index(book.slug) else None
    on = DAY + dt.timedelta(days=slugs.index(book.slug) + 1)
    data = next(data for slug, _who, data in life.steps() if slug == book.slug)
    given = data(on) if callable(data) else data
    by_hand, sheet = (until(book.of, before) for _ in range(2))
    make.moved(by_hand, book.slug, on, by="clerk_a", **given)
    values = {"step.on": on} | {f"step.{k}": v for k, v in given.items()}
    content = xlsx([column.heading for column in book.columns], line(book, sheet.person, values))
    workbook = imported(book.code, content)
    assert workbook.written == {"new": 1}, workbook.findings
    with make.acting(None):
        sheet.refresh_from_db()
        by_hand.refresh_from_db()
        assert (sheet.status, sheet.version) == (by_hand.status, by_hand.version)
        assert recorded(sheet) == recorded(by_hand)
    assert checked(book.code, content).counts == {"same": 1, "new_people": 0}
    undone(workbook)
    with make.acting(None):
        assert not Entry.objects.filter(case=sheet).standing().of(book.step.code).exists()


def test_a_step_of_an_event_is_found_by_its_number():
    event = make.opened("outreach", on=DAY)
    content = xlsx(
        ["案件编号", "日期", "人次", "参加的人"],
        [event.number, DAY, 35, "老年人"],
        ["AO-2023-999999", DAY, 3, "老年人"],
    )
    workbook = imported("outreach.attended", content)
    assert workbook.written == {"new": 1, "wrong": 1}
    assert [(entry.quantity, entry.detail) for entry in make.entries(event, "attended")] == [(35, "elderly")]


def until(kind, slug):
    """A case taken up to that step, by the cast."""
    case, day = make.opened(kind, on=DAY), DAY
    for name, _who, data in LIVES[kind].steps() if slug else ():
        day += dt.timedelta(days=1)
        make.moved(case, name, day, **(data(day) if callable(data) else data))
        if name == slug:
            break
    with make.acting(None):
        return Case.objects.select_related("person").get(pk=case.pk)


@pytest.mark.parametrize("book", books.all_books(), ids=lambda book: book.code)
def test_a_template_is_read_as_what_it_is(book):
    file = load_workbook(io.BytesIO(template(book)))
    sheet = file.worksheets[0]
    assert [cell.value.rstrip("*") for cell in sheet[1]] == [column.heading for column in book.columns]
    assert len({column.key for column in book.columns}) == len({c.heading for c in book.columns}) == len(book.columns)
    assert file["选项"].sheet_state == "hidden"
    assert file["说明"].max_row > len(book.columns)


def test_every_kind_that_is_entered_by_hand_has_a_workbook():
    assert {book.of for book in OPENINGS} == {kind.code for kind in kinds.all_kinds() if kind.standalone}
