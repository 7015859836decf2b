"""The civil affairs' register is taken over as a whole or not at all, and every bad line is named."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.errors import Malformed, NotAllowed
from services.circumstances import imports
from services.circumstances.models import CircumstanceRecord
from services.sheets.reading import Row
from tests import make

pytestmark = pytest.mark.django_db
JUNE, JULY = dt.date(2023, 6, 1), dt.date(2023, 7, 1)
LIVING, NURSING = "困难残疾人生活补贴", "重度残疾人护理补贴"


def row(line, person, what=LIVING, amount="400", name=None):
    values = (person.id_number, person.name if name is None else name, what, amount)
    return Row(line, dict(zip(imports.HEADINGS, values, strict=True)))


def taken(rows, month=JUNE, complete=True, by="officer"):
    with make.acting(by) as one:
        return imports.take_over(by=one, rows=rows, month=month, source="名册", complete=complete)


def standing(day):
    with make.acting(None):
        rows = CircumstanceRecord.objects.valid_on(day).select_related("person").order_by("person__name", "code")
        return [(one.person.name, one.code, one.monthly) for one in rows]


@pytest.fixture
def people():
    return make.person("甲一"), make.person("乙二", street=make.STREET_B)


def test_it_takes_over_both_allowances_of_all_streets(people):
    a, b = people
    made = taken([row(2, a), row(3, a, NURSING, "300"), row(4, b, amount="320.50")])
    assert (len(made.new), made.same, len(made.ended)) == (3, 0, 0)
    assert standing(JUNE) == [
        ("乙二", "living_allowance", Decimal("320.50")),
        ("甲一", "living_allowance", Decimal("400.00")),
        ("甲一", "nursing_allowance", Decimal("300.00")),
    ]


def test_the_same_register_again_changes_nothing(people):
    a, b = people
    rows = [row(2, a), row(3, b)]
    taken(rows)
    again = taken(rows)
    assert (again.same, again.new, again.changed, again.ended) == (2, [], [], [])


def test_the_next_month_ends_who_is_missing_and_changes_amounts(people):
    a, b = people
    taken([row(2, a), row(3, b)])
    made = taken([row(2, a, amount="420")], month=JULY)
    assert (len(made.changed), len(made.ended)) == (1, 1)
    assert standing(JULY) == [("甲一", "living_allowance", Decimal("420.00"))]
    assert len(standing(JUNE)) == 2


def test_a_partial_register_ends_nobody(people):
    a, b = people
    taken([row(2, a), row(3, b)])
    assert taken([row(2, a)], month=JULY, complete=False).ended == []


def test_it_names_every_bad_line_and_writes_nothing(people):
    a, b = people
    stranger = Row(5, {**row(5, a).cells, "身份证号": make.id_number(dt.date(1990, 1, 1))})
    broken = Row(6, {**row(6, a).cells, "身份证号": "110199"})
    bad = [row(2, a), row(3, a), row(4, b, name="别人"), stranger, broken, row(7, b, "奖金"), row(8, b, amount="四百")]
    with pytest.raises(Malformed) as error:
        taken(bad)
    lines = [str(problem.detail).partition("：")[0] for problem in error.value.problems]
    assert lines == [f"第{n}行" for n in (3, 4, 5, 6, 7, 8)]
    assert standing(JUNE) == []
    assert a.id_number not in str([problem.detail for problem in error.value.problems])


def test_only_the_district_takes_a_register_over(people):
    with pytest.raises(NotAllowed):
        taken([row(2, people[0])], by="clerk_a")
