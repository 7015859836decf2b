"""Kept figures beside a writer that takes its time: on a database of its own, because both commit."""

import threading

from django.db import connections

from accounts.scoping import enter, system_scope
from reporting import tasks
from services.ledger import actions
from tests import make
from tests.reporting.book import day
from tests.reporting.test_keeping import value


def test_a_slow_writer_is_not_missed(own_database):
    """An entry that is written before a reading but committed after it: the reading is of before it, and the next
    one counts it."""
    with make.acting(None):
        person = make.person("王一")
        assert value() == 0
    written, go_on = threading.Event(), threading.Event()

    def writer():
        with enter(system_scope()):
            actions.record(by=None, code="fuel.paid", on=day("2023-05-01"), street_id=make.STREET_A, person=person)
            written.set()
            go_on.wait(10)
        connections.close_all()

    thread = threading.Thread(target=writer)
    thread.start()
    assert written.wait(10)
    with make.acting(None):
        assert value() == 0
        tasks.renew()
    go_on.set()
    thread.join()
    with make.acting(None):
        assert value() == 1
