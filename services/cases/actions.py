"""Exceptions: one asks, another decides."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, RuleBroken
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.cases.kinds import Kind
from services.cases.models import Case, Override
from services.people.models import Person


@transaction.atomic
def ask_override(
    *, by: User, person: Person, kind: Kind, code: str, why: str, reason: str, case: Case | None = None
) -> Override:
    """Asks that refusal (`code`, `why`) shall not stop `person` with `kind`. Errors: NotAllowed, RuleBroken (no
    reason, or no such refusal), the same one asked twice (constraint)."""
    require(scope_required(), "override.ask")
    if (code, why) not in reasons(kind):
        raise RuleBroken("override.unknown", _("没有这个原因，请从列表里选择。"), "refusal")
    if not reason.strip():
        raise RuleBroken("override.reason_missing", _("请写明为什么应当例外办理。"), "reason")
    one = Override(
        person=person,
        street_id=person.street_id,
        kind=kind.code,
        code=code,
        why=why,
        case=case,
        reason=reason.strip(),
        asked_by=by,
    )
    one.save(force_insert=True)
    audit.record(by=by, action="override.asked", target=one, street=one.street_id, kind=kind.code, code=code)
    return one


def reasons(kind: Kind) -> list[tuple[str, str]]:
    """The refusals of a kind for which an exception can be asked. A dead person gets none."""
    mine = [key for key in kind.words if isinstance(key, tuple) and key[0] != "RC15"]
    return [*mine, ("RC09", "excludes")]


@transaction.atomic
def decide_override(*, by: User, one: Override, grant: bool, answer: str) -> None:
    """Errors: NotAllowed, Conflict (decided already), RuleBroken (who asked may not decide; no answer)."""
    require(scope_required(), "override.decide")
    one = Override.objects.select_for_update().get(pk=one.pk)
    if one.state != Override.State.ASKED:
        raise Conflict("override.already_decided", _("这项例外已经有了答复。请刷新页面查看。"))
    if one.asked_by_id == by.pk:
        raise RuleBroken("override.same_hand", _("申请例外的人不能自己批准。请由另一位同事办理。"))
    if not answer.strip():
        raise RuleBroken("override.answer_missing", _("请写明批准或不批准的理由。"), "answer")
    state = Override.State.GRANTED if grant else Override.State.REFUSED
    Override.objects.filter(pk=one.pk).update(state=state, answer=answer.strip(), decided_by=by, decided_at=Now())
    audit.record(by=by, action=f"override.{state}", target=one, street=one.street_id, kind=one.kind, code=one.code)
