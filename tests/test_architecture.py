"""Who may import whom, what stands where, and what names look like: consistency in place of review comments."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from accounts.roles import RIGHTS
from services.cases import kinds

ROOT = Path(__file__).resolve().parent.parent
CORE = [
    "accounts",
    "services.jobs",
    "services.sheets",
    "services.policy",
    "services.people",
    "services.desk",
    "services.ledger",
    "services.circumstances",
    "services.cases",
    "services.feed",
    "services.documents",
    "services.workbooks",
    "services.bulk",
    "services.payments",
    "services.budget",
    "services.webhooks",
]
KINDS = ["certificates", "subsidies", "rehabilitation", "devices", "home_modifications", "employment", "recoveries"]
KINDS += ["condolence", "legal_aid", "hotline"]
KINDS += ["activities", "organisations", "warm_homes", "plans", "statements"]
FLOORS = [*CORE, *[f"services.{kind}" for kind in KINDS], "reporting", "deploy"]
SOURCES = [p for top in ("accounts", "services", "reporting", "deploy") for p in (ROOT / top).rglob("*.py")]


def floor_of(module: str) -> str | None:
    return next((f for f in FLOORS if module == f or module.startswith(f + ".")), None)


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def allowed(mine: str, theirs: str) -> bool:
    if mine == theirs:
        return True
    both_kinds = all(f.startswith("services.") and f.split(".")[1] in KINDS for f in (mine, theirs))
    return not both_kinds and FLOORS.index(theirs) < FLOORS.index(mine)


def test_imports_point_down():
    wrong = [
        f"{module_of(path)} imports {name}"
        for path in SOURCES
        if (mine := floor_of(module_of(path)))
        for name in imports(path)
        if (theirs := floor_of(name)) and not allowed(mine, theirs)
    ]
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_one_folder_and_one_line_of_settings(kind):
    """Who else names it reads it from above: figures, paths of the interface, the made-up district."""
    package = f"services.{kind}"
    known = {
        module_of(path)
        for path in SOURCES
        if any(name == package or name.startswith(package + ".") for name in imports(path))
    }
    below = {name for name in known if not name.startswith((f"{package}.", "reporting.", "deploy."))}
    assert below == set()
    assert (ROOT / "deploy" / "settings.py").read_text().count(f'"{package}"') == 1


def test_pure_rules_know_no_django():
    for path in ROOT.glob("services/*/rules.py"):
        assert not any(name.split(".")[0] in ("django", "rest_framework") for name in imports(path)), path
        numbers = [n.value for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Constant)]
        assert not [n for n in numbers if isinstance(n, int | float) and not isinstance(n, bool) and n > 12], path


def test_files_and_functions_are_short():
    files = [path for path in SOURCES if "migrations" not in path.parts]
    long = [f"{p}: {n} lines" for p in files if (n := len(p.read_text().splitlines())) > 300]
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 60:
                long.append(f"{module_of(path)}.{node.name}: {node.end_lineno - node.lineno} lines")
    assert long == []


def test_no_signals_no_generic_keys_no_save_overrides():
    for path in SOURCES:
        text = path.read_text()
        assert "django.dispatch" not in text and "db.models.signals" not in text, path
        assert "GenericForeignKey" not in text, path
    for model in apps.get_models():
        if model.__module__.startswith(("services", "reporting", "accounts")) and model._meta.label != "accounts.User":
            assert model.save is models.Model.save, model
            assert len(model._meta.parents) == 0, f"{model} uses multi-table inheritance"


def test_only_actions_and_workflow_write():
    """Nothing else saves, creates, updates or deletes rows (bulk paths and reference data in accounts aside)."""
    writers = {
        "actions",
        "workflow",
        "amendments",
        "settling",
        "holds",
        "accounts",
        "bulk",
        "sealing",
        "runner",
        "lease",
        "audit",
        "authentication",
        "arranging",
        "keeping",
        "word",  # saves Word files
        "releasing",
        "photos",  # images, not rows
    }
    verbs = {"save", "create", "bulk_create", "update_or_create", "get_or_create"}
    wrong = []
    for path in SOURCES:
        parts = path.relative_to(ROOT).parts
        if path.stem in writers or {"migrations", "management", "benches", "deploy", "admin.py"} & set(parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in verbs:
                if not (node.func.attr == "save" and any(k.arg == "commit" for k in node.keywords)):
                    wrong.append(f"{module_of(path)}:{node.lineno} .{node.func.attr}()")
    assert wrong == []


@pytest.mark.parametrize("kind", kinds.all_kinds(), ids=lambda kind: kind.code)
def test_a_kind_is_declared_in_full(kind):
    for step in (kind.opening, *kind.steps):
        assert step.code.startswith(f"{kind.code}."), step
        assert step.right in RIGHTS, step
    assert len({s.code for s in kind.steps}) == len(kind.steps)
    reachable, before = {kind.opening.to}, set()
    while reachable != before:
        before = set(reachable)
        reachable |= {s.to for s in kind.steps if s.to and set(s.from_) & reachable}
    assert {status for s in kind.steps for status in s.from_} <= reachable
    assert any(status in reachable for status in kinds.CLOSED)


def test_constraints_are_named_as_sentences():
    for model in apps.get_models():
        if model.__module__.startswith(("services", "reporting", "accounts")):
            for constraint in model._meta.constraints:
                assert constraint.name.count("_") >= 2, constraint.name


def test_the_top_level_holds_only_what_the_owner_wants():
    wanted = {"manage.py", "pyproject.toml", "README.md", "Makefile", "LICENSE"}
    wanted |= {"services", "accounts", "reporting", "tests", "deploy"}
    tracked = {p.name for p in ROOT.iterdir() if not p.name.startswith(".")} - {"var"}
    assert tracked <= wanted
