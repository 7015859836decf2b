"""Examples that the office can read: what was recorded, what happened to it, and how the change is told."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.errors import Malformed, NotAllowed, RuleBroken
from accounts.models import Street
from reporting import catalogue
from reporting.catalogue import Filter, Indicator
from reporting.explain import At, explain
from reporting.explain.telling import as_dict, paragraph, told
from reporting.periods import year
from reporting.units import HOUSEHOLDS
from services.certificates import actions as certificates
from services.ledger import actions
from services.ledger.reading import settle
from tests import make
from tests.reporting.book import day, void, write

pytestmark = pytest.mark.django_db
PERSONS, AMOUNT, HOLDERS = "subsidies.fuel_persons", "subsidies.fuel_amount", "people.certificate_holders"


def now():
    with make.acting(None):
        return settle(None)


def replaced(entry, **changes):
    with make.acting(None):
        return actions.replace(by=None, entry=entry, reason="登记有误", **changes)


def difference(code, since, *, area="district", number=2023, who=None, to=None, **other):
    """{bucket: (contribution, records)} of the change of a figure since a moment, and what explains it."""
    with make.acting(who):
        figure = catalogue.get(code, year(number))
        at = At(figure, year(number), area, since)
        then = At(**{**vars(at), "known_at": to or settle(None), **other})
        found = explain(at, then)
        (part,) = found.parts.values()
        return {str(b): (part.contribution(b), len(rows)) for b, rows in part.buckets.items()}, found


def buckets(*args, **more):
    return difference(*args, **more)[0]


@pytest.fixture
def people():
    return [make.person(name) for name in ("王一", "李二", "张三", "赵四")]


def test_nothing_happened(people):
    write("fuel.paid", "2023-05-01", person=people[0])
    found, explained = difference(PERSONS, now())
    assert found == {}
    with make.acting(None):
        assert paragraph(explained).endswith("没有变化。没有任何一条记录发生变化。")


def test_a_payment_of_last_month_entered_late_is_not_a_new_one(people):
    since = now()
    write("fuel.paid", "2023-05-01", person=people[0])
    assert buckets(PERSONS, since) == {"late": (1, 1)}


def test_what_happened_after_the_first_reading_is_new(people):
    since = now()
    today = timezone.localdate(since)
    write("fuel.paid", today.isoformat(), person=people[0])
    write("fuel.paid", f"{today.year}-01-01", person=people[1])
    assert buckets(PERSONS, since, number=today.year) == {"new": (1, 1), "late": (1, 1)}


def test_a_second_payment_adds_money_and_no_person(people):
    write("fuel.paid", "2023-05-01", person=people[0], amount="260.00")
    since = now()
    write("fuel.paid", "2023-06-01", person=people[0], amount="260.00")
    assert buckets(PERSONS, since) == {}
    assert buckets(AMOUNT, since) == {"late": (260, 1)}


def test_a_void_is_a_withdrawal_and_a_replacement_a_correction(people):
    wrong, dear = (write("fuel.paid", "2023-05-01", person=p, amount="260.00") for p in people[:2])
    since = now()
    void(wrong)
    replaced(replaced(dear, amount="300.00"), amount="310.00")
    assert buckets(AMOUNT, since) == {"correction": (50, 1), "withdrawal": (-260, 1)}
    assert buckets(PERSONS, since) == {"withdrawal": (-1, 1)}


def test_a_payment_booked_to_the_wrong_person_is_corrected_twice(people):
    entry = write("fuel.paid", "2023-05-01", person=people[0])
    since = now()
    replaced(entry, person=people[1])
    assert buckets(PERSONS, since) == {"correction": (0, 2)}


def test_a_payment_redated_into_another_year_leaves_the_one_and_joins_the_other(people):
    entry = write("fuel.paid", "2023-01-01", person=people[0], amount="260.00")
    since = now()
    replaced(entry, happened_on=day("2022-12-31"))
    assert buckets(AMOUNT, since) == {"year": (-260, 1)}
    assert buckets(AMOUNT, since, number=2022) == {"year": (260, 1)}


def test_a_payment_moved_to_another_street(people):
    entry = write("fuel.paid", "2023-05-01", person=people[0])
    since = now()
    replaced(entry, street_id=make.STREET_B)
    assert buckets(PERSONS, since, area=make.STREET_A) == {"street": (-1, 1)}
    assert buckets(PERSONS, since, area=make.STREET_B) == {"street": (1, 1)}
    assert buckets(PERSONS, since) == {}
    assert buckets(PERSONS, since, area=make.STREET_A, who="reviewer_a") == {"street": (-1, 1)}


def test_a_handover_moves_a_certificate_holder(people):
    since = now()
    with make.acting("officer") as by:
        to = Street.objects.get(pk=make.STREET_B)
        actions.hand_over(by=by, person=people[0], to=to, on=day("2023-06-01"), reason="迁居")
    assert buckets(HOLDERS, since, area=make.STREET_A) == {"street": (-1, 1)}
    assert buckets(HOLDERS, since, area=make.STREET_B) == {"street": (1, 1)}
    assert buckets(HOLDERS, since) == {}
    assert buckets(HOLDERS, since, area=make.STREET_A, who="reviewer_a") == {"street": (-1, 1)}


def test_a_cancelled_certificate_leaves_by_the_entry_that_ended_it_and_comes_back(people):
    since = now()
    with make.acting("reviewer_a") as by:
        ended = certificates.end_certificate(
            by=by, certificate=people[0].certificates.get(), on=day("2023-06-01"), reason="died", today=make.TODAY
        )
    between = now()
    void(ended)
    assert buckets(HOLDERS, since, to=between) == {"late": (-1, 1)}
    assert buckets(HOLDERS, between) == {"withdrawal": (1, 1)}
    assert buckets(HOLDERS, since) == {}


def test_a_merge_takes_one_person_and_its_undoing_gives_it_back(people):
    for person in people[:2]:
        write("fuel.paid", "2023-05-01", person=person)
    since = now()
    with make.acting("officer") as by:
        merge = actions.merge_persons(by=by, person=people[0], into=people[1], on=day("2023-06-01"), reason="同一人")
    merged = now()
    with make.acting("officer") as by:
        actions.unmerge_persons(by=by, merge=merge, reason="并错")
    found, explained = difference(PERSONS, since, to=merged)
    assert found == {"identity": (-1, 1)}
    with make.acting("officer"):
        (part,) = explained.parts.values()
        (one,) = told(part, part.buckets["identity"])
        assert (one.subject, one.cause, one.cause.reason) == ("王*", merge, "同一人")
    assert buckets(PERSONS, merged) == {"identity": (1, 1)}
    assert buckets(PERSONS, since) == {}


def test_between_two_years_people_stay_come_and_go(people):
    for number, payer, amount in ((2022, 0, "100.00"), (2022, 1, "100.00"), (2023, 1, "150.00"), (2023, 2, "80.00")):
        write("fuel.paid", f"{number}-05-01", person=people[payer], amount=amount)
    at = now()
    assert buckets(AMOUNT, at, number=2022, to=at, period=year(2023)) == {
        "new": (80, 1),
        "changed": (50, 1),
        "gone": (-100, 1),
    }
    assert buckets(PERSONS, at, number=2022, to=at, period=year(2023)) == {"new": (1, 1), "gone": (-1, 1)}


def test_between_two_streets_everything_is_scope(people):
    write("fuel.paid", "2023-05-01", person=people[0])
    at = now()
    with make.acting("director"):
        figure = catalogue.get(PERSONS, year(2023))
        found = explain(At(figure, year(2023), make.STREET_A, at), At(figure, year(2023), make.STREET_B, at))
        assert {str(b): len(r) for b, r in found.parts[""].buckets.items()} == {"scope": 1}


@pytest.fixture
def second_version(monkeypatch):
    monkeypatch.setattr(catalogue, "_figures", dict(catalogue._figures))
    one = catalogue.version(PERSONS, 1)
    values = {name: getattr(one, name) for name in ("code", "label", "unit", "codes", "definition")}
    return lambda **more: Indicator(**values | {"version": 2, "filters": (Filter("grade", "in", (1, 2)),)} | more)


def test_two_definitions_over_the_same_ledger(people, second_version):
    mild = make.person("孙五", certificate="43")
    for person in (people[0], mild):
        write("fuel.paid", "2023-05-01", person=person)
    at = now()
    found = buckets(PERSONS, at, to=at, figure=second_version())
    assert found == {}  # the version in force is the second: nothing differs
    with make.acting(None):
        old, new = (At(catalogue.version(PERSONS, n), year(2023), "district", at) for n in (1, 2))
        part = explain(old, new).parts[""]
        assert {str(b): part.contribution(b) for b in part.buckets} == {"definition": -1}
        assert "按第1版口径" in paragraph(explain(old, new))


def test_definitions_in_other_units_are_not_subtracted(people, second_version):
    second_version(unit=HOUSEHOLDS)
    at = now()
    with make.acting(None), pytest.raises(RuleBroken):
        explain(*(At(catalogue.version(PERSONS, n), year(2023), "district", at) for n in (1, 2)))


def test_a_ratio_is_explained_by_its_parts(people):
    write("employment_status.started", "2023-01-01", person=people[0], detail="employed")
    since = now()
    write("employment_status.started", "2023-02-01", person=people[1], detail="seeking")
    with make.acting(None):
        rate = catalogue.get("employment.employment_rate", year(2023))
        at = At(rate, year(2023), "district", since)
        found = explain(at, At(rate, year(2023), "district", settle(None)))
        assert (str(found.value_before), str(found.value_after)) == ("100.00", "50.00")
        said = as_dict(found)
    assert (said["numerator"]["change"], said["denominator"]["change"]) == (0, 1)
    assert "分母“劳动年龄段内就业和求职的残疾人”由1变为2人，增加1人。其中：事后补录增加1人（1条）。" in said["text"]


def test_the_paragraph_and_the_records_say_who_recorded_what_and_when(people):
    entry = write("fuel.paid", "2023-05-01", person=people[0], amount="260.00")
    since = now()
    with make.acting("officer") as by:
        actions.void(by=by, entry=entry, reason="重复发放")
    _found, explained = difference(AMOUNT, since, who="director")
    with make.acting("director"):
        said = as_dict(explained)
    assert "减少260.00元。其中：作废减少260.00元（1条）。各项相加正好等于总的变化。" in said["text"]
    (bucket,) = said["buckets"]
    (record,) = bucket["records"]
    assert (record["subject"], record["before"], record["after"]) == ("王*", "260.00", "0.00")
    cause = record["cause"]
    assert (cause["what"], cause["reason"], cause["recorded_by"]) == ("作废", "重复发放", "officer")


def test_who_may_not_read_a_street_gets_no_explanation_of_it(people):
    at = now()
    with make.acting("reviewer_a"):
        figure = catalogue.get(PERSONS, year(2023))
        for area in (make.STREET_B, "district"):
            with pytest.raises(NotAllowed):
                explain(At(figure, year(2023), make.STREET_A, at), At(figure, year(2023), area, at))
        with pytest.raises(Malformed):
            explain(At(figure, year(2023), make.STREET_A, now()), At(figure, year(2023), make.STREET_A, at))


def test_the_command_says_the_same(people):
    since = now()
    write("fuel.paid", "2023-05-01", person=people[0])
    out = io.StringIO()
    call_command("explain", PERSONS, "2023", "--from", since.isoformat(), "--format", "json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["change"], [b["bucket"] for b in said["buckets"]]) == (1, ["late"])
    out = io.StringIO()
    call_command("explain", PERSONS, "2022", "--year2", "2023", stdout=out)
    assert "只在后一年  +1  (1)" in out.getvalue() and "王*" in out.getvalue()
    with pytest.raises(CommandError, match="。"):
        call_command("explain", PERSONS, "2023", "--version2", "9")
