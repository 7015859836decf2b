"""Every countable fact of the report is a figure, counted from records or stated with its source. None is missing."""

import csv
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from accounts.scoping import DISTRICT, enter, system_scope
from deploy.district import targets
from reporting import catalogue
from reporting.catalogue import Precision, Ratio
from reporting.figures import passports
from reporting.members import members
from reporting.periods import year
from reporting.rates import Growth
from tests import databases
from tests.conftest import _own
from tests.district.conftest import SIZE, district  # noqa: F401  (the fixture)

ROOT = Path(__file__).resolve().parent.parent
FACTS = json.loads((ROOT / "golden" / "seed_facts.json").read_text(encoding="utf-8"))
BY_ID = {fact["id"]: fact for fact in FACTS}
GROW = {
    *targets.REPORT,
    "V1",
    "V9",
    "V15",
    "E1",
}  # with the number of people; of the small district they follow its plan


def declared() -> dict[str, list]:
    """Fact -> its figures, in the order of its parts (`O8/1` is the first number of fact O8)."""
    found: dict[str, list] = {}
    for figure in sorted(catalogue.declared(), key=lambda one: one.seed_fact):
        if figure.seed_fact:
            found.setdefault(figure.seed_fact.partition("/")[0], []).append(figure)
    return found


def numbers(fact: dict) -> list[Decimal]:
    """12/13/-1, 8 of 10, 6 / 153.41."""
    return [Decimal(part) for part in re.split(r"\s*/\s*|\s+of\s+", fact["value"])]


def test_the_golden_list_is_the_researched_one():
    path = next((p for up in ROOT.parents if (p := up / "shared" / "domain" / "seed_facts.csv").exists()), None)
    if path is None:
        pytest.skip("the research stands elsewhere")
    with path.open(encoding="utf-8") as file:
        rows = [{key: row[key] for key in ("id", "value", "unit", "precision")} for row in csv.DictReader(file)]
    assert rows == FACTS


def test_no_fact_is_missing():
    assert len(FACTS) == 103
    figures = declared()
    assert set(figures) == set(BY_ID)


def test_a_fact_of_several_numbers_has_a_figure_for_each():
    for fact, figures in declared().items():
        wanted = len(numbers(BY_ID[fact]))
        assert len(figures) == wanted or fact == "E11", fact  # of E11 the ratio says the second


def test_what_is_stated_and_what_is_counted():
    """Facts of the accounts, of staff, and the two round numbers are stated; all the rest is counted."""
    stated = {fact for fact, figures in declared().items() if figures[0].stated}
    assert stated == {f"F{n}" for n in range(1, 39)} | {f"O{n}" for n in range(3, 12)} | {"V18", "V19"}


def _refusals(found: dict[str, list]) -> list[str]:
    """Sentences on facts that the passports do not reproduce."""
    wrong = []
    for fact, values in found.items():
        for value, wanted in zip(values, numbers(BY_ID[fact]), strict=False):
            precision = BY_ID[fact]["precision"]
            near = precision == "ge" and wanted <= value < wanted * Decimal("1.4")
            near |= precision.startswith("approx") and abs(value - wanted) * 100 <= 4 * wanted
            if value != wanted and not near:
                wrong.append(f"{fact}: {value}, not {wanted}")
    return wrong


def _values() -> dict[str, list[Decimal]]:
    """Fact -> the values that `figures 2023` gives of the district, by passport."""
    found: dict[str, list] = {}
    for one in sorted(passports(2023, area=DISTRICT), key=lambda passport: passport["seed_fact"]):
        if one["seed_fact"]:
            found.setdefault(one["seed_fact"].partition("/")[0], []).append(one["value"])
    return {fact: [None if v is None else Decimal(v) for v in values] for fact, values in found.items()}


def test_the_districts_own_facts_are_reproduced_at_any_size(district):  # noqa: F811
    with enter(system_scope()):
        found = _values()
    assert set(found) == set(declared())
    own = {fact: values for fact, values in found.items() if fact not in GROW}
    assert len(own) > 70
    assert _refusals(own) == []
    plan = targets.for_years(SIZE, [2022, 2023])[2023]
    assert {fact: found[fact][0] for fact in plan.facts} == plan.facts
    assert (found["V1"][0], found["V9"][0]) == (SIZE, plan["V10"] + 1)


def test_behind_each_stated_figure_stands_its_source(district):  # noqa: F811
    spare = {one.otherwise for one in catalogue.declared() if isinstance(one, Growth)}  # the year before is recorded
    with enter(system_scope()):
        for figure in catalogue.in_force(year(2023)):
            if figure.stated and not isinstance(figure, Ratio) and figure not in spare:
                (member,) = members(figure.code, 2023)
                assert "“" in member.subject and "：" in member.subject, figure.code
                assert member.entry.case.number.startswith("ST-2023-")


@pytest.mark.scale
def test_the_whole_district_gives_every_fact(full, django_db_setup, django_db_blocker, test_database):
    """Long form: the district of `make demo`, every fact by its passport."""
    if not full:
        return
    for _ in _own(databases.template("load_district"), django_db_blocker, test_database):
        with enter(system_scope()):
            assert _refusals(_values()) == []


def test_a_round_number_is_marked_as_one():
    for fact in ("V18", "V19"):
        assert declared()[fact][0].precision == Precision.ABOUT
