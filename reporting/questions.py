"""What a street should look at before it confirms its figures of a year: asked from the records, as they are now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.scoping import scope_required
from reporting import links
from reporting.figures import Reading, summary
from reporting.findings import findings
from services.cases import kinds
from services.cases.models import Case
from services.payments.models import Payment
from services.policy.models import Policy

State = Payment.State
UNSETTLED = (State.LISTED, State.HELD, State.RELEASED)


@dataclass(frozen=True)
class Asked:
    """An open question; `code` is the same for the same question asked again, `links` are {label, url}."""

    code: str
    text: str
    links: tuple[dict[str, Any], ...] = ()


def open_questions(number: int) -> list[Asked]:
    """Of the area of the scope in force: relations that fail, cases not finished, money without an answer of the bank,
    policy terms that nobody has compared with their source."""
    reading = summary(number)
    return [*_relations(reading), *_unfinished(reading), *_unsettled(number), *_unverified(number)]


def _relations(reading: Reading) -> Iterator[Asked]:
    area = scope_required().area
    for one in findings(reading):
        if one.area == area:
            pair = (one.assertion.smaller, one.assertion.larger)
            opened = tuple({"label": f.label, "url": links.passport_path(reading, f.code, area)} for f in pair)
            yield Asked(f"relation.{pair[0].code}.{pair[1].code}", str(one), opened)


def _unfinished(reading: Reading) -> Iterator[Asked]:
    """By kind: applications of the year and before whose milestones are still to come, so that the year lacks them."""
    cases = Case.objects.visible_to(scope_required().user).open().filter(opened_on__lt=reading.period.after)
    waiting = [kind for kind in kinds.all_kinds() if any(step.decides for step in kind.steps)]
    counts = cases.filter(kind__in=[kind.code for kind in waiting]).values("kind", "status").order_by()
    undecided: dict[str, int] = {}
    for row in counts.annotate(number=Count("pk")):
        kind = kinds.get(row["kind"])
        if any(step.decides and row["status"] in _before(kind, step) for step in kind.steps):
            undecided[kind.code] = undecided.get(kind.code, 0) + row["number"]
    for kind in waiting:
        if number := undecided.get(kind.code):
            text = _("“%(kind)s”有 %(number)s 件到年底前提出的申请还没有决定，不计入当年的批准数。是否有漏登的环节？")
            options = kind.detail_model._meta
            url = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
            link = {"label": kind.label, "url": url}
            yield Asked(f"undecided.{kind.code}", text % {"kind": kind.label, "number": number}, (link,))


def _before(kind: kinds.Kind, decision: kinds.Step) -> set[str]:
    """The statuses from which the decision can still be reached."""
    found: set[str] = set(decision.from_)
    while more := {s for step in kind.steps if step.to in found for s in step.from_} - found:
        found |= more
    return found


def _unsettled(number: int) -> Iterator[Asked]:
    payments = Payment.objects.visible_to(scope_required().user)
    waiting = payments.filter(for_month__year=number, state__in=UNSETTLED).count()
    if waiting:
        text = _("%(year)s年各月份的发放中有 %(number)s 笔还没有银行结果，不计入发放人数和金额。")
        yield Asked("unsettled", text % {"year": number, "number": waiting})
    returned = payments.filter(for_month__year=number, state=State.RETURNED, repaid_by=None).count()
    if returned:
        text = _("%(year)s年各月份的发放中有 %(number)s 笔被银行退回、没有重发，不计入发放人数和金额。")
        yield Asked("returned", text % {"year": number, "number": returned})


def _unverified(number: int) -> Iterator[Asked]:
    paid = Payment.objects.visible_to(scope_required().user).filter(state=State.PAID, result_on__year=number)
    used = {key for terms in paid.values_list("terms", flat=True).order_by().distinct() for key in terms}
    rows = Policy.objects.filter(pk__in=used, verified_by="").count()
    if rows:
        text = _("当年的发放依据了 %(number)s 条还没有与政策原文核对的条款。")
        yield Asked("unverified", text % {"number": rows})
