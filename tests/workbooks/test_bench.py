"""`manage.py bench import` measures, and leaves nothing behind."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from reporting.benches import imports, scratch
from services.cases.models import Case
from services.people.models import Person
from tests import databases, make


def measured():
    said = io.StringIO()
    call_command("bench", "import", "--format", "json", stdout=said)
    return json.loads(said.getvalue())


def test_it_compares_with_a_bare_copy_and_with_the_library(own_database, monkeypatch, full):
    if not full:
        monkeypatch.setattr(scratch, "BASE", databases.template())
        monkeypatch.setattr(imports, "MANY", 1500)
        monkeypatch.setattr(imports, "FEW", 20)
        monkeypatch.setattr(imports, "ROUNDS", 1)
    found = measured()
    print(found)
    assert set(found["ratios"]) == {"vs_copy", "vs_import_export"}
    assert all(value > 0 for value in found["ratios"].values())
    with make.acting(None):
        assert not Case.objects.exists() and not Person.objects.exists()


def test_it_says_so_when_the_library_is_missing(db, monkeypatch):
    monkeypatch.setattr(imports, "find_spec", lambda name: None)
    with pytest.raises(CommandError, match="没有安装 django-import-export"):
        measured()
