"""A figure as it was known: a later void, replacement or merge does not reach back; a kept reading is never stale."""

import hashlib

import pytest

from reporting.figures import passports, summary
from reporting.members import members
from services.ledger import actions
from services.ledger.models import VOIDED, Entry
from services.ledger.reading import settle
from tests import make
from tests.reporting.book import day, figure, void, write

pytestmark = pytest.mark.django_db
CODE = "subsidies.fuel_persons"


def now():
    with make.acting(None):
        return settle(None)


def test_a_void_and_a_merge_do_not_change_what_was_known_before():
    a, b, c = (make.person(name) for name in ("王一", "李二", "张三"))
    for person in (a, b):
        write("fuel.paid", "2023-05-01", person=person)
    wrong = write("fuel.paid", "2023-05-01", person=c)
    moment = now()
    void(wrong)
    after_void = now()
    with make.acting("officer") as by:
        actions.merge_persons(by=by, person=a, into=b, on=day("2023-06-01"), reason="同一人")
    assert [figure(CODE, known_at=at) for at in (moment, after_void, None)] == [3, 2, 1]


def test_the_list_at_a_moment_is_the_list_of_then():
    a, b = make.person("王一"), make.person("李二")
    write("fuel.paid", "2023-05-01", person=a)
    moment = now()
    with make.acting(None):
        before = passports(2023, moment, code=CODE), [m.key for m in members(CODE, 2023, known_at=moment)]
    write("fuel.paid", "2023-05-01", person=b)
    with make.acting(None):
        assert (passports(2023, moment, code=CODE), [m.key for m in members(CODE, 2023, known_at=moment)]) == before


def test_a_kept_reading_is_renewed_by_every_entry_that_concerns_it():
    a, b = make.person("王一"), make.person("李二")

    def read(year=2023):
        with make.acting(None):
            return next(c.value for c in summary(year).cells if c.figure.code == CODE and c.area == "district")

    entry = write("fuel.paid", "2023-05-01", person=a)
    assert read() == 1
    write("fuel.paid", "2023-12-31", person=b)
    assert read() == 2
    void(entry)
    assert read() == 1
    write("fuel.paid", "2024-01-01", person=a)  # does not concern 2023
    assert (read(), read(2024)) == (1, 1)
    with make.acting("officer") as by:
        write("fuel.paid", "2023-05-01", person=a)
        assert read() == 2
        actions.merge_persons(by=by, person=a, into=b, on=day("2024-06-01"), reason="同一人")
    assert read() == 1


def test_the_hash_of_a_passport_is_of_the_members_in_order():
    a, b = make.person("王一"), make.person("李二")
    entries = [write("fuel.paid", "2023-05-01", person=p, amount="260.00") for p in (a, b)]
    with make.acting(None):
        found = {p["code"]: p for p in passports(2023, area="district")}
    keys = "\n".join(sorted(str(p.pk) for p in (a, b)))
    assert found[CODE]["member_hash"] == hashlib.sha256(keys.encode()).hexdigest()
    lines = "\n".join(sorted(f"{e.pk}=260.00" for e in entries))
    assert found["subsidies.fuel_amount"]["member_hash"] == hashlib.sha256(lines.encode()).hexdigest()
    expected = {"code", "version", "unit", "label", "seed_fact", "period", "area", "known_at", "value", "member_hash"}
    expected |= {"stated"}
    assert set(found[CODE]) == expected
    rate = found["employment.employment_rate"]
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (None, 0, 0)


def test_a_kept_reading_is_renewed_by_a_void_that_bears_another_date():
    """An import may date the void mark by the day on which it was noticed."""
    entry = write("fuel.paid", "2023-05-01", person=make.person("王一"))
    with make.acting(None):
        assert next(c.value for c in summary(2023).cells if c.figure.code == CODE) == 1
        values = {"street_id": entry.street_id, "person_id": entry.person_id, "quantity": 0, "reason": "重复导入"}
        Entry(code=VOIDED, happened_on=day("2024-02-01"), voids=entry, **values).save(force_insert=True)
        assert next(c.value for c in summary(2023).cells if c.figure.code == CODE) == 0
