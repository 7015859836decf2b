"""Generated requests over the whole description, against a server in processes of its own: whatever is sent, the answer
is one that the description names, of the shape that it names, and never a fault."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from knox.models import AuthToken

from services.cases.kinds import all_kinds
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import Organisation, Person
from tests import make
from tests.api.server import BASE_DIR, Server
from tests.lives import LIVES

pytestmark = pytest.mark.fuzz
DESCRIPTION = BASE_DIR / "tests" / "golden" / "openapi.json"
CONFIG = Path(__file__).with_name("generated.toml")


@pytest.fixture
def known(own_database) -> dict[str, list]:
    """A case of every kind with a step or two behind it."""
    for kind in LIVES:
        make.lived(kind, until=next((slug for slug, _who, _data in LIVES[kind].steps()), None))
    with make.acting(None):
        cases = [
            {
                "id": str(case.pk),
                "entries": list(Entry.objects.filter(case=case).values_list("pk", flat=True)),
                "slugs": [step.slug for step in case.of_kind.steps],
            }
            for case in Case.objects.all()
        ]
        return {
            "cases": cases,
            "people": [str(key) for key in Person.objects.values_list("pk", flat=True)],
            "organisations": list(Organisation.objects.values_list("pk", flat=True)),
            "payments": [],
            "passports": ["2023-1-x-y"],
            "indicators": ["employment.employment_rate"],
            "streets": [make.STREET_A],
        }


@pytest.mark.parametrize("role", ["clerk_a", "officer"])
def test_x(known, tmp_path, role):
    assert len(all_kinds()) > 30
    user = make.user(role)
    tokens = [AuthToken.objects.create(user)[1] for _n in range(50)]
    known = known | {"tokens": tokens[1:]}
    with Server(tmp_path / "server.log") as server:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "schemathesis.cli",
                "--config-file",
                str(CONFIG),
                "run",
                str(DESCRIPTION),
                f"--url={server.url}",
                f"--header=Authorization:Token {tokens[0]}",
                f"--seed={1}",
                f"--max-examples={int(os.environ.get('GEN_N', '5'))}",
                f"--report-json-path={tmp_path / 'report.json'}",
                "--report=json", "--no-color",
            ],
            cwd=BASE_DIR,
            env={**os.environ, "GENERATED_KNOWN": json.dumps(known), "GENERATED_SEED": "1", "SCHEMATHESIS_HOOKS": "tests.api.generated"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    Path("/tmp/st_out.txt").write_text(done.stdout)
    Path("/tmp/st_server.txt").write_text(server.log.read_text())
    Path("/tmp/st_report.json").write_text((tmp_path / 'report.json').read_text())
    assert done.returncode == 0, done.stdout[-3000:]
