"""The lives of targets: DOMAIN sections A.3 and D. All are the district's own.

plan target:         set -> measured ... -> met | lapsed        (G8)
national target:     set -> measured ... -> met | lapsed        (G11)
performance target:  set -> measured ... -> scored
"""

from django.utils.translation import gettext_lazy as _

from services.cases.kinds import ON, Kind, Status, Step, StepField, Subject
from services.cases.spells import ends, still_ended
from services.cases.workflow import other_hand
from services.plans import guards

S = Status
ENTER = "register.enter"


def _on(label) -> StepField:
    return StepField("on", label, "date")


def _measured(kind: str) -> Step:
    fields = (_on(_("截至日期")), StepField("amount", _("实际值"), "money"), StepField("reason", _("依据文件")))
    guarded = (guards.only_without_a_figure,)
    return Step(f"{kind}.measured", _("登记实际值"), ENTER, from_=(S.ACTIVE,), fields=fields, guards=guarded)


def _plan(code: str, label, prefix: str, model: str) -> Kind:
    return Kind(
        code=code,
        label=label,
        prefix=prefix,
        subject=Subject.NONE,
        model=model,
        whole=True,
        opening=Step(f"{code}.set", _("设定"), ENTER, to=S.ACTIVE, fields=(_on(_("设定日期")),), amended=still_ended),
        steps=(
            _measured(code),
            Step(
                f"{code}.met",
                _("认定达标"),
                ENTER,
                from_=(S.ACTIVE,),
                to=S.COMPLETED,
                fields=(_on(_("达标日期")), StepField("reason", _("认定依据"))),
                guards=(guards.is_reached, other_hand("set")),
            ),
            Step(
                f"{code}.lapsed",
                _("不再考核"),
                ENTER,
                from_=(S.ACTIVE,),
                to=S.ENDED,
                fields=(ON, StepField("reason", _("原因"))),
                effect=ends("set"),
                quiet=True,
            ),
        ),
    )


PLAN_TARGET = _plan("plan_target", _("规划指标"), "PT", "plans.PlanTarget")
NATIONAL_TARGET = _plan("national_target", _("国家任务指标"), "PN", "plans.NationalTarget")
PERFORMANCE_TARGET = Kind(
    code="performance_target",
    label=_("绩效指标"),
    prefix="PP",
    subject=Subject.NONE,
    model="plans.PerformanceTarget",
    whole=True,
    opening=Step("performance_target.set", _("设定"), ENTER, to=S.ACTIVE, fields=(_on(_("设定日期")),)),
    steps=(
        _measured("performance_target"),
        Step(
            "performance_target.scored",
            _("评分"),
            ENTER,
            from_=(S.ACTIVE,),
            to=S.COMPLETED,
            fields=(
                _on(_("评分日期")),
                StepField("amount", _("得分"), "money"),
                StepField("reason", _("评分说明")),
            ),
            guards=(other_hand("set"),),
        ),
    ),
)
KINDS = (PLAN_TARGET, NATIONAL_TARGET, PERFORMANCE_TARGET)
