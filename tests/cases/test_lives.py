"""Every kind is taken through its life, and refuses what is wrong with a sentence."""

import datetime as dt

import pytest

from accounts.errors import Conflict, DomainError, Malformed, NotAllowed, RuleBroken
from accounts.roles import RIGHTS, Role
from services.cases import amendments, kinds, workflow
from services.cases.kinds import Status
from services.cases.models import Case
from services.devices.models import DeviceItem
from services.ledger.models import Entry
from tests import make
from tests.lives import LIVES

pytestmark = pytest.mark.django_db
EVERY_KIND = [kind.code for kind in kinds.all_kinds()]


def test_every_kind_has_a_life():
    assert sorted(LIVES) == EVERY_KIND


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_it_lives_to_its_end(kind):
    case = make.lived(kind)
    with make.acting(None):
        assert case.is_closed
        written = {e.code for e in Entry.objects.filter(case=case)}
        declared = {kinds.get(kind).opening.code, *(f"{kind}.{slug}" for slug, _who, _data in LIVES[kind].steps())}
        assert declared <= written
        assert all(e.street_id == case.street_id for e in Entry.objects.filter(case=case))


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_closed_case_refuses_every_step(kind):
    case = make.lived(kind)
    for step in kinds.get(kind).steps:
        if case.status in step.from_:
            continue
        with pytest.raises(Conflict):
            make.moved(case, step.slug, make.TODAY)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_it_is_annulled_as_a_whole(kind):
    case = make.lived(kind)
    with make.acting("officer") as by:
        amendments.annul(by=by, case=case, reason="登记到别人名下")
        case.refresh_from_db()
        assert case.status == Status.ANNULLED
        assert not Entry.objects.filter(case=case).standing().exists()


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_each_step_is_refused_to_a_role_that_may_not(kind):
    case = make.opened(kind)
    with make.acting("director") as by:
        for step in kinds.get(kind).steps:
            if Role.MANAGER in RIGHTS[step.right]:
                continue
            with pytest.raises(NotAllowed):
                workflow.move(by=by, case=case, step=step, on=dt.date(2023, 3, 2), today=make.TODAY)


@pytest.mark.parametrize("kind", [k for k in EVERY_KIND if kinds.get(k).claim])
def test_the_same_application_is_refused_with_the_number_of_the_first(kind):
    about = LIVES[kind].about() if LIVES[kind].about else None
    first = make.opened(kind, about)
    with pytest.raises(Conflict) as refused:
        make.opened(kind, about)
    assert refused.value.code.startswith(("case.", "training.", "graduate.")), refused.value.code
    with make.acting(None):
        assert Case.objects.of_kind(kind).count() == 1
    assert first.status == kinds.get(kind).opening.to


def test_a_milestone_before_its_predecessor_is_refused():
    case = make.opened("home_modification", on=dt.date(2023, 3, 1))
    with pytest.raises(RuleBroken) as refused:
        make.moved(case, "assessed", dt.date(2023, 2, 28))
    assert (refused.value.code, refused.value.pointer) == ("date.before_predecessor", "on")
    assert "2023-03-01" in str(refused.value)


def test_a_milestone_in_the_future_is_refused():
    case = make.opened("home_modification")
    with pytest.raises(Malformed):
        make.moved(case, "assessed", make.TODAY + dt.timedelta(days=1))


def test_a_stale_form_is_refused():
    case = make.opened("fuel")
    make.moved(case, "reviewed", dt.date(2023, 3, 2), seen_version=1)
    with pytest.raises(Conflict) as refused:
        make.moved(case, "approved", dt.date(2023, 3, 3), seen_version=1)
    assert refused.value.code == "case.changed"


def test_four_eyes_approve():
    case = make.opened("fuel", by="officer")
    make.moved(case, "reviewed", dt.date(2023, 3, 2))
    with pytest.raises(RuleBroken) as refused:
        make.moved(case, "approved", dt.date(2023, 3, 3), by="officer")
    assert refused.value.code == "case.same_hand"
    make.moved(case, "approved", dt.date(2023, 3, 3), by="officer_2")


def test_a_month_is_paid_once_and_again_after_it_was_taken_back():
    case = make.lived("home_help", until="approved")
    paid = make.moved(case, "paid", dt.date(2023, 4, 5), for_month=dt.date(2023, 3, 1), amount=make.MONEY)
    with pytest.raises(Conflict):
        make.moved(case, "paid", dt.date(2023, 5, 5), for_month=dt.date(2023, 3, 1), amount=make.MONEY)
    with make.acting("officer") as by:
        amendments.take_back(by=by, entry=paid, reason="银行退回")
    make.moved(case, "paid", dt.date(2023, 5, 5), for_month=dt.date(2023, 3, 1), amount=make.MONEY)


def test_a_correction_after_the_end_moves_only_that_entry():
    case = make.lived("home_modification")
    (accepted,) = make.entries(case, "accepted")
    with make.acting("officer") as by:
        amendments.correct(
            by=by, entry=accepted, reason="验收单日期有误", today=make.TODAY, happened_on=dt.date(2023, 4, 1)
        )
        case.refresh_from_db()
    assert case.status == Status.ACCEPTED
    assert [e.happened_on for e in make.entries(case, "accepted")] == [dt.date(2023, 4, 1)]
    assert len(make.entries(case, "built")) == 1


def test_a_correction_keeps_the_order_of_the_steps():
    case = make.lived("home_modification")
    (built,) = make.entries(case, "built")
    for day, code in ((dt.date(2023, 3, 1), "date.before_predecessor"), (dt.date(2023, 3, 9), "date.after_successor")):
        with make.acting("officer") as by, pytest.raises(DomainError) as refused:
            amendments.correct(by=by, entry=built, reason="日期有误", today=make.TODAY, happened_on=day)
        assert refused.value.code == code


def test_steps_are_taken_back_from_the_last():
    case = make.lived("home_modification")
    (built,), (accepted,) = make.entries(case, "built"), make.entries(case, "accepted")
    with make.acting("officer") as by:
        with pytest.raises(Conflict):
            amendments.take_back(by=by, entry=built, reason="没有完工")
        amendments.take_back(by=by, entry=accepted, reason="没有验收")
        amendments.take_back(by=by, entry=built, reason="没有完工")
        case.refresh_from_db()
    assert case.status == Status.DESIGNED


def test_a_joint_application_counts_two_persons_and_one_application():
    other = make.person("王小红", sex="F")
    case = make.opened("device", parties=[other])
    for slug, day in (("reviewed", 2), ("assessed", 3), ("approved", 4)):
        make.moved(case, slug, dt.date(2023, 3, day), **({"detail": "suitable"} if slug == "assessed" else {}))
    assert [(e.quantity, e.person_id) for e in make.entries(case, "approved")] == [(1, case.person_id)]
    assert [(e.quantity, e.person_id) for e in make.entries(case, "approved_joint")] == [(0, other.pk)]
    # A pair of hearing aids is two pieces, a crutch one.
    assert [e.quantity for e in make.entries(case, "approved_item")] == [2, 1]


def test_taking_back_an_approval_takes_its_companions_along():
    case = make.lived("device", until="approved")
    (approved,) = make.entries(case, "approved")
    with make.acting("officer") as by:
        for act, more in ((amendments.take_back, {}), (amendments.correct, {"today": make.TODAY, "quantity": 9})):
            with pytest.raises(Conflict) as refused:
                act(by=by, entry=make.entries(case, "approved_item")[0], reason="单独撤销", **more)
            assert refused.value.code == "entry.accompanies_another"
        amendments.take_back(by=by, entry=approved, reason="批错")
    assert make.entries(case, "approved_item") == []
    assert len(make.entries(case, "submitted_item")) == 2


def test_a_refused_case_leaves_nothing_behind():
    person = make.person()
    with make.acting(None):
        before = Entry.objects.count()
    with pytest.raises(Exception, match="device_item_is_applied_for_at_least_once"), make.acting("clerk_a") as by:
        workflow.open_case(
            by=by,
            kind=kinds.get("device"),
            on=dt.date(2023, 3, 1),
            today=make.TODAY,
            person=person,
            details={"purpose": "mobility"},
            rows=[DeviceItem(catalogue=make.catalogue("walking_stick"), name="手杖", quantity=0, unit="piece")],
        )
    with make.acting(None):
        assert (Case.objects.count(), Entry.objects.count()) == (0, before)


@pytest.mark.parametrize(
    ("kind", "about", "code"),
    [
        ("fuel", {"certificate": None}, "refusal.rc02"),
        ("home_help", {"born": dt.date(1960, 1, 1)}, "refusal.rc04"),
        ("adult_rehab", {"born": dt.date(2010, 1, 1)}, "refusal.rc04"),
        ("child_rehab", {"born": dt.date(1985, 1, 1)}, "refusal.rc04"),
        ("child_rehab", {"born": dt.date(2015, 1, 1), "certificate": None}, "refusal.rc02"),
        ("device", {"certificate": None}, "refusal.rc02"),
    ],
)
def test_who_is_not_eligible_is_told_why(kind, about, code):
    with pytest.raises(RuleBroken) as refused:
        make.opened(kind, make.person(**about))
    assert refused.value.code == code
    assert refused.value.pointer == "person"


def test_a_child_of_fifteen_on_the_eve_of_its_birthday_is_a_child():
    born = dt.date(2007, 3, 2)
    make.opened("child_rehab", make.person(born=born), on=dt.date(2023, 3, 1))
    with pytest.raises(RuleBroken):
        make.opened("child_rehab", make.person(born=born), on=dt.date(2023, 3, 2))


def test_a_correction_does_not_record_a_month_twice():
    case = make.lived("child_rehab", until="enrolled")
    values = [{"for_month": dt.date(2023, month, 1), "quantity": 5} for month in (4, 5)]
    for month, one in zip((4, 5), values, strict=True):
        again = make.moved(case, "attended", dt.date(2023, month, 28), **one)
    with make.acting("officer") as by:
        with pytest.raises(Conflict) as refused:
            amendments.correct(by=by, entry=again, reason="月份有误", today=make.TODAY, **values[0])
        assert refused.value.code == "month.already_recorded"
        amendments.correct(by=by, entry=again, reason="次数有误", today=make.TODAY, **values[1] | {"quantity": 6})
