"""The only writer of publications: opened, confirmed by each street, checked, frozen by another; later corrected."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts import audit
from accounts.errors import Conflict, Malformed, NotAllowed, Problem, RuleBroken
from accounts.models import Street, User
from accounts.roles import require
from accounts.scoping import DISTRICT, scope_required
from reporting import catalogue, differences, publishing
from reporting.figures import areas_in_scope, passports_of
from reporting.models import Difference, Figure, Publication, Question, StreetConfirmation
from reporting.periods import year as year_of
from reporting.publishing import Passport, content_hash, passports_now
from reporting.questions import open_questions
from services.ledger import reading

State: Any = Publication.State
CHINESE = "zh-hans"  # what is published and answered is kept in the language of the record


def _at(publication: Publication, right: str, *states: str) -> Publication:
    """The publication, locked, if the scope may act on it and it stands at one of `states`."""
    require(scope_required(), right)
    one = Publication.objects.select_for_update().get(pk=publication.pk)
    if one.state not in states:
        detail = _("%(publication)s现在的状态是“%(state)s”，不能进行这一步。请刷新页面查看。")
        values = {"publication": one, "state": one.get_state_display()}
        raise Conflict("publication.wrong_state", detail % values)
    return one


@transaction.atomic
def open_year(*, by: User, number: int) -> Publication:
    """Version 1 of a year that has ended. Errors: NotAllowed, Malformed (not ended), Conflict (opened already)."""
    require(scope_required(), "publication.check")
    if number >= timezone.localdate().year:
        raise Malformed("year.not_ended", _("这一年还没有结束，不能发布。请选择已经结束的年份。"))
    if Publication.objects.filter(year=number).exists():
        raise Conflict("publication.already_opened", _("这一年的发布已经开始。请刷新页面查看。"))
    one = Publication(year=number, opened_by=by)
    one.save(force_insert=True)
    audit.record(by=by, action="publication.opened", target=one, year=number)
    return one


@transaction.atomic
def invite(*, by: User, publication: Publication) -> None:
    """Asks every street to confirm. Errors: NotAllowed, Conflict."""
    one = _at(publication, "publication.check", State.OPEN)
    Publication.objects.filter(pk=one.pk).update(state=State.CONFIRMING)
    audit.record(by=by, action="publication.invited", target=one, year=one.year)


@transaction.atomic
def confirm(*, by: User, publication: Publication, seen: str, answers: Mapping[str, str]) -> StreetConfirmation:
    """The street of the scope confirms the figures whose content hash it has `seen`, with its open questions; `answers`
    are by question code. Errors: NotAllowed, Conflict (state; the figures changed since they were seen)."""
    street = scope_required().street
    require(scope_required(), "publication.confirm")
    if street is None:
        raise NotAllowed("publication.of_a_street", _("各街道的数字由街道自己确认。请切换到一个街道。"))
    one = Publication.objects.get(pk=publication.pk)
    if one.state != State.CONFIRMING:
        raise Conflict("publication.wrong_state", _("现在不是各街道确认的时候。请刷新页面查看。"))
    known_at, found = reading.settle(None), passports_now(one.year, catalogue.in_force(year_of(one.year)))
    if content_hash(found) != seen:
        raise Conflict(
            "publication.changed_meanwhile", _("您查看以后，本街道的数字有变化。请重新核对下面的数字再确认。")
        )
    made = StreetConfirmation(publication=one, street_id=street, known_at=known_at, content_hash=seen, confirmed_by=by)
    made.save(force_insert=True)
    with override(CHINESE):
        asked = open_questions(one.year)
    Question.objects.bulk_create(
        Question(confirmation=made, street_id=street, code=q.code, asked=q.text, answer=answers.get(q.code, "").strip())
        for q in asked
    )
    audit.record(by=by, action="publication.confirmed", target=one, street=street, year=one.year, questions=len(asked))
    return made


@transaction.atomic
def check(*, by: User, publication: Publication) -> None:
    """The district takes over what every street confirmed. Errors: NotAllowed, Conflict, RuleBroken (each street that
    has not confirmed, or whose figures changed since)."""
    one = _at(publication, "publication.check", State.CONFIRMING)
    found = passports_now(one.year, catalogue.in_force(year_of(one.year)))
    waiting = publishing.unconfirmed(one, found)
    if waiting:
        names = dict(Street.objects.values_list("code", "name"))
        problems = [Problem("", "publication.unconfirmed", why % {"street": names[c]}) for c, why in waiting.items()]
        raise RuleBroken("publication.unconfirmed", problems[0].detail, problems=problems)
    Publication.objects.filter(pk=one.pk).update(
        state=State.CHECKED, content_hash=content_hash(found), checked_by=by, checked_at=Now()
    )
    audit.record(by=by, action="publication.checked", target=one, year=one.year)


@transaction.atomic
def send_back(*, by: User, publication: Publication, reason: str) -> None:
    """Figures changed after the check: the streets concerned confirm again. Errors: NotAllowed, Conflict."""
    one = _at(publication, "publication.check", State.CHECKED)
    if one.corrects_id:
        raise Conflict("publication.wrong_state", _("更正不需要街道确认。请重新核对差异。"))
    Publication.objects.filter(pk=one.pk).update(
        state=State.CONFIRMING, content_hash="", checked_by=None, checked_at=None, note=reason.strip()
    )
    audit.record(by=by, action="publication.sent_back", target=one, year=one.year)


@transaction.atomic
def freeze(*, by: User, publication: Publication) -> None:
    """Publishes what was checked, as known this instant. Errors: NotAllowed; Conflict (published meanwhile; figures
    changed since the check; a writer that does not end); RuleBroken (same hand)."""
    one = _at(publication, "publication.freeze", State.CHECKED)
    if one.checked_by_id == by.pk:
        raise RuleBroken("publication.same_hand", _("核对和发布须由不同的人办理。请由另一位同事发布。"))
    known_at = reading.alone()
    definitions = differences.definitions(one.corrects) if one.corrects else catalogue.in_force(year_of(one.year))
    found = passports_of(definitions, year_of(one.year), known_at, one.basis, areas_in_scope())
    if content_hash(found) != one.content_hash:
        detail = _("核对以后数字又有变化，不能发布。请区残联审批人重新核对。")
        raise Conflict("publication.changed_since_check", detail)
    with override(CHINESE):
        Figure.objects.bulk_create([_figure(one, passport) for passport in found])
    Publication.objects.filter(pk=one.pk).update(state=State.FROZEN, known_at=known_at, frozen_by=by, frozen_at=Now())
    audit.record(by=by, action="publication.frozen", target=one, year=one.year, version=one.version)


def _figure(publication: Publication, passport: Passport) -> Figure:
    area, figure = passport["area"], catalogue.version(passport["code"], passport["version"])
    return Figure(
        id=publishing.figure_id(publication, passport["code"], area),
        publication=publication,
        street_id=None if area == DISTRICT else area,
        code=passport["code"],
        version=passport["version"],
        label=str(figure.label),  # type: ignore[union-attr]
        unit=str(figure.symbol),  # type: ignore[union-attr]
        value=passport["value"],
        numerator=passport.get("numerator"),
        denominator=passport.get("denominator"),
        member_hash=passport["member_hash"],
    )


@transaction.atomic
def explain(*, by: User, publication: Publication, figures: Sequence[str], reason: str) -> list[Difference]:
    """Gives the reason of the pending differences of these passports (ids). Errors: NotAllowed, Conflict (none
    pending, explained already), RuleBroken (no reason)."""
    require(scope_required(), "difference.explain")
    if not reason.strip():
        raise RuleBroken("difference.reason_missing", _("请写明数字变化的原因。"), "reason")
    pending = {one.figure.pk: one for one in differences.pending(publication)}
    if not figures or not set(figures) <= pending.keys():
        raise Conflict("difference.not_pending", _("请选择要说明的差异；所选的差异可能刚刚有变化。"), "figures")
    made = [
        Difference(
            figure=pending[key].figure,
            street_id=pending[key].figure.street_id,
            value=pending[key].now["value"],
            member_hash=pending[key].now["member_hash"],
            reason=reason.strip(),
            proposed_by=by,
        )
        for key in figures
    ]
    for one in made:
        one.save(force_insert=True)
        audit.record(by=by, action="difference.explained", target=one, street=one.street_id)
    return made


@transaction.atomic
def decide(*, by: User, keys: Sequence[int], approve: bool, answer: str) -> list[Difference]:
    """Another person approves or refuses explained differences. Errors: NotAllowed, Conflict (decided already),
    RuleBroken (same hand; a refusal without a word)."""
    require(scope_required(), "difference.decide")
    rows = list(Difference.objects.select_for_update().filter(pk__in=keys).proposed())
    if not keys or len(rows) != len(set(keys)):
        raise Conflict(
            "difference.already_decided", _("请选择待批准的差异；所选的差异可能刚刚有了决定。"), "differences"
        )
    if any(row.proposed_by_id == by.pk for row in rows):
        raise RuleBroken("difference.same_hand", _("说明原因的人不能自己批准。请由另一位同事办理。"))
    if not approve and not answer.strip():
        raise RuleBroken("difference.answer_missing", _("请写明不批准的理由。"), "answer")
    state = Difference.State.APPROVED if approve else Difference.State.REFUSED
    for row in rows:
        Difference.objects.filter(pk=row.pk).update(state=state, answer=answer.strip(), decided_by=by, decided_at=Now())
        audit.record(by=by, action=f"difference.{state}", target=row, street=row.street_id)
    return rows


@transaction.atomic
def prepare_erratum(*, by: User, publication: Publication, note: str) -> Publication:
    """The next version of a frozen publication, ready to be frozen by another person; prepared again when records
    changed since. Errors: NotAllowed, Conflict (a newer version), RuleBroken (nothing differs; not all approved)."""
    one = _at(publication, "publication.check", State.FROZEN)
    if not note.strip():
        raise RuleBroken("erratum.note_missing", _("请写明为什么发布更正。"), "note")
    pending = differences.pending(one)
    if not pending:
        raise RuleBroken("erratum.nothing", _("没有差异，不需要更正。"))
    if waiting := sum(not each.is_approved for each in pending):
        detail = _("还有 %(number)s 项差异没有说明原因或没有批准。请先办理这些差异。")
        raise RuleBroken("erratum.undecided", detail % {"number": waiting})
    found = passports_now(one.year, differences.definitions(one))
    made = Publication.objects.filter(corrects=one).first() or Publication(
        year=one.year, version=one.version + 1, corrects=one, opened_by=by, state=State.CHECKED
    )
    if made.state != State.CHECKED:
        raise Conflict("publication.wrong_state", _("这一版已经更正过。请打开最新的版本。"))
    made.note, made.content_hash = note.strip(), content_hash(found)
    made.checked_by, made.checked_at = by, timezone.now()
    made.save()
    audit.record(by=by, action="erratum.prepared", target=made, year=one.year, version=made.version)
    return made
