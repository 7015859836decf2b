"""`manage.py import_workbook`: the same way without a browser."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from services.cases.models import Case
from services.jobs import tasks
from tests import make
from tests.workbooks.sheets import HEAD, xlsx

DAY = dt.date(2023, 3, 1)


@pytest.fixture(autouse=True)
def unsent(monkeypatch):
    monkeypatch.setattr(tasks.run, "apply_async", lambda *args, **options: None)


def run(*words):
    said = io.StringIO()
    call_command("import_workbook", *words, stdout=said)
    return said.getvalue()


def test_it_checks_then_imports_and_gives_the_workbook_back(own_database, tmp_path):
    one, other = make.person(), make.person("李四", street=make.STREET_B)
    rows = [[p.name, p.id_number, DAY, "是"] for p in (one, other)]
    file, out = tmp_path / "名册.xlsx", tmp_path / "回来.xlsx"
    file.write_bytes(xlsx(HEAD["home_help"], *rows, ["王五", "12", DAY, "是"]))
    said = run("home_help", str(file), "--dry-run", "--out", str(out))
    assert "新增 2" in said and "第4行 身份证号" in said
    assert load_workbook(out)["名册"]["B4"].comment
    with make.acting(None):
        assert not Case.objects.exists()
    assert "回执 " in run("home_help", str(file))
    with make.acting(None):
        assert {case.street_id for case in Case.objects.all()} == {make.STREET_A, make.STREET_B}
    with pytest.raises(CommandError, match="还有1行有问题"):
        run("home_help", str(file), "--accept", "all")
    with pytest.raises(CommandError, match="没有这个文件"):
        run("home_help", str(tmp_path / "x.xlsx"))
