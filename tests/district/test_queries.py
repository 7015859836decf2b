"""How many queries each list and page of the admin takes: a baseline that a reviewer sees change, the same for few
rows and for many. After a wanted change: TAIZHANG_GOLDEN=1 pytest tests/district/test_queries.py
"""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import RIGHTS
from services.cases import work
from services.cases.models import Case
from services.people.models import Person
from tests import make
from tests.lives import LIVES

BASELINE = Path(__file__).parent.parent / "golden" / "queries.json"
BACKEND = "django.contrib.auth.backends.ModelBackend"
FEW, MANY = 10, 100
CAST = ("officer", "clerk_a", "finance", "director", "sysadmin", "secadmin", "auditor")
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
WORK = [(name, url) for name in ("officer", "clerk_a") for url in ("/admin/", "/admin/work/")]
ONCE = [
    ("clerk_a", "/admin/grids/"),
    ("clerk_a", "/admin/grids/adult_sessions/"),
    ("clerk_a", "/admin/jobs/"),
    ("officer", "/admin/unclaimed/"),
    ("finance", "/admin/suspicions/"),
    ("director", "/summary/2023/"),
    ("clerk_a", "/admin/help/sheets/"),
]
NEW_CASE = "/admin/devices/deviceapplication/add/"
A_CASE, A_PERSON = "the page of a case", "the page of a person"


def list_url(model: Any) -> str:
    return f"/admin/{model._meta.label_lower.replace('.', '/')}/"


@pytest.fixture(scope="module")
def counted() -> dict[str, int]:
    """What the tests of this module saw, by the name of the page."""
    return {}


@pytest.fixture(scope="module")
def baseline(counted: dict[str, int]):
    yield json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    if os.environ.get("TAIZHANG_GOLDEN") == "1":
        BASELINE.write_text(json.dumps(counted, indent=2, sort_keys=True) + "\n")


def signed_in(client: Any, name: str) -> Any:
    client.force_login(make.user(name), backend=BACKEND)
    return client


def queries(client: Any, url: str) -> list[str]:
    client.get(url)  # what is kept for the process is kept now
    with CaptureQueriesContext(
        connection,
    ) as found:
        answer = client.get(url)
    assert answer.status_code == 200, url
    answer.content  # noqa: B018
    return [one["sql"] for one in found.captured_queries]


def equal(name: str, few: list[str], many: list[str], counted: dict[str, int], baseline: dict[str, int]) -> None:
    extra = [sql for sql in many if sql not in few][:3]
    assert len(few) == len(many), f"{name}: {len(few)} queries for few rows, {len(many)} for many, such as {extra}"
    counted[name] = len(many)
    if os.environ.get("TAIZHANG_GOLDEN") != "1":
        assert baseline.get(name) == len(many), (
            f"{name}: {baseline.get(name)} -> {len(many)} (see the top of this file)"
        )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_a_list_takes_as_many_queries_for_few_rows_as_for_many(district, client, monkeypatch, model, counted, baseline):
    site = admin.site._registry[model]
    name = next(one for one in CAST if make.ROLES[one][1] in RIGHTS[site.view_right])
    url, found = list_url(model), []
    for rows in (FEW, MANY):
        monkeypatch.setattr(site, "list_per_page", rows)
        found.append(queries(signed_in(client, name), url))
    equal(url, *found, counted, baseline)


@pytest.mark.parametrize(("name", "url"), WORK)
def test_the_work_page(district, client, monkeypatch, name, url, counted, baseline):
    found = []
    queries(signed_in(client, name), url)  # what is read once in a process is read now
    for rows in (FEW, MANY):
        monkeypatch.setattr(work, "MOST", rows)
        monkeypatch.setattr(work, "FIRST", rows)
        found.append(queries(signed_in(client, name), url))
    few, many = found
    extra = len(many) - baseline.get(f"{url} {name}", len(many))
    assert len(few) == len(many)
    assert extra in (0, 1), extra  # one more where a test before this one left something to do, which is a tile
    counted[f"{url} {name}"] = len(many) - extra


@pytest.mark.parametrize(("name", "url"), ONCE, ids=[url for _name, url in ONCE])
def test_a_page_takes_as_many_queries_as_before(district, client, name, url, counted, baseline):
    found = queries(signed_in(client, name), url)
    equal(url, found, found, counted, baseline)


def test_a_new_case_is_a_form_of_few_queries(district, client, counted, baseline):
    found = queries(signed_in(client, "clerk_a"), NEW_CASE)
    equal(NEW_CASE, found, found, counted, baseline)


def test_a_case_page_does_not_ask_for_each_entry(district, client, counted, baseline):
    case, provider = make.lived("adult_rehab", until="approved"), make.organisation()
    url, found, day = f"/admin/rehabilitation/adultplan/{case.pk}/change/", [], dt.date(2023, 3, 5)
    for rows in (FEW, MANY):
        while len(make.entries(case, "session")) < rows:
            make.moved(case, "session", day, organisation=provider)
            day += dt.timedelta(days=1)
        found.append(queries(signed_in(client, "clerk_a"), url))
    equal(A_CASE, *found, counted, baseline)


def test_a_person_page_does_not_ask_for_each_case(district, client, counted, baseline):
    one, found = make.person(), []
    for rows in (FEW, MANY):
        with make.acting(None):
            there = Case.objects.filter(person=one).count()
        for n in range(there, rows):
            make.opened("training", one, details={**LIVES["training"].details(), "course": f"课程{n}"})
        found.append(queries(signed_in(client, "clerk_a"), f"/admin/people/person/{one.pk}/change/"))
    equal(A_PERSON, *found, counted, baseline)


def test_the_baseline_names_no_page_that_is_gone(baseline):
    lists = {list_url(model) for model in MODELS}
    asked = {f"{url} {name}" for name, url in WORK} | {url for _name, url in ONCE}
    assert set(baseline) == lists | asked | {NEW_CASE, A_CASE, A_PERSON}


def test_the_lists_are_long_enough_to_tell(district):
    with make.acting(None):
        assert Person.objects.count() > MANY and Case.objects.count() > MANY
