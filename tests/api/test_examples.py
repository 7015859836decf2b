"""Every example of the description runs as it stands there, one after the other, and is answered as described."""

import json
from typing import Any

from deploy.api_examples import EXAMPLES, PERSON
from services.webhooks.actions import allow_host
from tests import make
from tests.api.test_description import GOLDEN

DESCRIPTION = json.loads(GOLDEN.read_text())
# Whose rows the addresses name: the answer of this operation.
MADE_BY = {
    "people": "people_create",
    "circumstances": "circumstances_create",
    "cases": "cases_home_help_create",
    "certificates": "certificates_create",
    "webhooks": "webhooks_create",
}


def described() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """operationId -> (method, path, operation) of what has an example."""
    return {
        operation["operationId"]: (method, path, operation)
        for path, methods in DESCRIPTION["paths"].items()
        for method, operation in methods.items()
        if "example" in operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    }


def test_every_example_stands_in_the_description():
    found = {name: one[2]["requestBody"]["content"]["application/json"]["example"] for name, one in described().items()}
    assert found == EXAMPLES


def test_each_is_answered_as_described(api):
    officer, system, answers, shown = api("officer"), api("integrator"), {}, described()
    with make.acting("secadmin") as by:
        allow_host(by=by, host="hooks.city.example", port=443, purpose="市级平台")
    for name, example in EXAMPLES.items():
        method, path, operation = shown[name]
        url = path.replace("/api/v1/", "").replace("{slug}", "reviewed")
        seen, client = {}, system if name.startswith("webhooks") else officer
        if "{id}" in url:
            url = url.replace("{id}", str(answers[MADE_BY[url.partition("/")[0]]]["id"]))
            if any(one["name"] == "If-Match" for one in operation["parameters"]):
                row = "/".join(url.split("/")[:2]) + "/"
                seen = {"match": client.get(row)["ETag"]}
        send = client.patch if method == "patch" else client.post
        answer = send(url, **seen, **example)
        assert str(answer.status_code) in operation["responses"] and answer.status_code < 300, (name, answer.content)
        answers[name] = answer.json()
    assert answers["people_reveal"] == {"id_number": PERSON}
    assert answers["people_find"]["results"][0]["id"] == answers["people_create"]["id"]
    assert answers["cases_step"]["case"]["status"] == "reviewed"
    assert answers["cases_annul"]["status"] == "annulled"


def test_the_person_of_the_examples_is_nobody():
    assert PERSON.startswith("110199")
