"""`manage.py check_report`: the JSON that others rely on, the exit code, with and without the ledger."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from reporting.lint.actions import waive
from reporting.lint.checking import check_text
from reporting.lint.findings import RULES
from tests import make
from tests.reporting.book import write

FAULTY = "2023年，审批5872人提出的5871件辅助器具申请。\n满意率由92.1%提高到94.3%，提高2.2%。\n"
KEYS = {"rule", "severity", "sentence", "offset", "length", "found", "expected", "figure"}


def run(path, *words: str) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("check_report", str(path), "--year", "2023", *words, stdout=out)
    except SystemExit as stopped:
        return out.getvalue(), int(stopped.code or 0)
    return out.getvalue(), 0


@pytest.fixture
def report(tmp_path):
    def written(text: str):
        path = tmp_path / "report.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_json_without_figures_needs_no_database(report):
    """No database mark: a query would fail this test."""
    printed, code = run(report(FAULTY), "--no-figures", "--format", "json")
    found = json.loads(printed)
    assert code == 1
    assert [(one["rule"], one["severity"], one["found"]) for one in found] == [
        ("persons.exceed_pieces", "error", "5872人"),
        ("change.points", "warning", "2.2%"),
    ]
    for one in found:
        assert set(one) >= KEYS and one["rule"] in RULES
        assert FAULTY[one["offset"] : one["offset"] + one["length"]] == one["found"]
        assert one["sentence"] in FAULTY
    assert found[1]["expected"] == "2.2个百分点"


def test_warnings_alone_do_not_fail(report):
    assert run(report("满意率由92.1%提高到94.3%，提高2.2%。"), "--no-figures")[1] == 0


def test_as_text_a_finding_is_a_line(report):
    printed, code = run(report(FAULTY), "--no-figures")
    assert code == 1
    assert printed.splitlines()[0].startswith("1\t错误\tpersons.exceed_pieces\t5872人")
    assert "应为 2.2个百分点" in printed.splitlines()[1]


def test_refusals_are_sentences(report, tmp_path):
    with pytest.raises(CommandError, match="。"):
        run(tmp_path / "missing.txt", "--no-figures")
    with pytest.raises(CommandError, match="。"):
        run(report(" "), "--no-figures")


@pytest.mark.django_db
def test_with_figures_the_ledger_is_asked(report):
    for name in ("王一", "李二", "张三"):
        write("fuel.paid", "2023-05-01", person=make.person(name), amount="260.00")
    right = "领取机动轮椅车燃油补贴的有3人，发放780元。"
    assert run(report(right), "--format", "json") == ("[]\n", 0)
    printed, code = run(report(right.replace("3人", "4人")), "--format", "json")
    (one,) = json.loads(printed)
    assert code == 1
    assert (one["rule"], one["found"], one["expected"], one["figure"]) == (
        "figure.differs",
        "4人",
        "3人",
        "subsidies.fuel_persons",
    )


@pytest.mark.django_db
def test_what_was_waived_does_not_fail(report):
    faulty = "全年审批30人提出的29件信访申请。"
    with make.acting("officer") as by:
        (finding,) = check_text(faulty, 2023)
        waive(by=by, finding=finding, year=2023, reason="有共同申请人")
    printed, code = run(report("第一段。\n\n　　" + faulty.replace("30人", "30 人")), "--format", "json")
    assert code == 0
    assert {one["rule"]: one["waived"] for one in json.loads(printed)}["persons.exceed_pieces"] == "有共同申请人"
