"""A street reads its own street: not the others, not the district, not the present streets of people."""

import pytest

from accounts.errors import Malformed, NotAllowed, NotThere
from reporting.figures import passports, summary
from reporting.members import members
from services.ledger import actions
from tests import make
from tests.reporting.book import day, figure, write

pytestmark = pytest.mark.django_db
CODE = "subsidies.fuel_persons"


@pytest.fixture
def two_streets():
    a, b = make.person("王一"), make.person("李二", street=make.STREET_B)
    for person in (a, b):
        write("fuel.paid", "2023-05-01", person=person)
    return a, b


def test_a_street_sees_only_its_own(two_streets):
    a, _b = two_streets
    with make.acting("reviewer_a"):
        reading = summary(2023)
        assert reading.areas == (make.STREET_A,)
        assert {(p["area"], p["value"]) for p in passports(2023, code=CODE)} == {(make.STREET_A, 1)}
        assert [m.key for m in members(CODE, 2023)] == [str(a.pk)]


def test_what_a_street_sees_is_what_the_district_sees_of_it(two_streets):
    with make.acting("reviewer_b"):
        own = passports(2023)
    with make.acting("director"):
        theirs = passports(2023, area=make.STREET_B)
    assert [(p["code"], p["value"], p["member_hash"]) for p in own] == [
        (p["code"], p["value"], p["member_hash"]) for p in theirs
    ]


@pytest.mark.parametrize("area", ["district", make.STREET_B])
def test_a_street_is_refused_the_others_and_the_district(two_streets, area):
    with make.acting("reviewer_a"):
        with pytest.raises(NotAllowed):
            passports(2023, area=area)
        with pytest.raises(NotAllowed):
            members(CODE, 2023, area)


def test_the_present_streets_need_the_district(two_streets):
    with make.acting("reviewer_a"), pytest.raises(NotAllowed, match="全区范围"):
        summary(2023, basis="now")
    with make.acting("director"), pytest.raises(Malformed):
        summary(2023, basis="tomorrow")


def test_an_unknown_street_is_not_there(two_streets):
    with make.acting("director"), pytest.raises(NotThere):
        passports(2023, area="110102999")


def test_a_reading_kept_for_one_street_is_not_shown_to_another(two_streets):
    values = []
    for name in ("reviewer_a", "reviewer_b", "director"):
        with make.acting(name):
            values.append([c.value for c in summary(2023).cells if c.figure.code == CODE])
    assert [len(v) for v in values] == [1, 1, 16] and values[2][0] == 2


def test_after_a_handover_the_record_stays_and_the_name_goes(two_streets):
    a, _b = two_streets
    with make.acting("officer") as by:
        actions.hand_over(
            by=by, person=a, to=make.Street.objects.get(pk=make.STREET_B), on=day("2023-06-01"), reason="迁居"
        )
    with make.acting("reviewer_a"):
        (member,) = members(CODE, 2023)
        assert (member.key, member.subject) == (str(a.pk), "（已移交其他街道）")
    assert figure(CODE, make.STREET_A) == 1
