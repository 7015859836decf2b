import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests import make
from tests.reporting.book import write

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def written():
    for name in ("王一", "李二"):
        person = make.person(name)
        write("home_help.paid", "2023-05-01", person=person, amount="100.00")
        write("home_help.paid", "2023-06-01", person=person, amount="100.50")


def test_the_length_or_the_sum_of_the_members_is_the_value(written):
    for one in json.loads(run("figures", "2023", "--format", "json")):
        if "numerator" in one or one["area"] not in ("district", make.STREET_A):
            continue
        street = () if one["area"] == "district" else ("--street", one["area"])
        listed = json.loads(run("members", one["code"], "2023", *street, "--format", "json"))
        total = {"元": lambda rows: f"{sum(float(r['amount']) for r in rows):.2f}"}.get(one["unit"], len)
        if one["unit"] in ("个", "件"):
            total = lambda rows: sum(r["quantity"] for r in rows)  # noqa: E731
        if one["code"] != "rehabilitation.child_sessions":
            assert total(listed) == one["value"] or (one["value"] is None and not listed), one["code"]


def test_a_ratio_has_two_lists(written):
    assert json.loads(run("members", "employment.employment_rate", "2023", "--format", "json")) == {
        "numerator": [],
        "denominator": [],
    }


def test_other_formats_say_the_same(written):
    assert ",人,享受居家助残服务补贴,V6,2023,district," in run("figures", "2023", "--format", "csv")
    assert "享受居家助残服务补贴" in run("figures", "2023", "--street", make.STREET_A)
    assert "王*" in run("members", "subsidies.home_help_persons", "2023")


@pytest.mark.parametrize(
    "words",
    [
        ("figures", "2023", "--street", "999"),
        ("figures", "2023", "--known-at", "gestern"),
        ("members", "people.nobody", "2023"),
        ("bench", "figures"),  # nothing to measure on
    ],
)
def test_refusals_are_sentences(words):
    with pytest.raises(CommandError, match="。"):
        run(*words)
