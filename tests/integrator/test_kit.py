"""The kit of integrators: its run passes against a real server and finds what is broken; its tutorial works."""

import ast
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from accounts.clients.models import Client, Secret
from accounts.scoping import scope_of
from deploy.integrator import reading, running, writing  # noqa: F401 - they add their checks
from deploy.integrator.running import FAILED, PASSED, SKIPPED, Run
from deploy.integrator.speaking import Api
from deploy.integrator.webhooks import CONTENT, GENUINE, NOW, SECRET, Forged, sign, verify, wrong_vectors
from services.jobs import runner
from tests import make

KIT = Path(__file__).resolve().parents[2] / "deploy" / "integrator"
ROOT = KIT.parents[1]


@pytest.fixture
def sandbox(live_url, worker, tmp_path, monkeypatch) -> dict[str, str]:
    """What `make demo` writes for the sandbox client, on a server with a few people."""
    monkeypatch.setenv("TAIZHANG_VAR", str(tmp_path))
    for number in range(4):
        make.opened("fuel", make.person(f"王{number}"))
        make.person(f"李{number}", street=make.STREET_B)
    call_command("sandbox_client", url=live_url)
    return given(tmp_path)


@pytest.fixture
def worker(own_database) -> Iterator[None]:
    """Does what is waiting."""
    ended = threading.Event()

    def work() -> None:
        while not ended.wait(0.1):
            for job in runner.sweep():
                runner.run(job)
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    ended.set()
    thread.join()


def given(folder: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in (folder / "sandbox.env").read_text().splitlines())


def run_of(sandbox: dict[str, str], **options) -> Run:
    return Run(Api(sandbox["TAIZHANG_URL"], sandbox["CLIENT_ID"], sandbox["CLIENT_SECRET"]), **options)


def states(run: Run) -> dict[str, str]:
    return {title: state + (f" ({why})" if why else "") for state, title, why in run.results}


def test_everything_passes_against_a_real_server(sandbox):
    run, lines = run_of(sandbox, english=True), []
    assert run.everything(lines.append), "\n".join(lines)
    assert {state for state, _title, _why in run.results} == {PASSED}, states(run)


def test_a_client_that_may_little_skips_with_a_word(sandbox):
    Client.objects.update(scopes=["fuel.read"])
    run = run_of(sandbox)
    run.everything(lambda line: None)
    found = {state for state, _title, _why in run.results}
    assert found == {PASSED, SKIPPED}, states(run)
    assert any("没有权限 people.read" in why for _state, _title, why in run.results)


@pytest.mark.parametrize(
    ("broken", "by", "title"),
    [
        ("accounts.clients.limits.Quota.headers", {}, "rate limits"),
        ("accounts.idempotency._fingerprint", lambda request: "0" * 64, "a person"),
        ("accounts.api_base.refuse_stale", lambda request, version: None, "changes"),
        ("accounts.scoping.api_scope", lambda user, area: scope_of(user), "streets"),
    ],
)
def test_it_finds_what_is_broken(sandbox, monkeypatch, broken, by, title):
    monkeypatch.setattr(broken, by)
    quick = [one for one in running.CHECKS if not one[1].startswith(("bulk", "the change feed"))]
    monkeypatch.setattr(running, "CHECKS", quick)
    run = run_of(sandbox, english=True)
    run.everything(lambda line: None)
    failed = [found for state, found, _why in run.results if state == FAILED]
    assert failed and all(found.startswith(title) for found in failed), states(run)


def blocks(text: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", text, re.S)


def test_every_command_of_the_tutorial_runs(sandbox, tmp_path):
    chinese, english = (KIT / "README.md").read_text().split("\n# Tutorial\n")
    assert blocks(chinese) == blocks(english)
    commands = "".join(blocks(chinese)).replace(". var/sandbox.env", f". {tmp_path}/sandbox.env")
    commands = commands.replace("python3 ", f"{sys.executable} ")
    (tmp_path / ".curlrc").write_text('silent\nwrite-out = "%{stderr}%{http_code}\\n"\n')
    environment = {**os.environ, "CURL_HOME": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.findall(r"^\d{3}$", done.stderr, re.M) == re.findall(r"# (\d{3})$", commands, re.M), done.stdout
    assert re.search(r"^  失败", done.stdout, re.M) is None


def test_a_second_start_makes_no_second_secret(sandbox, tmp_path, capsys):
    call_command("sandbox_client", url="http://127.0.0.1:1")
    assert Secret.objects.count() == Client.objects.count() == 1
    assert given(tmp_path) == sandbox | {"TAIZHANG_URL": "http://127.0.0.1:1"}
    (tmp_path / "sandbox.env").unlink()
    capsys.readouterr()
    call_command("sandbox_client")
    said = capsys.readouterr().out
    assert sandbox["CLIENT_SECRET"] not in said and "--rotate" in said
    call_command("sandbox_client", rotate=True)
    assert given(tmp_path)["CLIENT_SECRET"] != sandbox["CLIENT_SECRET"]
    assert oct((tmp_path / "sandbox.env").stat().st_mode)[-3:] == "600"


def test_the_kit_needs_the_standard_library_alone():
    for path in KIT.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            assert all(name.split(".")[0] in sys.stdlib_module_names for name in names), (path, names)


def test_signatures_are_judged_by_their_vectors():
    assert wrong_vectors() == []
    with pytest.raises(Forged, match="signature"):
        verify([SECRET], {**GENUINE, "webhook-signature": "v1," + "A" * 44}, CONTENT, now=NOW)
    signed = {**GENUINE, "webhook-signature": sign(SECRET, GENUINE["webhook-id"], str(NOW), b"{}")}
    assert verify([SECRET], signed, b"{}", now=NOW) == GENUINE["webhook-id"]
