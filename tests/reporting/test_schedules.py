"""Views that somebody keeps, and figures that come by themselves."""

import datetime as dt
import io
from types import SimpleNamespace

import openpyxl
import pytest
from django.core import mail
from django.test import Client

from accounts.errors import Conflict, NotThere, RuleBroken
from accounts.models import Posting
from reporting import arranging, scheduled, tasks
from reporting.models import Rhythm, SavedView, Schedule
from reporting.models.schedule import following
from reporting.narrowing import Narrowing
from services.jobs.models import Job
from tests import make
from tests.reporting.book import write

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 1, 15)


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(make.user(name))
    return client


def reachable(name: str):
    one = make.user(name)
    one.email = f"{name}@office.invalid"
    one.save(update_fields=["email"])
    return one


def view(name: str = "肢体", *, by: str = "director", shared: bool = False, **chosen: str) -> SavedView:
    with make.acting(by) as user:
        return arranging.save_view(by=user, name=name, shared=shared, narrowing=Narrowing(**chosen))


def schedule(**values) -> Schedule:
    with make.acting("director") as by:
        return arranging.schedule(
            by=by, today=TODAY, **{"name": "月报", "view": None, "rhythm": "monthly", "way": "mail"} | values
        )


def run(found: Schedule, on: str = "2024-01-01") -> list:
    seen: list = []
    job = SimpleNamespace(args={"schedule": found.pk, "on": on}, advance=lambda *told: seen.append(told))
    with make.acting("director"):
        scheduled.run_job(job)
    return seen


def test_a_view_is_kept_opened_and_deleted():
    client = signed_in("director")
    client.post("/summary/2023/save/?category=4&programme=subsidies", {"name": "肢体补贴"})
    kept = SavedView.objects.get()
    assert (kept.category, kept.programme, kept.shared) == ("4", "subsidies", False)
    html = client.get("/summary/2023/?category=4&programme=subsidies").content.decode()
    assert '<a class="chip" href="/summary/2023/?programme=subsidies&amp;category=4" aria-current="page">' in html
    client.post(f"/summary/views/{kept.pk}/delete/")
    assert not SavedView.objects.exists()


def test_a_second_view_of_that_name_is_told_at_the_form():
    view("肢体")
    body = signed_in("director").post("/summary/2023/save/", {"name": "肢体"}).content.decode()
    assert "您已经有同名的视图" in body


def test_colleagues_see_what_is_shared_and_cannot_delete_it():
    mine, shared = view("独享视图"), view("大家的", shared=True)
    client = signed_in("officer")
    html = client.get("/summary/2023/").content.decode()
    assert "大家的" in html and "独享视图" not in html
    assert client.post(f"/summary/views/{mine.pk}/delete/").status_code == 404
    assert client.post(f"/summary/views/{shared.pk}/delete/").status_code == 404
    assert SavedView.objects.count() == 2
    assert signed_in("clerk_a").post("/summary/2023/save/", {"name": "x"}).status_code == 403


def test_a_view_that_a_schedule_sends_stays():
    kept = view()
    found = schedule(view=kept, way="file", folder="monthly")
    with make.acting("director") as by, pytest.raises(Conflict):
        arranging.delete_view(by=by, view=kept)
    with make.acting("director") as by:
        arranging.stop_schedule(by=by, schedule=found)
        arranging.delete_view(by=by, view=kept)
    assert not SavedView.objects.exists() and Schedule.objects.get().view is None


@pytest.mark.parametrize(
    ("rhythm", "day", "next_day"),
    [
        (Rhythm.WEEKLY, "2024-01-15", "2024-01-22"),
        (Rhythm.WEEKLY, "2024-01-14", "2024-01-15"),
        (Rhythm.MONTHLY, "2024-01-15", "2024-02-01"),
        (Rhythm.MONTHLY, "2024-12-01", "2025-01-01"),
        (Rhythm.QUARTERLY, "2024-02-29", "2024-04-01"),
        (Rhythm.QUARTERLY, "2024-10-01", "2025-01-01"),
        (Rhythm.YEARLY, "2024-01-01", "2025-01-01"),
    ],
)
def test_the_next_day_of_a_rhythm(rhythm, day, next_day):
    assert following(rhythm, dt.date.fromisoformat(day)) == dt.date.fromisoformat(next_day)


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"recipients": []}, "recipients"),
        ({"way": "file"}, "folder"),
    ],
)
def test_a_schedule_needs_somebody_or_a_folder(values, pointer):
    with pytest.raises(RuleBroken) as refused:
        schedule(**values)
    assert refused.value.pointer == pointer


def test_only_who_may_see_figures_is_sent_any():
    with pytest.raises(RuleBroken):
        schedule(recipients=[reachable("clerk_a")])
    with pytest.raises(RuleBroken):
        schedule(recipients=[make.user("officer")])  # without an address
    gone = reachable("officer")
    found = schedule(recipients=[gone])
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    run(found)
    assert mail.outbox == []


def test_mail_holds_numbers_and_a_link_in_the_readers_own_scope():
    for name, street in (("王一", make.STREET_A), ("李二", make.STREET_B)):
        write("fuel.paid", "2023-05-01", person=make.person(name, street=street))
    found = schedule(view=view(programme="subsidies"), recipients=[reachable("director"), reachable("reviewer_a")])
    assert run(found) == [(1, 2), (2, 2)]
    by_address = {message.to[0]: message for message in mail.outbox}
    assert "享受机动轮椅车燃油补贴：2人" in by_address["director@office.invalid"].body
    own = by_address["reviewer_a@office.invalid"].body
    assert "享受机动轮椅车燃油补贴：1人" in own and "月坛街道 2023年统计" in own
    assert "/summary/2023/?programme=subsidies" in own
    assert not any(part in own for part in ("王一", "李二", "持证残疾人："))


def test_a_repeated_attempt_has_the_same_message_id():
    found = schedule(recipients=[reachable("director")])
    run(found)
    run(found)
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1


def test_a_file_lies_whole_in_its_folder(settings, tmp_path):
    settings.REPORTS_DIR = tmp_path
    write("fuel.paid", "2023-05-01", person=make.person("王一"))
    run(schedule(way="file", folder="monthly", view=view(category="4")))
    (file,) = (tmp_path / "monthly").iterdir()
    assert file.name.endswith("-2024-01-01-summary-2023-district.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(file.read_bytes())).worksheets[0]
    assert "残疾类别：肢体残疾" in sheet["A2"].value


@pytest.mark.parametrize("folder", ["../x", "/etc", "a b", "", "A"])
def test_a_folder_is_a_plain_name(folder):
    client = signed_in("director")
    values = {"name": "月报", "rhythm": "monthly", "way": "file", "folder": folder}
    assert client.post("/admin/reporting/schedule/add/", values).status_code == 200
    assert not Schedule.objects.exists()


def test_what_is_due_begins_once_in_its_owners_scope(monkeypatch):
    found = schedule(way="file", folder="monthly")
    monkeypatch.setattr(tasks.timezone, "localdate", lambda: dt.date(2024, 2, 3))
    assert (tasks.begin_due(), tasks.begin_due()) == (1, 0)
    found.refresh_from_db()
    assert found.next_on == dt.date(2024, 3, 1)
    with make.acting("director") as by:
        job = Job.objects.visible_to(by).get(name=arranging.SCHEDULED)
        assert job.args == {"schedule": found.pk, "on": "2024-02-03"} and job.requested_by == by


def test_who_has_lost_the_right_sends_nothing(monkeypatch):
    found = schedule(way="file", folder="monthly")
    Posting.objects.filter(user=make.user("director")).delete()
    monkeypatch.setattr(tasks.timezone, "localdate", lambda: dt.date(2024, 2, 3))
    assert tasks.begin_due() == 0
    found.refresh_from_db()
    assert found.next_on == dt.date(2024, 2, 1)
    assert "逾期未送" in signed_in("officer").get("/admin/reporting/schedule/").content.decode()


def test_a_stopped_schedule_sends_nothing(monkeypatch):
    found = schedule(way="file", folder="monthly")
    client = signed_in("director")
    assert client.post(f"/admin/reporting/schedule/{found.pk}/stop/").status_code == 302
    assert "已停止" in client.get(f"/admin/reporting/schedule/{found.pk}/change/").content.decode()
    monkeypatch.setattr(tasks.timezone, "localdate", lambda: dt.date(2024, 2, 3))
    assert tasks.begin_due() == 0
    with pytest.raises(NotThere):
        run(found)


def test_the_form_offers_who_may_be_sent_figures():
    for name in ("reviewer_a", "clerk_a"):
        reachable(name)
    html = signed_in("director").get("/admin/reporting/schedule/add/").content.decode()
    assert "reviewer_a" in html and "clerk_a" not in html
    values = {"name": "月报", "rhythm": "monthly", "way": "mail", "recipients": [make.user("reviewer_a").pk]}
    signed_in("director").post("/admin/reporting/schedule/add/", values)
    assert list(Schedule.objects.get().recipients.all()) == [make.user("reviewer_a")]
    assert signed_in("reviewer_a").get("/admin/reporting/schedule/add/").status_code == 403
