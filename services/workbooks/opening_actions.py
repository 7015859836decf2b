"""Writes new cases by the thousand: the same rows as workflow.open_case, through COPY, under the same triggers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Conflict, RuleBroken
from accounts.roles import require
from accounts.scoping import scope_required
from services.cases import amendments
from services.cases.fields import asked_columns
from services.cases.kinds import Status, Subject
from services.cases.models import Case, CaseParty, Override
from services.cases.sealed import SealedText
from services.ledger import actions as ledger
from services.ledger import bulk
from services.ledger.models import Entry
from services.people import actions as people
from services.people import names
from services.people.models import Person, Residence
from services.workbooks.units import Asked, Unit

if TYPE_CHECKING:
    from services.workbooks.openings import OpeningBook

CASE = (
    "id serial kind street_id community_id person_id household_id organisation_id status opened_on origin"
    " external_system external_id claim version created_by_id"
)
PERSON = "id street_id name sex born_on id_cipher id_index suspected keys version"
RESIDENCE = ("person_id", "street_id", "kind", "at_street_id", "valid_from")


def open_many(book: "OpeningBook", units: Sequence[Unit], asked: Asked) -> None:
    """Errors: NotAllowed; the database's own refusals (the same application meanwhile)."""
    if not units:
        return
    kind = book.kind
    require(scope_required(), kind.opening.right, kind.code)
    _register(units, asked)
    if kind.subject == Subject.HOUSEHOLD:
        _settle(book, units, asked)
    for unit, serial in zip(units, _serials(len(units)), strict=True):
        unit.case.serial, unit.case.claim = serial, unit.plan["claim"]
    cases = [unit.case for unit in units]
    keys, streets = [case.id for case in cases], [case.street_id for case in cases]
    _copy(Case, CASE, cases)
    details: dict[str, Any] = {"case_id": keys, "street_id": streets}
    for field in asked_columns(kind.detail_model):
        name = field.name
        details[field.attname] = [_column(field, unit.plan["details"][name], unit.case.id) for unit in units]
    bulk.copy_columns(kind.detail_model, details)
    for model in kind.detail_rows:
        _write_items(model, units)
    if parties := [(unit.case.id, unit.case.street_id, party.id) for unit in units for party in unit.parties]:
        bulk.copy_rows(CaseParty, ("case_id", "street_id", "person_id"), parties)
    for unit, key in zip(units, bulk.record_many([_entry(book, unit) for unit in units]), strict=True):
        unit.entry = key
        if lifted := unit.plan.get("exceptions"):
            Override.objects.filter(pk__in=[one.pk for one in lifted]).update(case=unit.case)
    if kind.opening.effect:
        entries = Entry.objects.select_related("person", "case__person").in_bulk([unit.entry for unit in units])
        for unit in units:
            entry = entries[unit.entry]
            kind.opening.effect(by=asked.by, case=entry.case, entry=entry, data=unit.plan["opening"])
    code = kind.opening.code
    bulk.audit_many(by=asked.by, acts=((code, case.street_id, f"cases.case:{case.id}") for case in cases))


def _settle(book: "OpeningBook", units: Sequence[Unit], asked: Asked) -> None:
    """A person who lives alone gets a household, once; what is applied for may be the household's."""
    alone: dict[Any, Any] = {}
    for unit in units:
        if unit.case.household is None:
            unit.case.household = alone.get(unit.person) or people.start_household(
                by=asked.by, head=unit.person, on=unit.case.opened_on
            )
            alone[unit.person] = unit.case.household
        unit.plan["claim"] = book.kind.claim(unit.case, unit.plan["details"]) if book.kind.claim else None


def _copy(model: Any, columns: str, rows: Sequence[Any]) -> None:
    held = [row.__dict__ for row in rows]
    bulk.copy_columns(model, {name: [row[name] for row in held] for name in columns.split()})


def _serials(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('case_serial') FROM generate_series(1, %s)", [count])
        return [serial for (serial,) in cursor.fetchall()]


def _register(units: Sequence[Unit], asked: Asked) -> None:
    """The people of these units who are not registered yet: as people.register_person writes them."""
    new = {u.person.id: u.person for u in units if u.person and u.person._state.adding}
    if not new:
        return
    require(scope_required(), "person.register")
    for person in new.values():
        person.keys = names.search_keys(person.name)
        person._state.adding = False
    rows = list(new.values())
    _copy(Person, PERSON, rows)
    hukou = str(Residence.Kind.HUKOU)
    bulk.copy_rows(Residence, RESIDENCE, ((p.pk, p.street_id, hukou, p.street_id, p.born_on) for p in rows))
    bulk.audit_many(by=asked.by, acts=[("person.registered", p.street_id, f"people.person:{p.pk}") for p in rows])


def _write_items(model: Any, units: Sequence[Unit]) -> None:
    names_ = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", "case", "street")]
    bulk.copy_rows(
        model,
        ["case_id", "street_id", *names_],
        (
            [unit.case.pk, unit.case.street_id, *(getattr(item, name) for name in names_)]
            for unit in units
            for item in unit.plan["items"]
        ),
    )


def _column(field: models.Field, value: Any, case: Any) -> Any:
    """As the table holds it: of a row its key, of a text that is kept sealed the seal."""
    if isinstance(field, SealedText):
        return field.seal(value, str(case))
    return value.pk if isinstance(value, models.Model) else value


def _entry(book: "OpeningBook", unit: Unit) -> dict[str, Any]:
    case, step = unit.case, book.kind.opening
    row = {
        "code": step.code,
        "happened_on": case.opened_on,
        "street_id": case.street_id,
        "case_id": case.id,
        "person": case.person,
        "household_id": case.household_id,
        "organisation_id": case.organisation_id,
        "to_status": step.to or "",
    }
    for name, value in unit.plan["opening"].items():
        row["organisation_id" if name == "organisation" else name] = getattr(value, "pk", value)
    return row


def change(book: "OpeningBook", unit: Unit, asked: Asked) -> None:
    """What a workbook says otherwise about a case on which nothing was decided yet: its columns, its first entry."""
    require(scope_required(), "case.correct")
    kind = book.kind
    case = Case.objects.select_for_update().get(pk=unit.case.pk)
    if case.version != unit.case.version:
        raise Conflict("case.changed", _("这个案件刚刚被别人更新。请重新核对表格。"))
    fields = {f"detail.{field.name}": field for field in asked_columns(kind.detail_model)}
    unit.before = {key: _kept(_sealed(fields.get(key), old, case)) for key, old, _new in unit.changes}
    _set_columns(kind, case, {key: _sealed(fields.get(key), new, case) for key, _old, new in unit.changes})
    entry_changes = {k.partition(".")[2]: new for k, _old, new in unit.changes if k.startswith("opening.")}
    day = next((new for key, _old, new in unit.changes if key == "case.on"), None)
    if day:
        entry_changes["happened_on"] = day
        Case.objects.filter(pk=case.pk).update(opened_on=day)
    if entry_changes:
        entry, reason = unit.plan["entry"], str(_("表格导入的更正"))
        again = amendments.correct(by=asked.by, entry=entry, reason=reason, today=asked.today, **entry_changes)
        unit.entry = again.pk
    else:
        Case.objects.filter(pk=case.pk).update(version=case.version + 1)
    claim = kind.claim(case, unit.plan["details"]) if kind.claim else None
    Case.objects.filter(pk=case.pk).update(claim=claim)
    unit.case.version = case.version + 1
    audit.record(by=asked.by, action="case.corrected", target=case, street=case.street_id, columns=sorted(unit.before))


def _set_columns(kind: Any, case: Case, changes: dict[str, Any]) -> None:
    columns = {key.partition(".")[2]: value for key, value in changes.items() if key.startswith("detail.")}
    if columns:
        kind.detail_model.objects.filter(pk=case.pk).update(**columns)


def _sealed(field: models.Field | None, value: Any, case: Case) -> Any:
    return field.seal(value, str(case.pk)) if isinstance(field, SealedText) else value


def _kept(value: Any) -> Any:
    """As JSON can hold it; a row by its key, a seal in hexadecimal digits."""
    if isinstance(value, bytes):
        return value.hex()
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value.pk) if hasattr(value, "pk") else str(value)


def undo_many(rows: Sequence[Any], asked: Asked, reason: str) -> set[int]:
    """The cases that were new and that nobody touched since."""
    mine = {row.case_id: row for row in rows if row.before is None}
    cases = Case.objects.select_for_update().filter(pk__any=mine).exclude(status=Status.ANNULLED).order_by("pk")
    untouched = [case for case in cases if case.version == mine[case.pk].version]
    amendments.annul_many(by=asked.by, cases=untouched, reason=reason)
    return {mine[case.pk].pk for case in untouched}


def undo(book: "OpeningBook", row: Any, asked: Asked, reason: str) -> None:
    """Errors: Conflict when the case went on since, or is closed already."""
    case = Case.objects.select_for_update().get(pk=row.case_id)
    if case.status == Status.ANNULLED:
        raise Conflict("case.annulled", _("案件已经作废。"))
    if case.version != row.version:
        raise Conflict("case.went_on", _("案件在导入之后又办理过。请打开案件处理。"))
    if row.before is None:
        return amendments.annul(by=asked.by, case=case, reason=reason)
    _give_back(book, case, row, asked, reason)


def _give_back(book: "OpeningBook", case: Case, row: Any, asked: Asked, reason: str) -> None:
    """The values before a change. The first entry is corrected back, too."""
    kind = book.kind
    require(scope_required(), "case.correct")
    columns = {key.partition(".")[2]: value for key, value in row.before.items() if key.startswith("detail.")}
    fields = {field.name: field for field in asked_columns(kind.detail_model)}
    columns = {
        name: bytes.fromhex(value) if isinstance(fields[name], SealedText) else fields[name].to_python(value)
        for name, value in columns.items()
    }
    if columns:
        kind.detail_model.objects.filter(pk=case.pk).update(**columns)
    entry_before = {key.partition(".")[2]: v for key, v in row.before.items() if not key.startswith("detail.")}
    if entry_before:
        entry = Entry.objects.filter(case=case).standing().of(kind.opening.code).get()
        if "organisation" in entry_before:
            raise RuleBroken("case.organisation_changed", _("单位的改动不能自动撤销。请打开案件更正。"))
        named = {"happened_on" if name == "on" else name: value for name, value in entry_before.items()}
        again = {name: Entry._meta.get_field(name).to_python(value) for name, value in named.items()}
        if "happened_on" in again:
            Case.objects.filter(pk=case.pk).update(opened_on=again["happened_on"])
        ledger.replace(by=asked.by, entry=entry, reason=reason, **again)
    Case.objects.filter(pk=case.pk).update(version=case.version + 1)
    audit.record(by=asked.by, action="case.corrected", target=case, street=case.street_id, columns=sorted(row.before))
