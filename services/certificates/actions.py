"""Registering and ending certificates, each with its ledger entry (the stock of holders is counted from these)."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, Malformed, RuleBroken
from accounts.models import Street, User
from accounts.roles import require
from accounts.scoping import scope_required
from services.cases.models import Case
from services.ledger import actions as ledger
from services.ledger.models import Entry
from services.people import crypto, numbers
from services.people.actions import refuse_if_elsewhere
from services.people.models import Category, Certificate, CertificateComponent, Person, records_of

STARTED, ENDED = "certificate.started", "certificate.ended"
DIED = str(Certificate.EndReason.DIED)
CONTINUED = "handed_over"  # the detail of an end: it goes on in another street


@transaction.atomic
def register_certificate(
    *,
    by: User | None,
    person: Person,
    number: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    lower_limb: bool = False,
    components: Iterable[tuple[int, int]] = (),
    case: Case | None = None,
    today: dt.date,
) -> Certificate:
    """A certificate as issued, in the course of `case` if there was one. Category and grade come from the number;
    category 7 needs its components.

    Of whoever has died since, it ends on that day. Errors: Malformed (number, dates), RuleBroken (another person's
    certificate, components, died before), Conflict (registered, or another certificate is valid then).
    """
    require(scope_required(), "certificate.register")
    person = Person.objects.select_for_update().get(pk=person.pk)
    parsed = _parsed(person, number, today)
    components = list(components)
    _refuse_dates(valid_from, valid_to, today)
    if person.died_on and person.died_on <= valid_from:
        raise RuleBroken(
            "person.died", _("此人在发证日期之前已登记死亡，不能登记残疾人证。请核对人员页面。"), "valid_from"
        )
    if (parsed.category == Category.MULTIPLE) != bool(components):
        raise RuleBroken(
            "certificate.components", _("多重残疾须逐项填写组成的类别和等级；其他类别不填。"), "components"
        )
    index = crypto.blind_index(parsed.number, purpose="certificate")
    if not Certificate.objects.filter(number_index=index).exists():
        refuse_if_elsewhere(by=by, purpose="certificate", index=index, pointer="number")
    if other := person.certificate_on(valid_from):
        detail = _("此人在这一天已有一本有效的残疾人证（%(certificate)s）。请先登记原证失效，再登记新证。")
        raise Conflict("certificate.one_at_a_time", detail % {"certificate": other}, "valid_from")
    certificate = _write(person, parsed, lower_limb=lower_limb, valid_from=valid_from, valid_to=valid_to)
    for category, grade in components:
        CertificateComponent.objects.create(
            certificate=certificate, street_id=person.street_id, category=category, grade=grade
        )
    ledger.record(
        by=by,
        code=STARTED,
        on=valid_from,
        street_id=person.street_id,
        case=case,
        person=person,
        valid_until=valid_to,
        detail=str(certificate.pk),
    )
    audit.record(by=by, action="certificate.registered", target=certificate, street=person.street_id)
    if person.died_on and (valid_to is None or person.died_on < valid_to):
        _end(by, certificate, person.died_on, DIED)
    return certificate


def _write(person: Person, parsed: numbers.CertificateNumber, **columns: Any) -> Certificate:
    certificate = Certificate(
        pk=uuid.uuid4(),
        person=person,
        street_id=person.street_id,
        number_index=crypto.blind_index(parsed.number, purpose="certificate"),
        category=parsed.category,
        grade=parsed.grade,
        **columns,
    )
    certificate.number_cipher = crypto.encrypt(
        parsed.number, table="certificate", column="number", row=str(certificate.pk)
    )
    certificate.save(force_insert=True)
    return certificate


def _parsed(person: Person, number: str, today: dt.date) -> numbers.CertificateNumber:
    """The number, if it can be read and is this person's."""
    try:
        parsed = numbers.parse_certificate_number(number, today=today)
    except numbers.BadNumber as error:
        raise Malformed(error.code, error.message, "number") from None
    if person.id_number != parsed.resident_id.number:
        detail = (
            _("这个残疾人证号里的身份证号与此人不一致，可能是别人的证。请核对证件。")
            if person.id_number
            else _("此人还没有登记身份证号。请先在“更正资料”里填写身份证号。")
        )
        raise RuleBroken("certificate.other_person", detail, "number")
    return parsed


def _refuse_dates(valid_from: dt.date, valid_to: dt.date | None, today: dt.date) -> None:
    if valid_from > today:
        raise Malformed("date.in_future", _("发证日期在今天之后，请核对。"), "valid_from")
    if valid_to and valid_to <= valid_from:
        raise Malformed("date.before_beginning", _("有效期应在发证日期之后。"), "valid_to")


def _standing(certificate: Certificate) -> Entry:
    """The entry that makes its holder count today: the first one, or the one that a handover started again."""
    rows = Entry.objects.of(STARTED).standing().filter(detail=str(certificate.pk), person=certificate.person_id)
    ended = Entry.objects.of(ENDED).standing().filter(person=certificate.person_id)
    return rows.exclude(pk__in=ended.values("ends")).latest("id")


def _end(by: User | None, certificate: Certificate, on: dt.date, reason: str, case: Case | None = None) -> Entry:
    Certificate.objects.filter(pk=certificate.pk).update(ended_on=on, end_reason=reason)
    started = _standing(certificate)
    return ledger.record(
        by=by,
        code=ENDED,
        on=max(on, started.happened_on),
        street_id=started.street_id,
        case=case,
        person=certificate.person,
        ends=started,
        detail=reason,
        quantity=0,
    )


@transaction.atomic
def end_certificate(
    *, by: User | None, certificate: Certificate, on: dt.date, reason: str, case: Case | None = None, today: dt.date
) -> Entry:
    """The certificate is no longer valid from `on`. Errors: Malformed (dates), Conflict (already ended)."""
    require(scope_required(), "certificate.end")
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.ended_on:
        raise Conflict("certificate.already_ended", _("这本证已经登记失效。请刷新页面。"))
    if on > today:
        raise Malformed("date.in_future", _("失效日期在今天之后，请核对。"), "on")
    if on <= certificate.valid_from:
        raise Malformed("date.before_beginning", _("失效日期应在发证日期之后。"), "on")
    entry = _end(by, certificate, on, reason, case)
    audit.record(by=by, action="certificate.ended", target=certificate, street=certificate.street_id)
    return entry


@transaction.atomic
def undo(*, by: User | None, case: Case, reason: str) -> None:
    """What `case` wrote of certificates is taken back: the one that it issued never was, the one that it ended goes on.

    An undone certificate is found by no number, so that it can be registered again. Errors: Conflict when the issued
    one has changed since; the constraint when the ended one has a successor.
    """
    mine = Entry.objects.filter(case=case).standing()
    for counted in mine.filter(code__startswith="certificate_issue."):
        ledger.void(by=by, entry=counted, reason=reason)
    if started := mine.of(STARTED).first():
        _never_was(by, started, reason)
    _go_on(by, mine.of(ENDED), reason)


def _go_on(by: User | None, ends: Iterable[Entry], reason: str) -> None:
    """What these entries ended has not ended."""
    for ended in ends:
        ledger.void(by=by, entry=ended, reason=reason)
        Certificate.objects.filter(pk=ended.ends.detail).update(ended_on=None, end_reason="")


def _never_was(by: User | None, started: Entry, reason: str) -> None:
    if Entry.objects.filter(ends=started).standing().exists():
        detail = _("发证之后，这本证又有注销、换发或移交。请先撤销后来的登记，再更正发证。")
        raise Conflict("certificate.went_on", detail)
    ledger.void(by=by, entry=started, reason=reason)
    nowhere = crypto.blind_index(f"undone {started.detail}", purpose="certificate")
    undone = {"ended_on": started.happened_on, "end_reason": Certificate.EndReason.ERROR, "number_index": nowhere}
    Certificate.objects.filter(pk=started.detail).update(**undone)


@transaction.atomic
def withdraw_certificate(*, by: User | None, certificate: UUID | str, reason: str) -> None:
    """One that was registered by mistake: it never was. Errors: Conflict when it changed since, or a case issued it."""
    require(scope_required(), "case.correct")
    row = Certificate.objects.select_for_update().get(pk=certificate)
    started = Entry.objects.of(STARTED).standing().filter(person=row.person_id, detail=str(row.pk))
    if started.count() != 1 or row.ended_on:
        raise Conflict("certificate.went_on", _("登记之后，这本证又有注销、换发或移交。请在人员页面办理。"))
    entry = started.get()
    if entry.case_id:
        raise Conflict("certificate.of_a_case", _("这本证由案件发放。请打开那个案件，在经过里撤销发证这一步。"))
    _never_was(by, entry, reason)
    audit.record(by=by, action="certificate.withdrawn", target=row, street=row.street_id)


def follow_death(by: User | None, person: Person, before: dt.date | None) -> None:
    """Registered with people: whoever died holds no certificate from that day; what the day `before` ended goes on."""
    records = records_of(person)
    if before:
        ended = Entry.objects.of(ENDED).standing().filter(person__in=records, detail=DIED, case=None)
        _go_on(by, ended, str(_("更正死亡日期")))
    if on := person.died_on:
        held = Certificate.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), person__in=records, ended_on=None)
        for certificate in held:
            _end(by, certificate, max(on, certificate.valid_from), DIED)


def follow_person(person: Person, street: Street, on: dt.date) -> None:
    """Registered with the ledger's handover: the holder counts in the old street until that day, then in the new.

    Nothing is issued (quantity 0) and nothing cancelled (detail). What was issued after a back-dated day goes on too.
    """
    for certificate in person.certificates.filter(ended_on=None):
        started = _standing(certificate)
        day = max(on, started.happened_on)
        if certificate.valid_to and certificate.valid_to <= day:
            continue
        ledger.record(
            by=None,
            code=ENDED,
            on=day,
            street_id=started.street_id,
            person=person,
            ends=started,
            detail=CONTINUED,
            quantity=0,
        )
        ledger.record(
            by=None,
            code=STARTED,
            on=day,
            street_id=street.pk,
            person=person,
            valid_until=certificate.valid_to,
            detail=started.detail,
            quantity=0,
        )
