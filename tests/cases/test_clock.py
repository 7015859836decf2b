"""Deadlines in working days, as the office would count them on the wall calendar."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import Conflict
from services.cases import clock, deadlines
from services.cases.clock import Pause, Standing
from services.policy.calendar import WorkingDays
from services.policy.holidays import known_years, special_days
from tests import make

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "clock.csv"
EXAMPLES = list(csv.DictReader(GOLDEN.read_text(encoding="utf-8").splitlines()))
CALENDAR = WorkingDays({day: working for year in known_years() for day, working, _name in special_days(year)})
DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2024, 12, 1))


def day_of(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def pauses_of(text: str) -> list[Pause]:
    spans = [span.partition("/") for span in text.split(";") if span]
    return [Pause(dt.date.fromisoformat(since), day_of(after)) for since, _sep, after in spans]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["例子"])
def test_the_offices_examples(example):
    found = clock.read(
        CALENDAR,
        since=dt.date.fromisoformat(example["起算日"]),
        limit=int(example["时限"]),
        today=dt.date.fromisoformat(example["今天"]),
        soon=2,
        pauses=pauses_of(example["暂停"]),
    )
    assert (found.standing, found.used, found.due_on) == (
        Standing(example["状态"]),
        int(example["已用"]),
        day_of(example["到期日"]),
    )
    assert found.sure


def test_a_year_without_holidays_is_said_to_be_unsure():
    found = clock.read(CALENDAR, since=dt.date(2030, 6, 3), limit=5, today=dt.date(2030, 6, 4), soon=2)
    assert not found.sure and "放假安排未录入" in deadlines.in_words(found)


@given(DAYS, st.integers(0, 40), st.integers(0, 60))
def test_the_due_day_is_the_last_one_in_time(since, limit, later):
    today = since + dt.timedelta(days=later)
    found = clock.read(CALENDAR, since=since, limit=limit, today=today, soon=2)
    on_time = clock.read(CALENDAR, since=since, limit=limit, today=found.due_on, soon=2)
    assert on_time.standing != Standing.OVERDUE
    assert (found.standing == Standing.OVERDUE) == (CALENDAR.count(found.due_on, today) > 0)


@given(DAYS, st.integers(1, 30), st.integers(0, 20), st.integers(0, 20))
def test_a_pause_never_makes_it_due_earlier(since, limit, begins, lasts):
    today = since + dt.timedelta(days=50)
    pause = Pause(since + dt.timedelta(days=begins), since + dt.timedelta(days=begins + lasts))
    plain = clock.read(CALENDAR, since=since, limit=limit, today=today, soon=2)
    paused = clock.read(CALENDAR, since=since, limit=limit, today=today, soon=2, pauses=[pause])
    assert paused.due_on >= plain.due_on and paused.used <= plain.used


@given(DAYS, st.integers(0, 60))
def test_adding_and_counting_agree(day, count):
    assert CALENDAR.count(day, CALENDAR.add(day, count)) == count


@pytest.mark.django_db
class TestCases:
    def test_a_case_shows_its_clock_and_stands_still_while_it_is_paused(self):
        case = make.opened("home_help", on=dt.date(2023, 6, 5))
        with make.acting("clerk_a"):
            running = deadlines.clocks_of([case], dt.date(2023, 6, 7))[case.pk]
        assert (running.limit, running.used) == (5, 2)
        make.moved(case, "paused", dt.date(2023, 6, 7), by="reviewer", detail="papers")
        with pytest.raises(Conflict):
            make.moved(case, "paused", dt.date(2023, 6, 8), by="reviewer", detail="papers")
        with make.acting("clerk_a"):
            paused = deadlines.clocks_of([case], dt.date(2023, 6, 20))[case.pk]
        assert (paused.standing, paused.used) == (Standing.SUSPENDED, 1)
        make.moved(case, "resumed", dt.date(2023, 6, 12), by="reviewer")
        with pytest.raises(Conflict):
            make.moved(case, "resumed", dt.date(2023, 6, 13), by="reviewer")

    def test_a_step_starts_a_new_clock(self):
        case = make.opened("home_help", on=dt.date(2023, 6, 5))
        make.moved(case, "reviewed", dt.date(2023, 6, 9), by="reviewer")
        with make.acting("officer"):
            case.refresh_from_db()
            found = deadlines.clocks_of([case], dt.date(2023, 6, 12))[case.pk]
        assert (found.limit, found.used) == (10, 1)

    def test_the_work_page_groups_by_urgency(self, client):
        make.opened("home_help", make.person("逾期人"), on=dt.date(2023, 6, 5))
        client.force_login(make.user("reviewer_a"), backend="django.contrib.auth.backends.ModelBackend")
        page = client.get("/admin/work/").content.decode()
        assert "已逾期：1件" in page and "逾期人" in page
        assert "已逾期，待我办理" in client.get("/admin/").content.decode()
        assert "逾期人" not in client.get("/admin/work/?list=soon").content.decode()
