"""Generated requests over the whole description, against a server in processes of its own: whatever is sent, the answer
is one that the description names, in the shape that it names, and never a fault.

The short form takes three of the kinds of case, since opening one is the same operation for each.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from knox.models import AuthToken

from reporting import catalogue
from services.cases.kinds import all_kinds
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import Organisation, Person
from tests import databases, make
from tests.api.server import BASE_DIR, Server
from tests.conftest import FULL, _own
from tests.lives import LIVES

pytestmark = pytest.mark.fuzz
DESCRIPTION = BASE_DIR / "tests" / "golden" / "openapi.json"
CONFIG = Path(__file__).with_name("generated.toml")
ROLES, SEEDS = ("clerk_a", "officer"), (1, 2, 3) if FULL else (1,)
FEW_KINDS = ("device", "meeting", "placement")  # rows and further applicants, nobody, an organisation
ENOUGH = 3_500 if FULL else 50  # requests of one role and seed; 20,000 of all in the long form
SEALED = re.compile(r"110199\d{11}[\dX]")


@pytest.fixture(scope="module")
def known(django_db_setup, django_db_blocker, test_database) -> Iterator[dict[str, list]]:
    """Keys of what is there: of every kind a case with its first step taken."""
    for _name in _own(databases.template(), django_db_blocker, test_database):
        for kind, life in LIVES.items():
            make.lived(kind, until=next((slug for slug, _who, _data in life.steps()), None))
        with make.acting(None):
            yield {
                "cases": [_known(case) for case in Case.objects.order_by("serial")],
                "people": [str(key) for key in Person.objects.order_by("created_at").values_list("pk", flat=True)],
                "organisations": list(Organisation.objects.order_by("pk").values_list("pk", flat=True)),
                "indicators": sorted({figure.code for figure in catalogue.declared()}),
                "streets": [make.STREET_A, make.STREET_B],
            }


def _known(case: Case) -> dict[str, Any]:
    entries = Entry.objects.filter(case=case).order_by("pk").values_list("pk", flat=True)
    return {"id": str(case.pk), "entries": list(entries), "slugs": [step.slug for step in case.of_kind.steps]}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("role", ROLES)
def test_no_answer_is_a_fault_or_other_than_described(known, tmp_path, role, seed):
    user = make.user(role)
    token, *spare = (AuthToken.objects.create(user)[1] for _n in range(100))
    report = tmp_path / "report.json"
    with Server(tmp_path / "server.log") as server:
        done = subprocess.run(
            [
                *(
                    sys.executable,
                    "-m",
                    "schemathesis.cli",
                    "--no-color",
                    f"--config-file={CONFIG}",
                    "run",
                    DESCRIPTION,
                ),
                *(f"--url={server.url}", f"--header=Authorization:Token {token}", f"--seed={seed}"),
                *(f"--max-examples={10 if FULL else 5}", "--report=json", f"--report-json-path={report}"),
                *([] if FULL else _short_form(role)),
            ],
            cwd=BASE_DIR,
            env={
                **os.environ,
                "SCHEMATHESIS_HOOKS": "tests.api.generated",
                "GENERATED_KNOWN": json.dumps(known | {"tokens": spare}),
                "GENERATED_SEED": str(seed),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    said = server.log.read_text()
    assert done.returncode == 0, done.stdout[-6000:]
    assert "Traceback" not in said
    assert not SEALED.search(said), "an ID number stands in the log"
    found = json.loads(report.read_text())
    assert found["operations"]["errored"] == found["operations"]["skipped"] == 0
    assert found["test_cases"]["generated"] >= ENOUGH, found["test_cases"]
    print(role, seed, found["operations"]["tested"], found["test_cases"], f"{found['running_time']:.0f} s")


def _short_form(role: str) -> list[str]:
    """Few kinds; one role alone is led along every edge of every schema."""
    others = "|".join(kind.code for kind in all_kinds() if kind.code not in FEW_KINDS)
    phases = [] if role == ROLES[0] else ["--phases=examples,fuzzing,stateful"]
    return [f"--exclude-path-regex=/cases/({others})/", *phases]
