"""Two people at once, and the same request twice: one wins, the other is told, nothing is doubled."""

import datetime as dt
import threading

from django.db import connections

from accounts.errors import Conflict
from accounts.refusals import explained
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import Person
from tests import make

AT_ONCE = 6


def together(act) -> list[object]:
    """What `act(n)` gave or raised in so many threads that start at the same moment."""
    gate, found = threading.Barrier(AT_ONCE), [None] * AT_ONCE

    def one(n: int) -> None:
        gate.wait()
        try:
            found[n] = act(n)
        except Exception as error:
            found[n] = explained(error) if hasattr(error, "__cause__") and error.__cause__ else error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_case_is_approved_once(own_database):
    case = make.opened("fuel")
    make.moved(case, "reviewed", dt.date(2023, 3, 2))
    for name in ("officer", "officer_2"):
        make.user(name)
    found = together(
        lambda n: make.moved(case, "approved", dt.date(2023, 3, 3), by=("officer", "officer_2")[n % 2], seen_version=2)
    )
    assert sum(isinstance(one, Entry) for one in found) == 1
    assert {one.code for one in found if isinstance(one, Conflict)} == {"case.changed"}
    assert len(make.entries(case, "approved")) == 1


def test_a_month_is_paid_once(own_database):
    case = make.lived("home_help", until="approved")
    make.user("finance")
    month = {"for_month": dt.date(2023, 3, 1), "amount": make.MONEY}
    found = together(lambda n: make.moved(case, "paid", dt.date(2023, 4, 5), **month))
    assert sum(isinstance(one, Entry) for one in found) == 1
    assert len(make.entries(case, "paid")) == 1


def test_the_same_application_is_registered_once(own_database):
    person = make.person()
    found = together(lambda n: make.opened("fuel", person))
    assert sum(isinstance(one, Case) for one in found) == 1
    with make.acting(None):
        assert Case.objects.of_kind("fuel").count() == 1


def test_a_number_is_registered_once(own_database, monkeypatch):
    make.user("clerk_a")
    number = make.numbers.synthetic_id(dt.date(1985, 5, 5), "M", 3)
    monkeypatch.setattr(make, "id_number", lambda born, sex: number)
    together(lambda n: make.person("王小明", certificate=None))
    with make.acting(None):
        assert Person.objects.count() == 1
