"""A round of visits on one day: who of an approved list was visited, and who signed; the cash is the same for all."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.errors import RuleBroken
from accounts.models import User
from services.cases import workflow
from services.cases.grids import Enter, Grid, Values, with_case
from services.cases.kinds import Kind, Status, StepField
from services.cases.models import Case
from services.condolence.kind import CONDOLENCE_HOUSEHOLD, CONDOLENCE_STUDENT
from services.condolence.models import Condolence
from services.ledger.models import Entry
from services.people.models import Person

APPROVED: Any = Status.APPROVED


def _listed(kind: Kind, head: Values) -> Any:
    """The cases of the campaign whose list is approved and who were not visited yet."""
    campaign = {"year": head["year"], "occasion": head["occasion"]}
    return Case.objects.filter(pk__in=kind.detail_model.objects.filter(**campaign).values("pk"), status=APPROVED)


def _before(kind: Kind) -> Any:
    def before(head: Values) -> Iterable[UUID]:
        return _listed(kind, head).values_list("person", flat=True)

    return before


def _enter(kind: Kind) -> Enter:
    def enter(*, by: User, today: dt.date, person: Person, head: Values, row: Values) -> list[Entry]:
        case = _listed(kind, head).filter(person=person).first()
        if case is None:
            detail = _("此人不在这次慰问审定的名单里，或已经送达。请核对年度和慰问时机，或打开此人的页面查看。")
            raise RuleBroken("condolence.not_listed", detail, "person")
        values = {name: head[name] for name in ("on", "amount")} | row
        step = kind.step("handed_over")
        return [workflow.move(by=by, case=case, step=step, today=today, **values)]

    return enter


def _visits(kind: Kind, code: str, label: Any, unit: Any) -> Grid:
    on, amount, signed = kind.step("handed_over").fields
    return Grid(
        code=code,
        label=label,
        right="case.enter",
        head=(
            StepField("year", _("年度"), "integer"),
            StepField("occasion", _("慰问时机"), "choice", choices=tuple(Condolence.Occasion.choices)),
            on,
            amount,
        ),
        columns=(signed,),
        enter=_enter(kind),
        unit=unit,
        narrow=with_case(kind.code, APPROVED),
        before=_before(kind),
        offer=_("带入审定的名单"),
        offer_help=_("填好上面各项后使用；没有送达的那一行空着即可。"),
        remembered=("year", "occasion"),
        help=_("一天送达、金额相同的一张表：每户或每人一行，选签收的是谁。金额不同的另开一张。"),
    )


GRIDS = (
    _visits(CONDOLENCE_HOUSEHOLD, "condolence_households", _("慰问困难残疾人家庭：送达登记"), _("户")),
    _visits(CONDOLENCE_STUDENT, "condolence_students", _("慰问残疾学生：送达登记"), _("人")),
)
