"""A course and who takes part in it, on one sheet."""

from django.utils.translation import gettext_lazy as _

from services.cases.grids import Grid, opens
from services.cases.kinds import StepField

GRIDS = (
    Grid(
        code="training_course",
        label=_("职业技能培训：学员名单"),
        right="case.enter",
        head=(
            StepField("course", _("课程"), longest=50),
            StepField("starts_on", _("开班日期"), "date"),
            StepField("hours", _("课时"), "integer"),
            StepField("place", _("培训地点"), longest=100),
        ),
        columns=(StepField("opened_on", _("报名日期"), "date"),),
        enter=opens("training"),
        unit=_("人"),
        remembered=("place",),
        help=_("一个班一张表：每名学员一行，写明报名日期。"),
    ),
)
