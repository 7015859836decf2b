"""The lives of activities: DOMAIN section A.3. All but outreach are the district's own and stand in no street.

meeting:               held -> minuted                        (G3, G9, G10, G14)
outreach:              held -> attended ... -> closed         (G7; in the street where it took place)
research:              begun -> reported | dropped            (G1, G4: the same objects at two milestones)
work item:             recorded -> done | dropped             (G2, G5, G6, G12, G17)
barrier-free measure:  adopted -> carried out | dropped       (G15)
"""

from django.utils.translation import gettext_lazy as _

from services.cases.kinds import ON, Kind, Status, Step, StepField, Subject

S = Status
ENTER = "register.enter"


def _on(label) -> StepField:
    return StepField("on", label, "date")


def _choice(label, *choices) -> StepField:
    return StepField("detail", label, "choice", choices=choices)


def _dropped(kind: str) -> Step:
    fields = (ON, StepField("reason", _("不再办理的原因")))
    return Step(f"{kind}.dropped", _("不再办理"), ENTER, from_=(S.ACTIVE,), to=S.ENDED, fields=fields, quiet=True)


MEETING = Kind(
    code="meeting",
    label=_("会议和调研"),
    prefix="AM",
    subject=Subject.NONE,
    model="activities.Meeting",
    whole=True,
    opening=Step(
        "meeting.held",
        _("召开"),
        ENTER,
        to=S.ACTIVE,
        fields=(
            _on(_("召开日期")),
            _choice(
                _("类别"),
                ("dispatch", _("残疾预防调度会")),
                ("coordination", _("协调会")),
                ("barrier_free", _("无障碍建设调度推进会")),
                ("research_trip", _("集体调研")),
                ("progress", _("重点工作推进会")),
            ),
        ),
    ),
    steps=(
        Step(
            "meeting.minuted",
            _("登记纪要"),
            ENTER,
            from_=(S.ACTIVE,),
            to=S.COMPLETED,
            fields=(_on(_("纪要日期")), StepField("reason", _("议定事项"))),
        ),
    ),
)

OUTREACH = Kind(
    code="outreach",
    label=_("便民活动"),
    prefix="AO",
    subject=Subject.NONE,
    model="activities.Outreach",
    opening=Step(
        "outreach.held",
        _("举办"),
        "case.enter",
        to=S.ACTIVE,
        fields=(
            _on(_("举办日期")),
            _choice(
                _("类别"),
                ("clinic", _("健康义诊")),
                ("consultation", _("就业咨询")),
                ("talk", _("讲座")),
                ("other", _("其他")),
            ),
        ),
    ),
    steps=(
        Step(
            "outreach.attended",
            _("登记参加人次"),
            "case.enter",
            from_=(S.ACTIVE,),
            fields=(
                ON,
                StepField("quantity", _("人次"), "integer"),
                _choice(
                    _("参加的人"),
                    ("disabled", _("残疾人")),
                    ("elderly", _("老年人")),
                    ("mixed", _("残疾人和其他居民，未分开统计")),
                ),
            ),
        ),
        Step("outreach.closed", _("办结"), "case.enter", from_=(S.ACTIVE,), to=S.COMPLETED, quiet=True),
    ),
)

RESEARCH = Kind(
    code="research",
    label=_("调研课题"),
    prefix="AR",
    subject=Subject.NONE,
    model="activities.Research",
    whole=True,
    opening=Step(
        "research.begun",
        _("立题"),
        ENTER,
        to=S.ACTIVE,
        fields=(
            _on(_("立题日期")),
            _choice(_("由谁领衔"), ("party_group", _("党组班子")), ("division", _("科室或事业单位"))),
        ),
    ),
    steps=(
        Step(
            "research.reported", _("形成报告"), ENTER, from_=(S.ACTIVE,), to=S.COMPLETED, fields=(_on(_("报告日期")),)
        ),
        _dropped("research"),
    ),
)

WORK_ITEM = Kind(
    code="work_item",
    label=_("工作清单"),
    prefix="AW",
    subject=Subject.NONE,
    model="activities.WorkItem",
    whole=True,
    opening=Step(
        "work_item.recorded",
        _("列入清单"),
        ENTER,
        to=S.ACTIVE,
        fields=(
            _on(_("列入日期")),
            _choice(
                _("类别"),
                ("case_story", _("典型事例")),
                ("problem", _("查找的问题")),
                ("improvement", _("重点提升事项")),
                ("innovation", _("创新项目")),
                ("medal", _("奖牌")),
            ),
        ),
    ),
    steps=(
        Step(
            "work_item.done",
            _("办结"),
            ENTER,
            from_=(S.ACTIVE,),
            to=S.COMPLETED,
            fields=(_on(_("办结日期")), StepField("reason", _("结果"))),
        ),
        _dropped("work_item"),
    ),
)

BARRIER_FREE_MEASURE = Kind(
    code="barrier_free_measure",
    label=_("无障碍建设措施"),
    prefix="AB",
    subject=Subject.NONE,
    model="activities.BarrierFreeMeasure",
    whole=True,
    opening=Step("barrier_free_measure.adopted", _("制定"), ENTER, to=S.ACTIVE, fields=(_on(_("制定日期")),)),
    steps=(
        Step(
            "barrier_free_measure.carried_out",
            _("落实"),
            ENTER,
            from_=(S.ACTIVE,),
            to=S.COMPLETED,
            fields=(_on(_("落实日期")), StepField("reason", _("落实情况"))),
        ),
        _dropped("barrier_free_measure"),
    ),
)
KINDS = (MEETING, OUTREACH, RESEARCH, WORK_ITEM, BARRIER_FREE_MEASURE)
