import json
from pathlib import Path

import pytest

from accounts.errors import NotThere, RuleBroken
from reporting import catalogue
from reporting.catalogue import Filter, Indicator, Ratio
from reporting.comparing import change, refuse_unlike
from reporting.figures import Reading
from reporting.periods import year
from reporting.units import HOUSEHOLDS, PERSONS
from tests import make

GOLDEN = Path(__file__).parent.parent / "golden" / "indicators.json"


def pinned() -> list[dict]:
    return [{"code": f.code, "version": f.version, "unit": f.symbol} for f in catalogue.declared()]


def test_codes_versions_and_units_are_as_pinned():
    """Codes are for ever: to change a definition declare version + 1 beside it, and add it to the golden file."""
    found = sorted(pinned(), key=lambda one: (one["code"], one["version"]))
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_every_fact_of_the_report_is_one_figure():
    """Which facts there are: tests/reporting/test_seed_facts.py."""
    facts = [figure.seed_fact for figure in catalogue.declared() if figure.seed_fact]
    assert sorted(facts) == sorted(set(facts))


@pytest.fixture
def scratch(monkeypatch):
    """Declarations of a test stay in it."""
    monkeypatch.setattr(catalogue, "_figures", dict(catalogue._figures))


def declare(**values) -> Indicator:
    return Indicator(
        **{"code": "people.trial", "label": "试", "unit": PERSONS, "codes": ("a.b",), "definition": "试"} | values
    )


def test_a_code_is_declared_once(scratch):
    declare()
    with pytest.raises(ValueError, match="twice"):
        declare()


def test_a_filter_knows_its_columns():
    with pytest.raises(ValueError):
        Filter("name", "=", "x")
    with pytest.raises(ValueError):
        Filter("age", "; drop", 1)


def test_a_ratio_of_unlike_units_is_refused(scratch):
    with pytest.raises(ValueError, match="unlike"):
        Ratio(
            code="people.rate",
            label="率",
            definition="率",
            numerator=declare(),
            denominator=declare(code="people.homes", unit=HOUSEHOLDS),
        )


def test_a_new_version_holds_from_its_year_and_is_not_compared_with_the_old(scratch):
    old, new = declare(), declare(version=2, since=2023)
    assert catalogue.get("people.trial", year(2022)) is old
    assert catalogue.get("people.trial", year(2023)) is new
    with pytest.raises(RuleBroken):
        refuse_unlike(new, old)
    now, before = (
        Reading(year(n), make.dt.datetime.now(make.dt.UTC), "then", {"district": "全区"}, {(one, "district"): 5})
        for n, one in ((2023, new), (2022, old))
    )
    assert change(new, "district", now, before).text == "口径已改，不可比"


def test_an_unknown_code_is_not_there():
    with pytest.raises(NotThere):
        catalogue.get("people.nobody", year(2023))
