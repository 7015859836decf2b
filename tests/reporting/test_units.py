import pytest

from reporting.units import APPLICATIONS, ITEMS, PERSON_TIMES, PERSONS, YUAN, Measure, UnitMismatch


def test_unlike_units_are_never_added():
    for one, other in ((PERSON_TIMES, PERSONS), (APPLICATIONS, ITEMS), (YUAN, PERSON_TIMES)):
        with pytest.raises(UnitMismatch):
            Measure(1, one) + Measure(1, other)
    with pytest.raises(TypeError):
        Measure(1, YUAN) + 1


def test_distinct_persons_of_two_places_are_never_added():
    with pytest.raises(UnitMismatch):
        Measure(3, PERSONS) + Measure(4, PERSONS)


def test_like_sums_are_added():
    assert Measure(3, ITEMS) + Measure(4, ITEMS) == Measure(7, ITEMS)
