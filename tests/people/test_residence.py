"""Where somebody's hukou is and where somebody lives, over time."""

import datetime as dt

import pytest

from accounts.errors import Malformed
from accounts.models import Street
from services.people import actions
from tests import make

pytestmark = pytest.mark.django_db
MOVED = dt.date(2023, 5, 1)


def moved(person, on=MOVED):
    with make.acting("clerk_a") as by:
        there = Street.objects.get(pk=make.STREET_B)
        return actions.record_residence(by=by, person=person, kind="hukou", at_street=there, on=on, address="某街1号")


def test_a_move_ends_the_residence_before_it():
    person = make.person()
    residence = moved(person)
    with make.acting("clerk_a"):
        rows = person.residences.order_by("valid_from").values_list("at_street", "valid_to")
        assert list(rows) == [(make.STREET_A, MOVED), (make.STREET_B, None)]
        assert residence.address == "某街1号"
        person.refresh_from_db()
    assert person.street_id == make.STREET_A  # custody moves by a handover only


def test_a_move_before_the_standing_residence_is_refused():
    person = make.person()
    moved(person)
    with pytest.raises(Malformed):
        moved(person, MOVED)
