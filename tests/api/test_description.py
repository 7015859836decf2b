"""The OpenAPI file is pinned; the documentation page works offline under the site's content security policy."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from accounts.api_base import PUBLIC, SIGNED_IN, ApiView
from accounts.roles import RIGHTS

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "openapi.json"


@pytest.fixture(scope="module")
def description(tmp_path_factory) -> dict:
    file = tmp_path_factory.mktemp("api") / "openapi.json"
    call_command("spectacular", format="openapi-json", validate=True, fail_on_warn=True, file=str(file))
    return json.loads(file.read_text())


def test_it_is_as_pinned(description):
    assert description == json.loads(GOLDEN.read_text()), "see deploy/api.py for how to refresh the golden file"


def test_every_operation_documents_its_problems(description):
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            problems = {
                s for s, r in operation["responses"].items() if "application/problem+json" in r.get("content", {})
            }
            assert {"400", "401"} <= problems, (method, path)
            assert ("404" in problems) == ("{" in path), (method, path)


def test_no_path_takes_a_name_or_a_number_of_a_person(description):
    parameters = {
        parameter["name"]
        for methods in description["paths"].values()
        for operation in methods.values()
        for parameter in operation.get("parameters", [])
        if parameter["in"] != "header"
    }
    assert not {name for name in parameters if "number" in name or name in ("q", "term", "search", "name")}


def api_views() -> list:
    found, waiting = [], [("", get_resolver())]
    while waiting:
        prefix, node = waiting.pop()
        for pattern in node.url_patterns:
            path = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                waiting.append((path, pattern))
            elif path.startswith("api/"):
                found.append((path, pattern.callback))
    return found


def test_every_operation_names_a_right_of_the_table():
    views = [(path, view.cls, view.actions) for path, view in api_views() if hasattr(view, "actions")]
    assert len(views) > 15
    for path, view, actions in views:
        assert issubclass(view, ApiView), path
        for action in actions.values():
            assert view.rights[action] in {PUBLIC, SIGNED_IN, *RIGHTS}, (path, action)


def test_the_file_is_served(client, db, description):
    answer = client.get("/api/v1/schema/?format=json")
    assert answer.status_code == 200
    assert answer.json()["paths"].keys() == description["paths"].keys()


@pytest.mark.browser
def test_the_page_works_under_the_content_security_policy(page):
    messages = []
    page.on("console", lambda message: messages.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto("/api/v1/docs/")
    page.get_by_text("/api/v1/people/find/").wait_for()
    assert messages == []
