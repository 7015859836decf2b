"""The street's register of people as a workbook: who they are, their certificates, their households; one person a row.

Heads of households are taken first, wherever they stand in the file, so that everybody finds a household to join.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.certificates import register_actions, register_plan
from services.people.models import HouseholdMember
from services.workbooks.columns import CERTIFICATE, ID_NUMBER, NAME, Column
from services.workbooks.models import Outcome
from services.workbooks.spellings import ALSO
from services.workbooks.tables import Read
from services.workbooks.units import Asked, Unit, held_in, keyed, settle


def _column(part: str, name: str, label: Any, type_: str = "text", help_: Any = "", choices: Any = ()) -> Column:
    return Column(part, name, label, type_, False, tuple(choices), help_, ALSO.get(name, ()))


class RegisterBook:
    """Persons are known by their ID number; a certificate by its number; a household by its head."""

    code, right, whole, looks_ahead = "people", "person.register", False, False
    at_once = 200  # rows go through the actions of the counter, one by one
    label = gettext_lazy("人员登记册（人员、残疾人证、家庭）")
    columns = (
        NAME,
        replace(ID_NUMBER, required=False),
        CERTIFICATE,
        _column(
            "certificate", "valid_from", gettext_lazy("发证日期"), "date", gettext_lazy("填了残疾人证号的必须填写。")
        ),
        _column(
            "certificate",
            "valid_to",
            gettext_lazy("有效期届满日"),
            "date",
            gettext_lazy("从这一天起不再有效；长期有效的留空。"),
        ),
        _column("certificate", "lower_limb", gettext_lazy("下肢残疾"), "boolean"),
        _column(
            "certificate",
            "components",
            gettext_lazy("多重残疾的组成"),
            help_=gettext_lazy("只有多重残疾填写，例如：视力一级、肢体二级。"),
        ),
        _column("person", "community", gettext_lazy("社区"), help_=gettext_lazy("本街道社区的名称。")),
        _column("person", "phone", gettext_lazy("电话"), "phone"),
        _column(
            "household",
            "head",
            gettext_lazy("户主身份证号"),
            "id_number",
            gettext_lazy("登记家庭的才填；本人是户主的填本人的。户主应已登记，或在同一份表格里。"),
        ),
        _column(
            "household",
            "relation",
            gettext_lazy("与户主关系"),
            "choice",
            gettext_lazy("填了户主的必须填写。"),
            HouseholdMember.Relation.choices,
        ),
        _column("household", "on", gettext_lazy("入户日期"), "date", gettext_lazy("填了户主的必须填写。")),
    )

    def units(self, rows: Sequence[Read]) -> list[Unit]:
        first: dict[str, int] = {}
        units = []
        for row in rows:
            unit = Unit([row])
            units.append(unit)
            if not (who := register_plan.number_of(row)):
                continue
            held = f"{held_in([row])} {row.values.get('who.certificate', '')}"
            unit.key, unit.digest = keyed(repr((self.code, who))), keyed(held)
            if (line := first.setdefault(who, row.line)) != row.line:
                detail = _("与第%(line)s行是同一个人。请只留一行。") % {"line": line}
                unit.stop(Outcome.REPEATED, "", "line.repeated", detail)
        return sorted(units, key=lambda unit: not register_plan.is_head(unit.first))

    def plan(self, units: Sequence[Unit], asked: Asked) -> None:
        register_plan.plan(units, asked)
        settle(units)

    def write(self, units: Sequence[Unit], asked: Asked) -> None:
        register_actions.write([unit for unit in units if unit.outcome in (Outcome.NEW, Outcome.CHANGED)], asked)

    def undo_many(self, rows: Sequence[Any], asked: Asked, reason: str) -> set[int]:
        return set()  # a certificate is taken back by its own action

    def undo(self, row: Any, asked: Asked, reason: str) -> None:
        register_actions.undo(row, asked, reason)
