"""Work orders: three levels, and what is in time, kept right by every correction."""

import datetime as dt

import pytest

from accounts.errors import Conflict, RuleBroken
from services.cases import amendments
from services.ledger.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY, TUESDAY = dt.date(2023, 3, 3), dt.date(2023, 3, 6), dt.date(2023, 3, 7)


def order(number="1", on=FRIDAY):
    details = {"order_number": number, "topic": "device", "content": "轮椅坏了。"}
    case = make.opened("hotline_order", on=on, details=details)
    make.moved(case, "dispatched", on)
    return case


def times(case):
    with make.acting(None):
        rows = Entry.objects.filter(case=case, code__startswith="hotline_time.").standing().order_by("code")
        return [(e.code.partition(".")[2], e.happened_on, e.quantity) for e in rows]


def corrected(case, slug, on):
    with make.acting("officer") as by:
        (entry,) = make.entries(case, slug)
        amendments.correct(by=by, entry=entry, reason="日期有误", today=make.TODAY, happened_on=on)


def test_the_next_working_day_is_in_time():
    case = order()
    make.moved(case, "responded", MONDAY)
    assert times(case) == [("responded", FRIDAY, 1)]  # dated as the order
    make.moved(case, "answered", TUESDAY)
    assert times(case) == [("answered", FRIDAY, 1), ("responded", FRIDAY, 1), ("taken", TUESDAY, 2)]


def test_late_is_late():
    case = order()
    make.moved(case, "responded", TUESDAY)
    make.moved(case, "answered", dt.date(2023, 3, 15))  # the eighth working day
    assert times(case) == [("taken", dt.date(2023, 3, 15), 8)]


def test_a_corrected_day_is_counted_anew():
    case = order()
    make.moved(case, "responded", TUESDAY)
    make.moved(case, "answered", TUESDAY)
    assert [name for name, *_rest in times(case)] == ["answered", "taken"]
    corrected(case, "responded", MONDAY)
    assert [name for name, *_rest in times(case)] == ["answered", "responded", "taken"]
    corrected(case, "answered", dt.date(2023, 3, 20))
    assert times(case) == [("responded", FRIDAY, 1), ("taken", dt.date(2023, 3, 20), 11)]


def test_worked_on_again_the_last_answer_counts():
    case = order()
    make.moved(case, "responded", MONDAY)
    make.moved(case, "answered", TUESDAY)
    make.moved(case, "reworked", dt.date(2023, 3, 8), by="officer", reason="没有解决")
    make.moved(case, "answered", dt.date(2023, 3, 9))
    assert times(case) == [("answered", FRIDAY, 1), ("responded", FRIDAY, 1), ("taken", dt.date(2023, 3, 9), 4)]


def test_an_answer_taken_back_is_no_answer():
    case = order()
    make.moved(case, "responded", MONDAY)
    make.moved(case, "answered", TUESDAY)
    with make.acting("officer") as by:
        (entry,) = make.entries(case, "answered")
        amendments.take_back(by=by, entry=entry, reason="还没有答复")
    assert times(case) == [("responded", FRIDAY, 1)]


def test_whoever_called_is_contacted_before_the_answer_and_once():
    case = order()
    with pytest.raises(RuleBroken) as refused:
        make.moved(case, "answered", MONDAY)
    assert refused.value.code == "hotline_order.not_responded"
    make.moved(case, "responded", MONDAY)
    with pytest.raises(Conflict) as twice:
        make.moved(case, "responded", TUESDAY)
    assert twice.value.code == "hotline_order.already_responded"


def test_the_street_sends_back_what_is_not_its_own():
    case = order()
    make.moved(case, "sent_back", MONDAY, by="clerk", reason="反映人不住本街道")
    make.moved(case, "dispatched", MONDAY)
    with make.acting(None):
        case.refresh_from_db()
        assert case.status == "active"


def test_a_number_is_registered_once_also_after_its_end():
    make.lived("hotline_order")
    with pytest.raises(Conflict) as refused:
        make.opened("hotline_order")
    assert refused.value.code == "case.already_registered"


def test_whoever_called_finds_the_order_on_the_person_page(client):
    case, person = order(), make.person("吴反映")
    make.moved(case, "concerns", MONDAY, by="clerk", person=person)
    client.force_login(make.user("clerk_a"), backend="django.contrib.auth.backends.ModelBackend")
    assert case.number in client.get(f"/admin/people/person/{person.pk}/change/").content.decode()
    assert "吴反映" in client.get(f"/admin/hotline/hotlineorder/{case.pk}/change/").content.decode()
