"""Takes steps by the thousand: the same rows as workflow.move, through COPY, under the same triggers."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.errors import Conflict
from accounts.roles import require
from accounts.scoping import scope_required
from services.cases import amendments
from services.cases.models import Case
from services.ledger import bulk
from services.ledger.models import Entry
from services.workbooks.units import Asked, Unit

if TYPE_CHECKING:
    from services.workbooks.steps import StepBook


def take_many(book: "StepBook", units: Sequence[Unit], asked: Asked) -> None:
    """The cases are locked by the plan. Errors: NotAllowed."""
    if not units:
        return
    step = book.step
    require(scope_required(), step.right, step.code.partition(".")[0])
    for unit, key in zip(units, bulk.record_many([_entry(book, unit) for unit in units]), strict=True):
        unit.entry = key
    taken: Counter = Counter(unit.case.pk for unit in units)
    for times in set(taken.values()):
        changes: dict[str, Any] = {"version": F("version") + times}
        if step.to:
            changes["status"] = step.to
        Case.objects.filter(pk__any=[key for key, count in taken.items() if count == times]).update(**changes)
    if step.effect:
        entries = Entry.objects.select_related("person").in_bulk([unit.entry for unit in units])
        for unit in units:
            step.effect(by=asked.by, case=unit.case, entry=entries[unit.entry], data=unit.part("step"))
    acts = [(step.code, unit.case.street_id, f"cases.case:{unit.case.pk}") for unit in units]
    bulk.audit_many(by=asked.by, acts=acts)


def _entry(book: "StepBook", unit: Unit) -> dict[str, Any]:
    case, step = unit.case, book.step
    row = {
        "code": step.code,
        "happened_on": unit.values["step.on"],
        "street_id": case.street_id,
        "case_id": case.pk,
        "person": case.person,
        "household_id": case.household_id,
        "organisation_id": case.organisation_id,
        "from_status": case.status if step.to else "",
        "to_status": step.to or "",
    }
    for name, value in unit.part("step").items():
        if name != "on":
            row["organisation_id" if name == "organisation" else name] = getattr(value, "pk", value)
    return row


def change(book: "StepBook", unit: Unit, asked: Asked) -> None:
    """The recorded step is corrected to what the workbook says. Errors: as amendments.correct."""
    named = {key.partition(".")[2]: new for key, _old, new in unit.changes}
    if "on" in named:
        named["happened_on"] = named.pop("on")
    unit.before = {key: str(getattr(old, "pk", old)) for key, old, _new in unit.changes}
    reason = str(_("表格导入的更正"))
    again = amendments.correct(by=asked.by, entry=unit.plan["entry"], reason=reason, today=asked.today, **named)
    unit.entry = again.pk


def undo(row: Any, asked: Asked, reason: str) -> None:
    """Errors: Conflict when the entry was corrected or taken back since, when it was a correction, or as take_back."""
    entry = Entry.objects.standing().filter(pk=row.entry_id).first()
    if entry is None:
        raise Conflict("entry.already_voided", _("这条记录在导入之后已经更正或撤销。"))
    if row.before is not None:
        raise Conflict("entry.was_corrected", _("这一行更正了原来的记录，不能自动撤销。请打开案件更正。"))
    amendments.take_back(by=asked.by, entry=entry, reason=reason)
