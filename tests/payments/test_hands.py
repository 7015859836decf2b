"""Four people and a frozen content stand between a case and the bank."""

import datetime as dt
import hashlib
from decimal import Decimal

import pytest
from django.db import Error as DatabaseError
from django.db import connection, transaction

from accounts.errors import Conflict, Malformed, NotAllowed, RuleBroken
from accounts.models import Posting
from accounts.roles import Role
from services.cases import amendments
from services.cases.models import Case
from services.circumstances.actions import record
from services.ledger import actions as ledger
from services.ledger.actions import snapshot
from services.ledger.models import Entry
from services.payments import accounts, actions, bank_file, checking, holds, release, settling
from services.payments.models import Batch, Hold, Payment
from services.people import actions as people
from services.people.models import Organisation, Person
from services.policy.models import Policy
from tests import make

pytestmark = pytest.mark.django_db
MONTH, PAID_ON = dt.date(2023, 6, 1), dt.date(2023, 6, 15)


def grant(name="王小明", *, account=True, kind="home_help", **values) -> Case:
    person = make.person(name, **values)
    if account:
        make.account(person)
    case = make.lived(kind, person, until="approved")
    case.person = person
    return case


def payment_of(case: Case) -> Payment:
    with make.acting(None):
        return Payment.objects.select_related("hold", "case__person").get(case=case)


def reasons(case: Case) -> list[tuple[str, str]]:
    return [(reason["code"], reason["why"]) for reason in payment_of(case).hold.reasons]


def test_what_is_due_is_paid_once_and_counted_once():
    case = grant()
    batch = make.through(make.prepared("home_help", MONTH), "check", "approve", "release", "send")
    assert (batch.count, batch.total, batch.state) == (1, Decimal("100.00"), "released")
    make.settled(batch, PAID_ON)
    payment = payment_of(case)
    (entry,) = make.entries(case, "paid")
    assert (payment.state, payment.entry_id, payment.for_month, payment.result_on) == ("paid", entry.pk, MONTH, PAID_ON)
    assert (entry.amount, entry.for_month, entry.happened_on) == (Decimal("100.00"), MONTH, PAID_ON)
    assert payment.decided_on == dt.date(2023, 3, 3)
    with make.acting(None):
        taken = snapshot(case.person, PAID_ON)
        assert {name: getattr(entry, name) for name in taken} == taken
    with pytest.raises(RuleBroken) as nothing:
        make.prepared("home_help", MONTH)
    assert nothing.value.code == "batch.nothing_due"


def test_an_amount_explains_itself_and_names_its_terms():
    case = grant(kind="social_insurance")
    make.prepared("social_insurance", MONTH)
    payment = payment_of(case)
    assert payment.lines == [
        {"what": "premium", "amount": "1203.50", "values": {"premium": "1203.50", "share": "100%"}}
    ]
    codes = set(Policy.objects.filter(pk__in=payment.terms).values_list("code", flat=True))
    assert {"social_insurance.share", "social_insurance.monthly_ceiling"} <= codes


def test_each_step_needs_its_role_and_another_hand():
    grant()
    batch = make.prepared("home_help", MONTH)
    for name, act in (
        ("finance", actions.check),
        ("clerk_a", actions.check),
        ("cashier", actions.approve),
        ("director", release.release),
        ("officer", release.release),
    ):
        with make.acting(name) as by, pytest.raises(NotAllowed):
            act(by=by, batch=batch)
    batch = make.through(batch, "check")
    with make.acting("director") as by:
        Batch.objects.filter(pk=batch.pk)
        with pytest.raises(DatabaseError, match="batch_approved_by_another_than_checked"), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(state="approved", approved_by=batch.checked_by)


@pytest.mark.parametrize("one", ["finance", "district_officer", "manager"])
def test_nobody_is_cashier_and_something_else_with_money(one):
    user = make.user("cashier")
    with make.acting(None), pytest.raises(DatabaseError, match="incompatible roles"), transaction.atomic():
        Posting.objects.create(user=user, role=Role(one))


def test_a_checked_batch_cannot_be_changed_by_anybody():
    case = grant()
    batch = make.through(make.prepared("home_help", MONTH), "check")
    payment = payment_of(case)
    for change in ({"amount": 1}, {"account": None}, {"batch": None}, {"claim": "x"}, {"state": "paid"}):
        with make.acting(None), pytest.raises(DatabaseError), transaction.atomic():
            Payment.objects.filter(pk=payment.pk).update(**change)
    for change in ({"total": 1}, {"content_hash": "x"}, {"state": "released"}, {"state": "prepared"}):
        with make.acting(None), pytest.raises(DatabaseError), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(**change)
    with make.acting(None), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).delete()
    with make.acting(None):
        assert actions.content_hash(batch) == batch.content_hash


def test_a_paid_payment_is_counted_by_its_own_entry():
    case, other = grant(), grant("李四")
    make.settled(make.through(make.prepared("home_help", MONTH), "check", "approve", "release", "send"), PAID_ON)
    with make.acting(None), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(
            "INSERT INTO payments_payment (case_id, street_id, person_id, kind, for_month, decided_on, amount, lines,"
            " terms, claim, state, batch_id, entry_id, result_on, result_reason) SELECT case_id, street_id, person_id,"
            " kind, for_month, decided_on, 999, lines, terms, 'another', 'paid', batch_id, entry_id, result_on, ''"
            " FROM payments_payment WHERE case_id = %s",
            [case.pk],
        )
    assert payment_of(other).state == "paid"


def test_the_case_page_cannot_put_a_payment_right():
    case = grant()
    make.settled(make.through(make.prepared("home_help", MONTH), "check", "approve", "release", "send"), PAID_ON)
    (entry,) = make.entries(case, "paid")
    with make.acting("officer") as by:
        for act in (
            lambda: amendments.correct(by=by, entry=entry, reason="x", today=make.TODAY, happened_on=PAID_ON),
            lambda: amendments.take_back(by=by, entry=entry, reason="x"),
            lambda: amendments.annul(by=by, case=case, reason="x"),
        ):
            with pytest.raises(RuleBroken) as refused:
                act()
            assert refused.value.code == "entry.of_a_payment"


class TestHolds:
    def test_without_an_account_it_is_held_and_the_street_is_told(self):
        case = grant(account=False)
        batch = make.prepared("home_help", MONTH)
        assert (batch.count, reasons(case)) == (0, [("RC07", "account")])
        with make.acting("clerk_a") as by:
            assert Hold.objects.visible_to(by).open().count() == 1
        with make.acting("clerk_b") as by:
            assert not Hold.objects.visible_to(by).exists()

    def test_a_person_who_died_before_the_month_is_held(self):
        case = grant()
        died(case.person, dt.date(2023, 5, 20))
        make.prepared("home_help", MONTH)
        assert ("RC15", "died_before") in reasons(case) or ("RC15", "died") in reasons(case)

    def test_a_death_between_approval_and_release_is_held_and_the_rest_goes_out(self):
        case, other = grant(), grant("李四")
        batch = make.through(make.prepared("home_help", MONTH), "check", "approve")
        died(case.person, dt.date(2023, 5, 20))
        batch = make.through(batch, "release", "send")
        assert (payment_of(case).state, payment_of(other).state) == ("held", "released")
        with make.acting(None):
            assert actions.content_hash(batch) == batch.content_hash
        make.settled(batch, PAID_ON)
        assert make.entries(case, "paid") == [] and len(make.entries(other, "paid")) == 1

    def test_what_people_let_go_after_a_stop_at_the_release_is_not_stopped_again(self):
        case, _other = grant(), grant("李四")
        batch = make.through(make.prepared("home_help", MONTH), "check", "approve")
        died(case.person, dt.date(2023, 6, 20))
        make.through(batch, "release", "send")
        for name, act in (("finance", holds.propose_hold), ("officer", holds.decide_hold)):
            with make.acting(name) as by:
                values = {"pay": True} | ({"reason": "由继承人领取"} if name == "finance" else {"today": make.TODAY})
                act(by=by, hold=Hold.objects.get(), **values)
        make.through(make.prepared("home_help", MONTH), "check", "approve", "release", "send")
        with make.acting(None):
            assert sorted(Payment.objects.filter(case=case).values_list("state", flat=True)) == ["dropped", "released"]

    def test_the_decision_takes_two_people(self):
        case = grant(account=False)
        make.prepared("home_help", MONTH)
        make.account(case.person)
        hold = payment_of(case).hold
        with make.acting("officer") as by:
            with pytest.raises(Conflict):
                holds.decide_hold(by=by, hold=hold, pay=True, today=make.TODAY)
            holds.propose_hold(by=by, hold=hold, pay=True, reason="账户已登记")
            with pytest.raises(RuleBroken) as refused:
                holds.decide_hold(by=by, hold=hold, pay=True, today=make.TODAY)
            assert refused.value.code == "hold.same_hand"
        with make.acting("officer_2") as by:
            holds.decide_hold(by=by, hold=hold, pay=True, today=make.TODAY)
        assert (payment_of(case).state, payment_of(case).batch) == ("listed", None)

    def test_what_is_owed_to_an_institution_is_never_paid_to_the_person(self):
        person = make.person()
        make.account(person)
        case = make.lived("home_modification", person, until="accepted")
        make.prepared("home_modification", dt.date(2023, 12, 1))
        assert ("RC07", "account") in reasons(case)
        with make.acting("finance") as by:
            holds.propose_hold(by=by, hold=Hold.objects.get(), pay=True, reason="已核实")
        with make.acting("officer") as by, pytest.raises(RuleBroken) as refused:
            holds.decide_hold(by=by, hold=Hold.objects.get(), pay=True, today=make.TODAY)
        assert refused.value.code == "account.missing"
        with make.acting("finance") as by:
            builder = Organisation.objects.get(pk=make.entries(case, "built")[0].organisation_id)
            values = {"bank": "模拟银行", "number": "8888880000000001", "on": MONTH}
            accounts.enter_provider_account(by=by, organisation=builder, holder=builder.name, **values)
        with make.acting("officer") as by:
            holds.decide_hold(by=by, hold=Hold.objects.get(), pay=True, today=make.TODAY)
            paid = Payment.objects.get(case=case)
            assert (paid.account, paid.provider_account.organisation) == (None, builder)

    def test_one_that_was_dropped_is_not_listed_again(self):
        case = grant(account=False)
        batch = make.prepared("home_help", MONTH)
        hold = payment_of(case).hold
        with make.acting("clerk_a") as by:
            holds.propose_hold(by=by, hold=hold, pay=False, reason="本人放弃")
        with make.acting("officer") as by:
            with pytest.raises(Conflict) as refused:
                holds.decide_hold(
                    by=by, hold=hold, pay=True, today=make.TODAY
                )  # what was proposed when the page was opened
            assert refused.value.code == "hold.changed"
            holds.decide_hold(by=by, hold=hold, pay=False, today=make.TODAY)
        with make.acting("finance") as by:
            actions.cancel(by=by, batch=batch)
        with pytest.raises(RuleBroken):
            make.prepared("home_help", MONTH)


def died(person: Person, on: dt.date) -> None:
    with make.acting("clerk_a") as by:
        person = Person.objects.get(pk=person.pk)
        people.correct_person(by=by, person=person, seen_version=person.version, today=make.TODAY, died_on=on)


class TestBankFile:
    def test_a_name_cannot_be_a_formula(self):
        case = grant("=HYPERLINK(1)")
        batch = make.through(make.prepared("home_help", MONTH), "check", "approve", "release", "send")
        with make.acting("cashier"):
            content = bank_file.as_csv(batch)
            assert "'=HYPERLINK(1)" in content.decode("utf-8-sig")
            assert hashlib.sha256(content).hexdigest() == batch.file_hash
            assert b"<f>" not in bank_file.as_xlsx(batch)
        assert payment_of(case).state == "released"


class TestResultFile:
    @pytest.fixture
    def batch(self):
        for name in ("甲一", "乙二", "丙三"):
            grant(name)
        return make.through(make.prepared("home_help", MONTH), "check", "approve", "release", "send")

    def taken(self, batch, content):
        with make.acting("finance") as by:
            return settling.settle(by=by, batch=batch, filename="r.csv", content=content, today=make.TODAY)

    def test_each_bad_line_is_named_and_nothing_is_applied(self, batch):
        head, first, second, third = make.result_file(batch, PAID_ON).decode().split("\n")
        bad = [head, first, first, second.replace("100.00", "1000.00"), "FF-99999999,某人,100.00,成功,,2023-06-15"]
        with pytest.raises(Malformed) as refused:
            self.taken(batch, "\n".join(bad).encode())
        sentences = [str(problem.detail) for problem in refused.value.problems]
        assert [s[:3] for s in sentences[:3]] == ["第3行", "第4行", "第5行"]
        assert "缺少" in sentences[3] and third.split(",")[0] in sentences[3]
        with make.acting(None):
            assert set(Payment.objects.values_list("state", flat=True)) == {"released"}
            assert not Entry.objects.of("home_help.paid").exists()

    @pytest.mark.parametrize("typed", ["2013-06-15", "2023-05-31"])
    def test_the_bank_did_not_pay_before_the_month_or_the_decision(self, batch, typed):
        with pytest.raises(Malformed):
            self.taken(batch, make.result_file(batch, dt.date.fromisoformat(typed)))

    def test_what_is_paid_again_survives_the_cancelling_of_a_checked_batch(self, batch):
        """And the cancelled batch stays what was checked."""
        with make.acting(None):
            back = Payment.objects.filter(batch=batch).order_by("pk")[0]
        make.settled(batch, PAID_ON, returned=(back.number,))
        with make.acting("finance") as by:
            settling.repay(by=by, payment=back, today=make.TODAY)
        for month in (7, 7):
            second = make.through(make.prepared("home_help", dt.date(2023, month, 1)), "check")
            assert second.count == 4
            with make.acting("finance") as by:
                actions.cancel(by=by, batch=second)
        with make.acting(None):
            assert Payment.objects.loose().get().for_month == MONTH
            assert not list(checking.problems())

    def test_the_same_file_again_changes_nothing(self, batch):
        content = make.result_file(batch, PAID_ON)
        self.taken(batch, content)
        with pytest.raises(Conflict) as refused:
            self.taken(batch, content)
        assert refused.value.code == "result.already_taken"
        with make.acting(None):
            assert Entry.objects.of("home_help.paid").count() == 3

    def test_a_returned_one_is_paid_again_and_only_once(self, batch):
        with make.acting(None):
            back = Payment.objects.filter(batch=batch).order_by("pk")[0]
        make.settled(batch, PAID_ON, returned=(back.number,))
        with make.acting("finance") as by:
            again = settling.repay(by=by, payment=back, today=make.TODAY)
            with pytest.raises(Conflict):
                settling.repay(by=by, payment=back, today=make.TODAY)
        second = make.through(make.prepared("home_help", dt.date(2023, 7, 1)), "check", "approve", "release", "send")
        assert second.count == 4  # July's three, and June's once more
        make.settled(second, dt.date(2023, 7, 14))
        with make.acting(None):
            assert Payment.objects.get(pk=again.pk).state == "paid"
            assert Entry.objects.of("home_help.paid").filter(for_month=MONTH).count() == 3

    def test_a_late_return_voids_its_entry(self, batch):
        make.settled(batch, PAID_ON)
        with make.acting("finance") as by:
            payment = Payment.objects.filter(batch=batch).order_by("pk")[0]
            settling.take_back(by=by, payment=payment, on=dt.date(2023, 6, 20), reason="银行退票")
            payment.refresh_from_db()
            assert payment.state == "returned"
            assert Entry.objects.of("home_help.paid").standing().count() == 2


def test_what_excludes_each_other_is_held():
    case = grant()
    with make.acting("clerk_a") as by:
        record(by=by, person=case.person, code="hr_flexible", valid_from=dt.date(2023, 1, 1), source="人社名册")
    si = make.person("赵六")
    make.account(si)
    with make.acting("clerk_a") as by:
        record(by=by, person=si, code="living_allowance", valid_from=dt.date(2023, 1, 1), source="民政名册")
    other = make.lived("social_insurance", si, until="approved")
    make.prepared("home_help", MONTH)
    make.prepared("social_insurance", MONTH)
    assert payment_of(case).state == "listed"  # no rule between these two
    assert payment_of(other).state == "listed"  # a warning does not stop


def test_a_twin_of_a_merged_record_is_held():
    """The audit's double payment: the same person under two records."""
    case = grant()
    twin = make.person("王小明", born=case.person.born_on)
    make.account(twin)
    second = make.lived("home_help", twin, until="approved")
    make.settled(make.through(make.prepared("home_help", MONTH), "check", "approve", "release", "send"), PAID_ON)
    with make.acting("officer") as by:
        ledger.merge_persons(by=by, person=twin, into=case.person, on=PAID_ON, reason="同一人")
    make.prepared("home_help", dt.date(2023, 7, 1))
    with make.acting(None):
        july = Payment.objects.filter(for_month=dt.date(2023, 7, 1))
        assert sorted(july.values_list("state", flat=True)) == ["held", "listed"]
        assert {r["why"] for r in july.get(state="held").hold.reasons} == {"twice"}
        assert Payment.objects.filter(for_month=MONTH, state="paid", case__in=[case, second]).count() == 2


def test_a_twin_at_any_remove_is_held():
    """Two records that were merged into a third, and one of them into it by way of another."""
    first, second = grant(), grant()
    make.settled(make.through(make.prepared("home_help", MONTH), "check", "approve", "release", "send"), PAID_ON)
    between, third = make.person("王小明"), make.person("王小明")
    make.account(third)
    case = make.lived("home_help", third, until="approved")
    with make.acting("officer") as by:
        for one, into in ((first.person, third), (second.person, between), (between, third)):
            ledger.merge_persons(by=by, person=one, into=into, on=PAID_ON, reason="同一人")
    make.prepared("home_help", MONTH)
    assert ("RC17", "twin") in reasons(case)
    make.prepared("home_help", dt.date(2023, 7, 1))
    with make.acting(None):
        states = Payment.objects.filter(for_month=dt.date(2023, 7, 1)).values_list("state", flat=True)
        assert sorted(states) == ["held", "held", "listed"]


@pytest.mark.parametrize("kind", ["home_help", "device"])
def test_what_a_cancelled_batch_held_is_due_again(kind):
    case = grant() if kind == "home_help" else delivered()
    batch = make.prepared(kind, MONTH)
    with make.acting("finance") as by:
        actions.cancel(by=by, batch=batch)
    assert make.prepared(kind, MONTH).count == 1
    with make.acting(None):
        assert sorted(Payment.objects.filter(case=case).values_list("state", flat=True)) == ["cancelled", "listed"]


def test_what_a_cancelled_batch_held_is_decided_in_the_next_one():
    grant(account=False)
    batch = make.prepared("home_help", MONTH)
    with make.acting("finance") as by:
        actions.cancel(by=by, batch=batch)
    make.prepared("home_help", MONTH)
    with make.acting("officer") as by:
        gone, hold = Hold.objects.order_by("pk")
        assert list(Hold.objects.open()) == [hold]
        with pytest.raises(Conflict):
            holds.propose_hold(by=by, hold=gone, pay=True, reason="情况属实")


def delivered() -> Case:
    person = make.person()
    make.account(person)
    return make.lived("device", person, until="delivered")


@pytest.mark.parametrize("kind", ["home_help", "device"])
def test_a_case_that_was_annulled_after_the_approval_of_its_batch_is_held(kind):
    case = grant() if kind == "home_help" else delivered()
    batch = make.through(make.prepared(kind, MONTH), "check", "approve")
    with make.acting("officer") as by:
        amendments.annul(by=by, case=case, reason="登记错人")
    make.through(batch, "release", "send")
    assert reasons(case) == [("RC18", "not_due")]


def test_verify_names_a_paid_entry_without_a_payment():
    case = make.lived("home_help", until="paid")
    (entry,) = make.entries(case, "paid")
    with make.acting(None):
        assert list(checking.problems()) == [f"ledger entry {entry.pk}: it counts a payment, but belongs to none"]
