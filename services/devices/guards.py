"""Between the workflow and the pure rules: applicants, what they ask for, and what they were given before."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Malformed, RuleBroken
from services.cases.entitlement import Application
from services.cases.kinds import Status
from services.cases.models import Case
from services.devices import rules
from services.devices.models import DeviceItem
from services.ledger.models import Entry
from services.people.models import Person, records_of
from services.policy.verdict import Refusal, Verdict

DELIVERED = "device.delivered"


def check(*, on: dt.date, person: Person, details: dict[str, Any], parties: list, **_kwargs: Any) -> None:
    """Nobody applies jointly with himself, and each further applicant holds a valid certificate on the day."""
    if person in parties:
        raise RuleBroken("party.is_applicant", _("共同申请人不能是申请人本人。"), "joint")
    for each in parties:
        if each.certificate_on(on) is None:
            detail = _("共同申请人在申请日期没有有效的残疾人证。请先登记残疾人证，或核对申请日期。")
            raise RuleBroken("certificate.not_valid", detail, "joint")


def judge(asked: Application) -> Verdict:
    items = [_item(row) for row in asked.rows]
    verdict = rules.device(
        person=asked.who,
        applied_on=asked.applied_on,
        day=asked.day,
        texts=asked.texts,
        items=items,
        earlier=list(_earlier(asked)),
    )
    return verdict.with_refusals(_applied_already(asked))


def _item(row: DeviceItem) -> rules.Item:
    if (found := row.catalogue) is None:
        return rules.Item(code=None, name=row.name, quantity=row.quantity, unit=row.unit)
    if row.unit != found.unit:
        detail = _("“%(name)s”在目录里按“%(unit)s”计数。请按目录填写计数单位。")
        raise Malformed("unit.not_of_the_catalogue", detail % {"name": found, "unit": found.get_unit_display()}, "unit")
    return rules.Item(
        code=found.code,
        name=found.name,
        device_class=found.iso_class,
        categories=tuple(found.categories),
        standard=found.standard,
        service_life_years=found.service_life_years,
        quantity=row.quantity,
        unit=row.unit,
    )


def _items_of_others(asked: Application) -> Any:
    """Items on this person's other applications, those of records merged into this one included."""
    rows = DeviceItem.objects.filter(case__person__in=records_of(asked.person)).select_related("catalogue", "case")
    return rows.exclude(case=asked.case) if asked.case else rows


def _earlier(asked: Application) -> Iterable[rules.Earlier]:
    """What was delivered under earlier applications, from the catalogue."""
    items = list(_items_of_others(asked).filter(case__status=Status.DELIVERED).exclude(catalogue=None))
    delivered = Entry.objects.standing().of(DELIVERED).filter(case__in=[item.case_id for item in items])
    days = dict(delivered.values_list("case", "happened_on"))
    for item in items:
        if item.case_id in days:
            yield rules.Earlier(item.catalogue.iso_class, days[item.case_id], item.catalogue.service_life_years)


def _applied_already(asked: Application) -> Iterable[Refusal]:
    """RC17: the same class stands on another open application, whichever way that one came in."""
    classes = {row.catalogue.iso_class for row in asked.rows if row.catalogue}
    waiting = _items_of_others(asked).filter(case__in=Case.objects.open(), catalogue__iso_class__in=classes)
    for item in waiting.order_by("case__serial"):
        yield Refusal("RC17", "same_device", {"name": item.name, "number": item.case.number})


def was_assessed_suitable(*, case: Case, **_kwargs: Any) -> None:
    rows = Entry.objects.filter(case=case).standing().of("device.assessed")
    if rows.exclude(detail="suitable").exists():
        raise RuleBroken("assessment.negative", _("适配评估结果为“不适合”，不能批准。请退回或不予批准。"))
