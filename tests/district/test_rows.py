"""The rows of the synthetic district are such as the product itself would have written."""

import datetime as dt
from decimal import Decimal
from itertools import groupby

from django.db.models import Count, Sum

from accounts.models import Street
from accounts.scoping import enter, system_scope
from services.cases import entitlement, kinds
from services.cases.models import Case
from services.ledger import actions, sealing
from services.ledger.models import HANDED_OVER, MERGED, VOIDED, Entry
from services.payments import actions as payment_actions
from services.payments.models import Batch, Payment
from services.people import numbers
from services.people.models import Certificate, Household, Person


def test_every_id_number_is_of_the_unallocated_area(district):
    with enter(system_scope()):
        people = list(Person.objects.exclude(id_cipher=None))
    assert len(people) > 800
    for person in people:
        parsed = numbers.parse_resident_id(person.id_number)
        assert (parsed.area, parsed.born, parsed.sex) == ("110199", person.born_on, person.sex)


def test_every_certificate_number_is_its_holders(district):
    with enter(system_scope()):
        for held in Certificate.objects.select_related("person").prefetch_related("components"):
            parsed = numbers.parse_certificate_number(held.number)
            assert parsed.resident_id.number == held.person.id_number
            assert (parsed.category, parsed.grade) == (held.category, held.grade)
            assert (held.category == 7) == bool(held.components.all())
            assert held.grade == min((c.grade for c in held.components.all()), default=held.grade)


def test_every_case_is_a_life_of_its_kind(district):
    """Steps in their order and on rising days, and the case stands where its last step left it."""
    with enter(system_scope()):
        entries = Entry.objects.filter(case__isnull=False).standing().order_by("case_id", "id")
        lives = {key: list(group) for key, group in groupby(entries, key=lambda e: e.case_id)}
        cases = Case.objects.in_bulk()
    assert lives.keys() == cases.keys()
    for key, case in cases.items():
        kind, status, day = kinds.get(case.kind), None, dt.date.min
        for entry in lives[key]:
            steps = {step.code: step for step in (kind.opening, *kind.steps)}
            if (step := steps.get(entry.code)) and not (step.to is None and entry.replaces_id):
                assert step is kind.opening or status in step.from_, (case, entry)
                assert day <= entry.happened_on, (case, entry)
                status, day = step.to or status, entry.happened_on
                assert entry.to_status == (step.to or "")
        assert (case.status, case.opened_on) == (status, lives[key][0].happened_on), case


def test_an_entry_relies_on_what_held_on_its_day(district):
    with enter(system_scope()):
        moved = Entry.objects.of(HANDED_OVER).values("person")
        entries = Entry.objects.filter(person__isnull=False).exclude(code__in=(MERGED, VOIDED))
        entries = entries.exclude(person__in=moved)
        for entry in entries.select_related("person").order_by("id")[::23]:
            taken = actions.snapshot(entry.person, entry.happened_on)
            assert {name: getattr(entry, name) for name in taken} == taken, entry


def test_the_ledger_is_sealed_and_intact(district):
    with enter(system_scope()):
        assert list(sealing.broken()) == []
        assert sealing.seal() == 0


LATER = {("RC09", "excludes"), ("RC17", "same_device"), ("RC10", "lock")}  # by cases that came afterwards


def test_an_applicant_is_eligible_on_the_day(district):
    """What a kind's rule refuses at the counter is not in the district either."""
    with enter(system_scope()):
        for case in Case.objects.filter(person__isnull=False).exclude(status="rejected")[::5]:
            if case.of_kind.rule:
                verdict = entitlement.judge(entitlement.standing(case, case.opened_on))
                assert not [r for r in verdict.blocks if r.key not in LATER], (case, verdict.refusals)


def test_every_paid_entry_belongs_to_one_payment_and_the_sums_agree(district):
    with enter(system_scope()):
        paid = Entry.objects.filter(code__endswith=".paid").standing()
        payments = Payment.objects.filter(state="paid")
        assert paid.count() == payments.count() > 1000
        assert not paid.exclude(pk__in=payments.values("entry")).exists()
        assert paid.aggregate(s=Sum("amount")) == payments.aggregate(s=Sum("amount"))
        for batch in Batch.objects.all():
            mine = payments.filter(batch=batch).aggregate(n=Count("pk"), s=Sum("amount"))
            assert (mine["n"], mine["s"]) == (batch.count, batch.total), batch
            assert payment_actions.content_hash(batch) == batch.content_hash


def test_every_payment_explains_its_amount(district):
    with enter(system_scope()):
        for payment in Payment.objects.select_related("account", "case")[::97]:
            assert sum(Decimal(line["amount"]) for line in payment.lines) == payment.amount
            assert payment.terms and payment.decided_on <= payment.result_on
            assert entitlement.described(payment.case.of_kind, payment.lines)
            assert payment.account is None or payment.account.number.startswith("999999")


# --- what real registers are full of


def test_no_street_has_an_empty_work_list(district):
    with enter(system_scope()):
        waiting = set(Case.objects.filter(status__in=("submitted", "reviewed", "returned")).values_list("street_id"))
        assert waiting == set(Street.objects.values_list("code"))


def test_a_child_registered_twice_was_merged_and_counts_once(district):
    with enter(system_scope()):
        merge = Entry.objects.of(MERGED).get()
        both = [merge.person_id, merge.into_id]
        attended = Entry.objects.of("child_rehab.attended").filter(person__in=both, happened_on__year=2023)
        assert set(attended.values_list("person_id", flat=True)) == set(both)
        assert merge.person.merged_into_id == merge.into_id and merge.person.street_id == merge.into.street_id


def test_people_are_registered_twice_without_a_number(district):
    with enter(system_scope()):
        for twin in Person.objects.filter(id_cipher=None, suspected=False):
            assert Person.objects.exclude(pk=twin.pk).filter(born_on=twin.born_on, sex=twin.sex).exists()


def test_a_certificate_changed_in_june(district):
    with enter(system_scope()):
        ended = Certificate.objects.filter(end_reason="changed", ended_on__year=2023, category=4, grade=3)
        changed = [c for c in ended if c.person.certificate_on(c.ended_on).grade == 2]
        assert changed and all(c.ended_on.month == 6 for c in changed)


def test_payments_stop_with_death(district):
    with enter(system_scope()):
        dead = Person.objects.filter(died_on__isnull=False)
        assert dead.count() >= 20
        late = Entry.objects.filter(code__endswith=".paid", person__in=dead).select_related("person")
        assert late.exists() and not [e for e in late if e.happened_on >= e.person.died_on]
        assert not Case.objects.filter(person__in=dead).open().exists()


def test_the_other_noise_is_there(district):
    with enter(system_scope()):
        expired = list(Certificate.objects.filter(valid_to__year=2023, ended_on=None))
        ended = Entry.objects.of("certificate.ended").filter(ends__detail__in=[str(c.pk) for c in expired])
        assert expired and not ended.exists()
        couples = [h for h in Household.objects.prefetch_related("members") if len(h.members.all()) > 1]
        assert couples and all(m.person.certificates.exists() for m in couples[0].members.all())
        assert Person.objects.filter(born_on__year=2007, certificates__isnull=False).exists()  # 16 in 2023
        pairs = Entry.objects.filter(code="device.approved_item", detail="pair")
        assert pairs.exists() and all(entry.quantity == 2 for entry in pairs)
        assert [p.name for p in Person.objects.found_by("王㛃")] == ["王㛃"]
        assert Person.objects.found_by("akqh").count() + Person.objects.found_by("爱新觉罗").count() >= 1
        assert Entry.objects.filter(replaces__isnull=False, code="social_insurance.premium").exists()
        assert Entry.objects.filter(voided_at__isnull=False, code="adult_rehab.session").exists()
        assert Entry.objects.of(HANDED_OVER).exists()
        assert set(Case.objects.values_list("status", flat=True)) >= {"rejected", "withdrawn", "returned", "approved"}
        suspects = Entry.objects.of("child_rehab.attended").filter(suspected=True, category=None)
        assert suspects.exists() and suspects.filter(person__id_cipher=None).exists()
