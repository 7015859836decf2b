"""Published figures that a write moves are named in the answer of REST, in the dry run and receipt of an import, and of
a job that sends in bulk; each is an open difference."""

import datetime as dt
import io
import uuid
from functools import partial

import pytest
from openpyxl import load_workbook

from reporting.differences import pending
from services.cases.models import Case
from services.jobs import runner
from services.jobs.models import Job
from services.ledger.models import Entry
from services.people.models import Person
from services.workbooks import receipts, writing
from services.workbooks.models import ImportedRow
from tests import make
from tests.api.conftest import Api
from tests.bulk.sending import ndjson, posted
from tests.reporting import publications as pub
from tests.workbooks.sheets import HEAD, accepted, checked, xlsx

NAMES = ("李二", "赵四", "孙五")
DAY, LATER = dt.date(2023, 5, 4), dt.date(2024, 1, 10)


def open_differences(one) -> dict[str, tuple]:
    """Passport id -> published value and value now, of what is pending."""
    with make.acting("officer"):
        return {p.figure.pk: (p.figure.value, p.now["value"]) for p in pending(one)}


def told(moved) -> dict[str, tuple]:
    return {one["id"]: (one["published"], one["before"], one["after"]) for one in moved}


def client(name, street=None) -> Api:
    return Api(make.user(name), street)


@pytest.fixture
def one(db):
    """The year 2023 with an approved application and three more people of street A, published."""
    make.lived("device", make.person("王一"), until="approved")
    for name in NAMES:
        make.person(name)
    return pub.frozen()


def people(*names) -> list[Person]:
    with make.acting(None):
        return [Person.objects.get(name=name) for name in names]


def test_an_answer_of_rest_names_the_figures_that_it_moved(one):
    with make.acting(None):
        case = Case.objects.get()
    (entry,) = make.entries(case, "approved")
    answer = client("officer").change(case, f"entries/{entry.pk}/take-back/", reason="登记错")
    assert answer.status_code == 200, answer.json()
    moved = told(answer.json()["moved_figures"])
    assert moved["2023-1-devices.applications_approved-district"] == (1, 1, 0)
    assert moved["2023-1-devices.applications_approved-110102007"] == (1, 1, 0)
    assert moved.keys() == open_differences(one).keys()
    label = next(m["label"] for m in answer.json()["moved_figures"] if "applications_approved-d" in m["id"])
    assert "批准的申请" in label


def test_an_answer_says_nothing_where_nothing_published_moved(one):
    (person,) = people("李二")
    body = {"person": str(person.pk), "opened_on": LATER, "declared_unemployed": True}
    answer = client("clerk_a").post("cases/home_help/", body)
    assert answer.status_code == 201, answer.json()
    assert "moved_figures" not in answer.json()


def test_a_replayed_answer_names_them_again_and_a_street_learns_of_itself_and_the_district(one):
    (person,), key = people("李二"), uuid.uuid4().hex
    body = {"person": str(person.pk), "opened_on": DAY, "declared_unemployed": True}
    first, again = (client("clerk_a").post("cases/home_help/", body, key=key) for _ in range(2))
    assert first.status_code == again.status_code == 201, first.json()
    assert first.json()["moved_figures"] == again.json()["moved_figures"] != []
    assert {m["id"].rpartition("-")[2] for m in first.json()["moved_figures"]} == {make.STREET_A, "district"}
    assert {m["id"] for m in first.json()["moved_figures"]} == open_differences(one).keys()


def test_a_dry_run_names_what_the_import_would_move_and_writes_nothing(one):
    rows = [[p.name, p.id_number, on, "是"] for p, on in zip(people(*NAMES), (DAY, DAY, LATER), strict=True)]
    with make.acting(None):
        before = Entry.objects.count(), Case.objects.count()
    workbook = checked("home_help", xlsx(HEAD["home_help"], *rows))
    with make.acting(None):
        assert (Entry.objects.count(), Case.objects.count(), ImportedRow.objects.count()) == (*before, 0)
    assert workbook.counts["new"] == 3 and {f[2] for f in workbook.findings} == {"date.of_earlier_year"}
    would = told(workbook.moved)
    assert would and open_differences(one) == {}
    assert all(after - start == 2 for _published, start, after in would.values())

    accepted(workbook)
    assert told(workbook.moved) == would
    assert open_differences(one).keys() == would.keys()
    with make.acting("clerk_a"):
        sheet = load_workbook(io.BytesIO(receipts.write(workbook)))["已发布的数字"]
    assert {row[1] for row in sheet.iter_rows(min_row=2, values_only=True)} == would.keys()


def test_an_import_of_this_year_moves_nothing_and_is_not_tried(one, monkeypatch):
    monkeypatch.setattr(writing, "write", partial(pytest.fail, "it was tried"))
    (person,) = people("李二")
    workbook = checked("home_help", xlsx(HEAD["home_help"], [person.name, person.id_number, LATER, "是"]))
    assert workbook.counts["new"] == 1 and workbook.moved == []


def test_the_pages_of_an_import_tell_it(one, client):
    (person,) = people("李二")
    workbook = checked("home_help", xlsx(HEAD["home_help"], [person.name, person.id_number, DAY, "是"]))
    client.force_login(make.user("clerk_a"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/admin/workbooks/{workbook.pk}/").content.decode()
    assert "导入会改变的已发布数字" in page and workbook.moved[0]["id"] in page
    assert (
        f"{len(workbook.moved)}个已经发布的数字"
        in client.get(f"/admin/workbooks/{workbook.pk}/decide/").content.decode()
    )
    accepted(workbook)
    assert "这次导入改变的已发布数字" in client.get(f"/admin/workbooks/{workbook.pk}/").content.decode()


def test_bulk_tells_what_its_batches_moved(own_database):
    two = [make.person("李二"), make.person("赵四")]
    one = pub.frozen()
    api = Api(make.user("integrator"), make.STREET_A)
    lines = [
        {
            "person": p.pk,
            "opened_on": DAY,
            "declared_unemployed": True,
            "external_system": "city",
            "external_id": p.name,
        }
        for p in two
    ]
    answer = posted(api, "home_help", ndjson(lines))
    assert answer.status_code == 202, answer.json()
    with make.acting(None):
        job = Job.objects.get(name="bulk.write")
    runner.run(job.pk)
    shown = api.get(f"uploads/{answer.json()['id']}/").json()
    assert shown["counts"] == {"new": 2}
    moved = told(shown["moved_figures"])
    assert moved and all(after - before == 2 for _published, before, after in moved.values())
    assert moved.keys() == open_differences(one).keys()
