"""clerk_b must not even know: no page of the admin, generated from the resolver and registry, tells of street A."""

import datetime as dt
import re
import uuid
from contextlib import contextmanager

import pytest
from django.contrib import admin
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from services.cases import kinds
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import Certificate, Household, Person
from tests import databases, make
from tests.conftest import _own
from tests.lives import LIVES

SECRET = "玛瑙隐娘"
PUBLIC = {"jsi18n", "login", "logout", "password_change", "password_change_done", "autocomplete", "app_list"}


@pytest.fixture(scope="module")
def street_a(django_db_setup, django_db_blocker, test_database):
    """Street A with a person of an unmistakable name in every kind of case, in a database of this module."""
    with contextmanager(_own)(databases.template(), django_db_blocker, test_database):
        yield _live()


@pytest.fixture
def world(street_a, db, client):
    """What a test does in street A is undone; the client is signed in as clerk_b."""
    client.force_login(make.user("clerk_b"), backend="django.contrib.auth.backends.ModelBackend")
    return street_a


def _live():
    secret = make.person(SECRET, born=dt.date(1988, 8, 15), sex="F")
    child = make.person(SECRET, born=dt.date(2016, 1, 1), certificate=None, suspected=True)
    graduate = make.person(SECRET, born=dt.date(2000, 1, 1))
    worker, debtor = (make.person(SECRET, born=dt.date(1980, month, 1)) for month in (1, 2))
    applicant, student = (make.person(SECRET, born=dt.date(2010, 6, n), certificate=None) for n in (1, 2))
    about = {"certificate_application": applicant, "condolence_student": student}
    about |= {"child_rehab": child, "graduate": graduate, "social_insurance": worker, "recovery": debtor}
    cases = {
        kind.code: make.opened(kind.code, about.get(kind.code, secret) if LIVES[kind.code].about else None)
        for kind in kinds.all_kinds()
    }
    with make.acting(None):
        numbers = [case.number for case in cases.values()]
        return {
            "person": secret,
            "number": secret.id_number,
            "cases": {case.of_kind.model.lower().replace(".", "_"): case for case in cases.values()},
            "certificate": secret.certificates.get(),
            "entry": Entry.objects.filter(case=cases["fuel"]).latest("id"),
            "marks": [SECRET, secret.masked_id, str(secret.pk), *numbers],
        }


def admin_patterns(resolver=None, prefix="/"):
    """(path template, name) of everything under /admin/."""
    for one in (resolver or get_resolver()).url_patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from admin_patterns(one, path)
        elif isinstance(one, URLPattern) and path.startswith("/admin/"):
            yield path, one.name or ""


def filled(path: str, name: str, world) -> list[str]:
    """The path with the rows of street A in the places of its parameters."""
    case = next((c for key, c in world["cases"].items() if name.startswith(key + "_")), None)
    key = case.pk if case else world["certificate"].pk if "certificate" in name else world["person"].pk
    slugs = [s.slug for s in case.of_kind.steps] if case else ["x"]
    values = {"uuid:pk": key, "path:object_id": key, "int:entry": world["entry"].pk, "uuid:person": world["person"].pk}
    found = []
    for slug in slugs if "<slug:slug>" in path else [None]:
        url = path.replace("<slug:slug>", slug or "")
        for parameter in re.findall(r"<([^>]+)>", url):
            url = url.replace(f"<{parameter}>", str(values.get(parameter, key)))
        found.append(url)
    return found


def tells(response, world) -> list[str]:
    body = response.content.decode(errors="replace")
    return [mark for mark in world["marks"] if mark in body]


def test_no_page_tells_of_another_street(client, world):
    leaks, seen = [], 0
    for path, name in admin_patterns():
        if name in PUBLIC or "(?" in path:
            continue
        for url in filled(path, name, world):
            about_a_row = "<" in path
            for response in (client.get(url), client.post(url, {"term": SECRET, "reason": "x", "_save": "1"})):
                seen += 1
                if about_a_row and response.status_code == 200:
                    leaks.append(f"{url} answers 200 for a row of another street")
                # A search repeats the term that the user typed himself.
                marks = [m for m in tells(response, world) if m != SECRET or response.wsgi_request.method == "GET"]
                if not about_a_row or response.status_code not in (302, 404):
                    leaks += [f"{url} tells {mark}" for mark in marks]
    assert leaks == []
    assert seen > 150


@pytest.mark.parametrize("term", [SECRET, "mnyn", "number", "certificate"])
def test_no_search_finds_another_streets_people(client, world, term):
    with make.acting(None):
        term = {"number": world["number"], "certificate": world["certificate"].number}.get(term, term)
    lists = ["/admin/find/", "/admin/people/person/"]
    lists += [f"/admin/{key.replace('_', '/', 1)}/" for key in world["cases"] if "_" not in key.split("_", 1)[1]]
    for url in lists:
        body = client.post(url, {"term": term}).content.decode()
        found = body.replace(f'value="{term}"', "")
        assert SECRET not in found and str(world["person"].pk) not in found, url


def test_no_crafted_form_reaches_another_streets_people(client, world):
    with make.acting(None):
        before = Case.objects.count(), Entry.objects.count()
    for model, site in admin.site._registry.items():
        if not hasattr(site, "kind"):
            continue
        url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/add/"
        posted = {"person_choice": str(world["person"].pk), "joint_choice": str(world["person"].pk)}
        posted |= {"opened_on": "2023-03-01", "origin": "window", "items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"}
        response = client.post(f"{url}?person={world['person'].pk}", posted)
        assert response.status_code in (200, 403)
        assert tells(response, world) in ([], [str(world["person"].pk)]), url
    with make.acting(None):
        assert (Case.objects.count(), Entry.objects.count()) == before


def test_a_number_of_another_street_is_told_as_its_street_only(client, world):
    response = client.post("/admin/people/person/add/", {"name": "某人", "id_number": world["number"]})
    body = response.content.decode()
    assert "已在月坛街道登记" in body
    assert SECRET not in body and str(world["person"].pk) not in body


def test_the_number_of_lookups_is_limited(client, world):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_auditentry (by_id, action, target, outcome, data)"
            " SELECT %s, 'person.looked_up_elsewhere', '', 'refused', '{}' FROM generate_series(1, 60)",
            [make.user("clerk_b").pk],
        )
    response = client.post("/admin/people/person/add/", {"name": "某人", "id_number": world["number"]})
    assert "已达上限" in response.content.decode()
    assert "月坛街道" not in response.content.decode()


def test_who_has_no_posting_sees_nothing(db, client, django_user_model):
    client.force_login(django_user_model.objects.create(username="nobody"))
    for url in ("/admin/", "/admin/people/person/", "/admin/work/", f"/admin/people/person/{uuid.uuid4()}/change/"):
        assert client.get(url).status_code in (302, 403)


def test_every_confined_row_of_a_case_page_is_in_the_world(world):
    """The world holds a row of the tables that pages show, so that a leak would have something to leak."""
    with make.acting("clerk_a") as by:
        for model in (Person, Certificate, Household, Case, Entry):
            assert model.objects.visible_to(by).exists()
    with make.acting("clerk_b") as by:
        for model in (Person, Certificate, Household, Case, Entry):
            assert not model.objects.visible_to(by).exists()
