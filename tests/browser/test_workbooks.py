"""A street's own workbook with thirty kinds of fault, repaired in two rounds at the browser."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from services.cases.models import Case
from services.jobs import runner
from services.jobs.models import Job
from tests import make
from tests.browser.desk import Desk
from tests.workbooks import faults
from tests.workbooks.sheets import xlsx

pytestmark = pytest.mark.browser


def run_jobs() -> None:
    with make.acting(None):
        waiting = list(Job.objects.visible_to(None).open().values_list("pk", flat=True))
    for job in waiting:
        runner.run(job)


def upload(desk: Desk, content: bytes, path: Path) -> None:
    path.write_bytes(content)
    desk.go("/admin/workbooks/")
    desk.press("导入表格")
    desk.fill({"book": "home_help"})
    desk.page.set_input_files("[name=file]", path)
    desk.done()
    assert desk.heading() == "对应列名"


def check(desk: Desk) -> None:
    desk.press("开始核对")
    desk.page.wait_for_selector("#workbook[data-poll]")
    run_jobs()
    desk.page.wait_for_selector("#workbook a:text-is('下载核对结果')", timeout=15_000)


def marked(desk: Desk) -> bytes:
    with desk.page.expect_download() as download:
        desk.press("下载核对结果")
    return Path(download.value.path()).read_bytes()


def test_thirty_kinds_of_fault_repaired_in_two_rounds(clerk: Desk, tmp_path: Path) -> None:
    cast = faults.cast()
    rows = faults.faults(**cast)
    head = ["残疾人", *faults.HEAD[1:]]  # the street's own word for the name
    upload(clerk, xlsx(head, *(row for _code, row in rows)), tmp_path / "助残名册.xlsx")
    clerk.fill({"column_0": "who.name"})
    check(clerk)
    clerk.go(clerk.page.url)
    assert "填写有误" in clerk.text() and "电子表格把身份证号当成了数值" in clerk.text()
    sheet = load_workbook(io.BytesIO(marked(clerk)))["名册"]
    results = {line: str(sheet.cell(line, 7).value) for line in range(2, sheet.max_row + 1)}
    told = [line for line, text in results.items() if not text.startswith("新增")]
    assert told == [n for n, (code, _row) in enumerate(rows, 2) if code]

    repaired, people = [], iter([*cast["people"][1:]])
    for code, row in rows:
        one = cast["people"][0] if not code else next(people, None)
        if one is not None and code not in ("line.repeated", "case.already_applied"):
            repaired.append([one.name, one.id_number, None, faults.DAY, "是", None])
        elif one is not None:
            repaired.append(row)
    upload(clerk, xlsx(head, *repaired), tmp_path / "助残名册.xlsx")
    assert clerk.page.locator("[name=column_0]").input_value() == "who.name", "the mapping is remembered"
    check(clerk)
    clerk.go(clerk.page.url)
    clerk.press("决定导入")
    clerk.page.check("[name=mode][value=good]")
    clerk.submit()
    run_jobs()
    clerk.go(clerk.page.url)
    assert "已导入" in clerk.text() and "回执校验值" in clerk.text()
    with make.acting(None):
        assert Case.objects.filter(origin="import").count() == 28

    clerk.press("撤销导入")
    clerk.submit()
    run_jobs()
    clerk.go(clerk.page.url)
    assert "已撤销" in clerk.text()
    with make.acting(None):
        assert not Case.objects.filter(origin="import").exclude(status="annulled").exists()


def test_a_file_that_is_no_workbook_is_told_in_the_form(clerk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "假表格.xlsx"
    path.write_bytes(b"<html><table>")
    clerk.go("/admin/workbooks/new/")
    clerk.fill({"book": "home_help"})
    clerk.page.set_input_files("[name=file]", path)
    clerk._send()
    assert "这个文件其实是网页" in clerk.summary()[0]
