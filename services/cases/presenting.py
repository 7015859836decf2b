"""A case in words: what the pages show. Reads only."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.roles import holders, may
from accounts.scoping import Scope
from services.cases import deadlines
from services.cases.kinds import ON, TONES, Kind, Status, Subject
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import Person


def subject(case: Case) -> str:
    """Whom it is about, for staff of the street: the name, not the number."""
    if case.person_id:
        if (person := person_of(case)) is None:
            return _("已移交其他街道的人员")
        name = person.name
        return _("%(name)s 家庭") % {"name": name} if case.of_kind.subject == Subject.HOUSEHOLD else name
    return str(case.organisation or case.household or _title(case) or case.street)


def _title(case: Case) -> str:
    """What a case about nobody is called: a meeting, a line of a list."""
    detail = case.of_kind.detail_model._default_manager.filter(pk=case.pk).first()
    return str(getattr(detail, "title", ""))


def person_of(case: Case) -> Person | None:
    """The person, or None when there is none or it was handed over to a street that this scope does not see."""
    try:
        return case.person
    except Person.DoesNotExist:
        return None


def pill(status: str) -> str:
    return format_html('<span class="pill pill--{}">{}</span>', TONES.get(status, "neutral"), Status(status).label)


def case_bar(case: Case) -> dict[str, Any]:
    found = deadlines.clocks_of([case], timezone.localdate()).get(case.pk)
    return {
        "due": deadlines.pill(found) if found else None,
        "number": case.number,
        "subject": subject(case),
        "kind": case.of_kind.label,
        "status_label": case.get_status_display(),
        "status_tone": TONES.get(case.status, "neutral"),
    }


def facts(case: Case) -> list[tuple[Any, Any]]:
    """The case's own columns, then the kind's, as (label, value)."""
    found: list[tuple[Any, Any]] = []
    if person := person_of(case):
        found += [(_("证件号"), person.masked_id)]
    found += [
        (_("街道"), case.street),
        (_("社区"), case.community),
        (_day_of(case.of_kind), case.opened_on),
        (_("来源"), case.get_origin_display()),
    ]
    if case.of_kind.whole:  # of no street, and nobody applied
        found = [(_day_of(case.of_kind), case.opened_on)]
    if case.external_id:
        found.append((_("外部编号"), f"{case.external_system} {case.external_id}"))
    detail = case.of_kind.detail_model.objects.get(pk=case.pk)
    for field in detail._meta.concrete_fields:
        if field.name in ("case", "street"):
            continue
        value = getattr(detail, field.name)
        if field.choices:
            value = getattr(detail, f"get_{field.name}_display")()
        elif isinstance(value, bool):
            value = _("是") if value else _("否")
        found.append((field.verbose_name, value))
    return [(label, "—" if value in (None, "") else value) for label, value in found]


def _day_of(kind: Kind) -> Any:
    """What the day of the first entry is called."""
    on = next((field for field in kind.opening.fields if field.name == "on"), ON)
    return _("申请日期") if on is ON else on.label


def parties(case: Case) -> list[dict[str, Any]]:
    found = []
    if person := person_of(case):
        found.append(_person(_("申请人"), person))
    found += [_person(_("共同申请人"), party.person) for party in case.parties.select_related("person")]
    if case.household_id:
        members = case.household.members.filter(valid_to=None).select_related("person")
        found += [_person(m.get_relation_display(), m.person) for m in members if m.person_id != case.person_id]
    if case.organisation_id:
        found.append({"role": _("单位"), "name": case.organisation})
    return found


def _person(role: Any, person: Any) -> dict[str, Any]:
    url = reverse("admin:people_person_change", args=[person.pk])
    return {"role": role, "name": person.name, "url": url, "note": person.masked_id}


def waiting_for(case: Case, scope: Scope) -> list[str]:
    """Steps that somebody else has to take, with who may: a clerk sees where the case lies."""
    waiting = []
    for step in case.of_kind.next_steps(case.status):
        if not step.quiet and not may(scope, step.right):
            waiting.append(_("等待%(roles)s办理“%(step)s”。") % {"roles": holders(step.right), "step": step.label})
    return waiting


def timeline(case: Case, admin: Any = None) -> list[dict[str, Any]]:
    """The history in plain words, oldest first; with `admin`, standing entries offer their correction."""
    labels = case.of_kind.labels
    rows = (
        Entry.objects.filter(case=case, voids=None)
        .select_related("recorded_by", "organisation", "person")
        .prefetch_related("voided_by")
        .order_by("happened_on", "id")
    )
    return [_event(case, entry, labels, admin) for entry in rows if entry.code in labels]


def since(case: Case, version: int) -> list[tuple[Any, str]]:
    """What was recorded after somebody saw `version`, oldest first: (who and when, what). Each change of a case writes
    one entry at least."""
    rows = Entry.objects.filter(case=case).select_related("recorded_by", "organisation", "person", "case")
    rows = rows.prefetch_related("voided_by").order_by("-id")[: max(case.version - version, 1)]
    labels, found = case.of_kind.labels, []
    for entry in reversed(rows):
        if entry.code in labels:
            event = _event(case, entry, labels, None)
            at = timezone.localtime(entry.recorded_at).strftime("%m-%d %H:%M")
            who = _("%(who)s，登记于%(at)s") % {
                "who": event["who"],
                "at": at,
            }
            found.append((who, f"{event['what']} · {event['on']}"))
    return found


def _event(case: Case, entry: Entry, labels: dict[str, Any], admin: Any) -> dict[str, Any]:
    void = next(iter(entry.voided_by.all()), None)
    what = [str(labels[entry.code])]
    for word in (case.of_kind.word(entry.code, entry.detail), entry.for_month and f"{entry.for_month:%Y-%m}"):
        if word:
            what[0] = _("%(what)s（%(word)s）") % {"what": what[0], "word": word}
    if entry.organisation_id and entry.organisation_id != case.organisation_id:
        what.append(str(entry.organisation))
    if entry.person and entry.person_id != case.person_id:  # a person of another street is not shown
        what.append(entry.person.name)
    if entry.quantity > 1:
        what.append(f"× {entry.quantity}")
    return {
        "on": entry.happened_on,
        "what": " ".join(what),
        "who": entry.recorded_by or _("系统"),
        "recorded_at": entry.recorded_at,
        "amount": entry.amount,
        "voided": entry.voided_at is not None,
        "reason": void.reason if void else entry.reason,
        "correct_url": admin.url("correct", case.pk, entry.pk) if admin and entry.voided_at is None else None,
    }
