"""The only writers of the register of statuses and benefits."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, Malformed
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.circumstances.models import CircumstanceRecord
from services.people.models import Person


@transaction.atomic
def record(
    *,
    by: User | None,
    person: Person,
    code: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    monthly: Decimal | None = None,
    source: str,
) -> CircumstanceRecord:
    """A status or benefit from a day on. Errors: Malformed (dates); the same one twice at a time (constraint)."""
    require(scope_required(), "circumstance.enter")
    if valid_to and valid_to <= valid_from:
        raise Malformed("date.before_beginning", _("截止日期应在起始日期之后。"), "valid_to")
    one = CircumstanceRecord(
        person=person,
        street_id=person.street_id,
        code=code,
        valid_from=valid_from,
        valid_to=valid_to,
        monthly=monthly,
        source=source.strip(),
        recorded_by=by,
    )
    one.save(force_insert=True)
    audit.record(by=by, action="circumstance.recorded", target=person, street=person.street_id, code=code)
    return one


@transaction.atomic
def end(*, by: User | None, one: CircumstanceRecord, on: dt.date) -> None:
    """It no longer holds from `on`. Errors: Malformed (before it began), Conflict (ended already)."""
    require(scope_required(), "circumstance.enter")
    one = CircumstanceRecord.objects.select_for_update().get(pk=one.pk)
    if one.valid_to:
        raise Conflict("circumstance.already_ended", _("这项已经结束。请刷新页面查看。"))
    if on <= one.valid_from:
        detail = _("截止日期应在起始日期（%(day)s）之后。")
        raise Malformed("date.before_beginning", detail % {"day": one.valid_from}, "on")
    CircumstanceRecord.objects.filter(pk=one.pk).update(valid_to=on)
    audit.record(by=by, action="circumstance.ended", target=one.person_id, street=one.street_id, code=one.code)


def record_many(records: Iterable[CircumstanceRecord]) -> None:
    """Rows of a register that was checked as a whole (imports.take_over asks for the right and writes the audit)."""
    CircumstanceRecord.objects.bulk_create(records, batch_size=2000)


def end_many(records: Iterable[CircumstanceRecord], *, on: dt.date) -> None:
    CircumstanceRecord.objects.filter(pk__in=[one.pk for one in records], valid_to=None).update(valid_to=on)
