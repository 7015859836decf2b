"""Differences after publication: explained by one, approved by another, published as an erratum with its causes."""

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Conflict, NotAllowed, RuleBroken
from accounts.models import Street
from reporting import actions, errata
from reporting.differences import definitions, pending
from reporting.figures import areas_in_scope
from reporting.models import Difference, Figure
from reporting.publishing import passports_now, published
from services.ledger import actions as ledger
from services.people.models import Person
from tests import make
from tests.reporting import publications as pub
from tests.reporting.book import write

pytestmark = pytest.mark.django_db
FUEL, AMOUNT = "subsidies.fuel_persons", "subsidies.fuel_amount"


@pytest.fixture
def world():
    """Two fuel payments in street A and one in B, published; then one of A voided and a late one entered in B."""
    people = [make.person("王一"), make.person("李二"), make.person("张三", street=make.STREET_B)]
    entries = [write("fuel.paid", "2023-05-01", person=person, amount="260.00") for person in people]
    one = pub.frozen()
    with make.acting("officer") as by:
        ledger.void(by=by, entry=entries[0], reason="银行退回")
    write("fuel.paid", "2023-06-01", person=make.person("赵四", street=make.STREET_B), amount="260.00")
    return one


def keys(one, code: str | None = None) -> list[str]:
    with make.acting("officer"):
        return [p.figure.pk for p in pending(one) if code is None or p.figure.code == code]


def explained(one, chosen: list[str], reason: str = "银行退回") -> list[int]:
    with make.acting("officer") as by:
        return [d.pk for d in actions.explain(by=by, publication=one, figures=chosen, reason=reason)]


def decided(chosen: list[int], *, approve: bool = True, answer: str = "同意") -> None:
    with make.acting("director") as by:
        actions.decide(by=by, keys=chosen, approve=approve, answer=answer)


def prepared(one, note: str = "年后核对"):
    with make.acting("officer") as by:
        return actions.prepare_erratum(by=by, publication=one, note=note)


def test_it_lists_what_counts_otherwise_now(world):
    with make.acting("officer"):
        found = {(p.figure.code, p.figure.street_id): (p.value, p.now["value"]) for p in pending(world)}
    assert found[FUEL, make.STREET_A] == (2, 1)
    assert found[FUEL, make.STREET_B] == (1, 2)
    assert found[FUEL, None] == (3, 3)  # other persons, the same number
    with make.acting("reviewer_a"):
        assert {p.figure.street_id for p in pending(world)} == {make.STREET_A}


def test_a_difference_needs_a_reason_and_a_second_person(world):
    (chosen, *_rest) = keys(world, FUEL)
    with make.acting("officer") as by, pytest.raises(RuleBroken):
        actions.explain(by=by, publication=world, figures=[chosen], reason=" ")
    for name in ("director", "reviewer_a"):
        with make.acting(name) as by, pytest.raises(NotAllowed):
            actions.explain(by=by, publication=world, figures=[chosen], reason="x")
    (key,) = explained(world, [chosen])
    with make.acting("officer_2") as by, pytest.raises(NotAllowed):
        actions.decide(by=by, keys=[key], approve=True, answer="")
    with make.acting(None), pytest.raises(RuleBroken) as refused:
        actions.decide(by=make.user("officer"), keys=[key], approve=True, answer="")
    assert refused.value.code == "difference.same_hand"
    with make.acting("director") as by, pytest.raises(RuleBroken):
        actions.decide(by=by, keys=[key], approve=False, answer="")
    decided([key])
    with make.acting("director") as by, pytest.raises(Conflict):
        actions.decide(by=by, keys=[key], approve=False, answer="又想了想")


def test_it_is_explained_once_and_again_when_refused(world):
    (chosen, *_rest) = keys(world, FUEL)
    (key,) = explained(world, [chosen])
    with make.acting("officer") as by, pytest.raises(DatabaseError), transaction.atomic():
        actions.explain(by=by, publication=world, figures=[chosen], reason="再说一次")
    decided([key], approve=False, answer="请写清楚")
    explained(world, [chosen], "银行账户已销户")
    with make.acting("officer") as by, pytest.raises(Conflict):
        actions.explain(by=by, publication=world, figures=["2023-1-devices.amount-district"], reason="x")


def test_a_decision_holds_for_these_records_only(world):
    decided(explained(world, keys(world)))
    write("fuel.paid", "2023-07-01", person=make.person("钱五"), amount="260.00")
    with make.acting("officer"):
        again = {(p.figure.code, p.figure.street_id): p.is_approved for p in pending(world)}
    assert again[FUEL, make.STREET_A] is False and again[FUEL, make.STREET_B] is True


def test_an_erratum_waits_until_everything_is_approved(world):
    with pytest.raises(RuleBroken) as refused:
        prepared(world)
    assert refused.value.code == "erratum.undecided"
    decided(explained(world, keys(world)))
    made = prepared(world)
    assert (made.version, made.state) == (2, "checked") and published(2023) == world
    with make.acting("officer") as by, pytest.raises(NotAllowed):
        actions.freeze(by=by, publication=made)
    pub.freeze(made)
    assert published(2023) == made
    old, new = pub.figure(FUEL, make.STREET_A), pub.figure(FUEL, make.STREET_A, version=2)
    assert (old.value, new.value) == (2, 1)
    assert keys(made) == []


def test_an_erratum_without_a_difference_is_refused():
    one = pub.frozen()
    with pytest.raises(RuleBroken) as refused:
        prepared(one)
    assert refused.value.code == "erratum.nothing"


def test_what_changes_while_an_erratum_waits_is_approved_first(world):
    decided(explained(world, keys(world)))
    made = prepared(world)
    write("fuel.paid", "2023-07-01", person=make.person("钱五"), amount="260.00")
    with pytest.raises(Conflict) as refused:
        pub.freeze(made)
    assert refused.value.code == "publication.changed_since_check"
    with pytest.raises(RuleBroken):
        prepared(world)
    with make.acting("officer"):
        open_ = [p.figure.pk for p in pending(world) if not p.is_approved]
    decided(explained(world, open_, "补登"))
    pub.freeze(prepared(world, "退回一笔、补登一笔"))
    assert pub.figure(FUEL, version=2).value == 4
    with pytest.raises(Conflict):
        prepared(world)  # that version has been corrected already


def test_it_says_what_changed_from_what_to_what_by_which_records_and_why(world):
    second = pub.corrected(world, "年后核对")
    with make.acting("officer"):
        lines = errata.lines(second, areas_in_scope())
        told = {(line.old.code, line.area): (line.before, line.after, line.causes) for line in lines}
        assert told[FUEL, "月坛街道"] == ("2", "1", ("作废：-1人（1条记录）",))
        assert told[FUEL, "广安门外街道"] == ("1", "2", ("事后补录：+1人（1条记录）",))
        assert told[AMOUNT, "月坛街道"] == ("520.00", "260.00", ("作废：-260.00元（1条记录）",))
        assert (FUEL, "全区") not in told  # one went, one came
        assert errata.unchanged_values(second) > 0
        (line,) = (one for one in lines if (one.old.code, one.area) == (FUEL, "月坛街道"))
        assert (line.decision.reason, str(line.decision.decided_by)) == ("银行退回", "director")
    with make.acting("reviewer_a"):
        assert {line.area for line in errata.lines(second, areas_in_scope())} == {"月坛街道"}


def test_an_erratum_of_an_erratum_is_version_three(world):
    """A street that was founded in between has nothing to correct."""
    second = pub.corrected(world)
    assert keys(second) == []
    Street.objects.create(code="110102099", name="新设街道")
    with make.acting("officer"):
        assert "110102099" in {one["area"] for one in passports_now(2023, definitions(second))}
    write("fuel.paid", "2023-08-01", person=make.person("孙六"), amount="260.00")
    third = pub.corrected(second)
    assert third.version == 3 and third.corrects == second
    with make.acting("officer"):
        assert {line.area for line in errata.lines(third, areas_in_scope())} == {"全区", "月坛街道"}
    assert [pub.figure(FUEL, version=n).value for n in (1, 2, 3)] == [3, 3, 4]


def test_a_street_sees_and_decides_nothing_of_others(world):
    explained(world, keys(world))
    with make.acting("reviewer_a") as by:
        assert {d.street_id for d in Difference.objects.visible_to(by)} == {make.STREET_A}
        with pytest.raises(DatabaseError), transaction.atomic():
            Difference.objects.filter(street_id=make.STREET_A).update(state="approved")
        with pytest.raises(DatabaseError), transaction.atomic():
            Figure.objects.create(id="x", publication=world, street_id=make.STREET_A, code="a", version=1)


def test_a_merge_and_its_undoing_leave_no_difference(world):
    pub.corrected(world)
    with make.acting("officer") as by:
        one, other = Person.objects.filter(street_id=make.STREET_B).order_by("pk")[:2]
        merge = ledger.merge_persons(by=by, person=other, into=one, on=make.TODAY, reason="同一人")
    newest = published(2023)
    assert f"2023-2-{FUEL}-district" in keys(newest)
    with make.acting("officer") as by:
        ledger.unmerge_persons(by=by, merge=merge, reason="不是同一人")
    assert keys(newest) == []
