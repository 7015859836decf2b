"""The lives of the employment kinds: DOMAIN sections A.4 and C.8. Persons, fairs, employers and vacancies are counted.

ability assessment: registered -> assessed                    (E2)
job seeker:         registered -> served ... -> closed        (E3)
placement:          placed -> confirmed ... -> ended          (E10, E12; keeps the employment register)
training:           enrolled -> completed | dropped           (E13)
graduate:           registered -> employed, if willing        (E11)
job fair:           planned -> held, employers attend, persons intend -> closed   (E4-E7)
employer visit:     visited -> vacancies developed ... -> closed                  (E8, E9)
"""

from django.utils.translation import gettext_lazy as _

from services.cases.exits import ordinary_exits
from services.cases.kinds import ON, Kind, Status, Step, StepField, Subject
from services.employment import actions, guards

S = Status
EMPLOYER = StepField("organisation", _("用人单位"), "organisation")
VACANCIES = StepField("quantity", _("岗位数"), "integer")


def _on(label) -> StepField:
    return StepField("on", label, "date")


def _choice(label, *choices) -> StepField:
    return StepField("detail", label, "choice", choices=choices)


ABILITY_ASSESSMENT = Kind(
    code="ability_assessment",
    label=_("职业能力评估"),
    prefix="EA",
    subject=Subject.PERSON,
    model="employment.AbilityAssessment",
    opening=Step("ability_assessment.registered", _("登记评估需求"), "case.enter", to=S.SUBMITTED),
    steps=(
        Step(
            "ability_assessment.assessed",
            _("完成评估"),
            "case.assess",
            from_=(S.SUBMITTED,),
            to=S.COMPLETED,
            fields=(
                _on(_("评估日期")),
                _choice(
                    _("评估结果"),
                    ("suitable_now", _("可以直接就业")),
                    ("needs_training", _("需要先培训")),
                    ("needs_support", _("需要支持性就业")),
                    ("not_able", _("暂不能就业")),
                ),
            ),
        ),
        *ordinary_exits("ability_assessment", (S.SUBMITTED,)),
    ),
    claim=lambda case, details: f"ability_assessment:{case.person_id}",
)

JOB_SEEKER = Kind(
    code="job_seeker",
    label=_("求职登记"),
    prefix="EJ",
    subject=Subject.PERSON,
    model="employment.JobSeeker",
    opening=Step(
        "job_seeker.registered",
        _("登记求职"),
        "case.enter",
        to=S.ACTIVE,
        fields=(_on(_("登记日期")),),
        effect=actions.seek,
        amended=actions.reconsider,
    ),
    steps=(
        Step(
            "job_seeker.served",
            _("提供就业服务"),
            "case.enter",
            from_=(S.ACTIVE,),
            fields=(
                ON,
                _choice(
                    _("服务内容"),
                    ("information_check", _("信息核对")),
                    ("guidance", _("职业指导")),
                    ("referral", _("职业介绍")),
                    ("fair_invited", _("邀请参加招聘会")),
                ),
            ),
        ),
        Step(
            "job_seeker.closed",
            _("结束求职登记"),
            "case.enter",
            from_=(S.ACTIVE,),
            to=S.ENDED,
            fields=(
                ON,
                _choice(
                    _("结束原因"), ("employed", _("已就业")), ("withdrew", _("本人不再求职")), ("lost", _("无法联系"))
                ),
            ),
            quiet=True,
        ),
    ),
    claim=lambda case, details: f"job_seeker:{case.person_id}",
)

PLACEMENT = Kind(
    code="placement",
    label=_("安置就业"),
    prefix="EP",
    subject=Subject.PERSON,
    model="employment.Placement",
    opening=Step(
        "placement.placed",
        _("安置就业"),
        "case.enter",
        to=S.ACTIVE,
        fields=(
            _on(_("就业日期")),
            EMPLOYER,
            _choice(
                _("就业渠道"),
                ("visit", _("走访企业")),
                ("fair", _("招聘会")),
                ("registration", _("求职登记")),
                ("graduate", _("应届毕业生")),
                ("self", _("自主创业或自谋职业")),
                ("other", _("其他")),
            ),
        ),
        effect=actions.employ,
        amended=actions.reconsider_placement,
    ),
    steps=(
        Step(
            "placement.confirmed",
            _("在岗回访"),
            "case.enter",
            from_=(S.ACTIVE,),
            fields=(_on(_("回访日期")), StepField("quantity", _("已在岗满几个月"), "integer")),
        ),
        Step(
            "placement.ended",
            _("离岗"),
            "case.enter",
            from_=(S.ACTIVE,),
            to=S.ENDED,
            fields=(
                _on(_("离岗日期")),
                _choice(
                    _("离岗原因"),
                    ("expired", _("合同到期")),
                    ("resigned", _("本人辞职")),
                    ("dismissed", _("单位解除合同")),
                    ("closed", _("单位停业")),
                    ("retired", _("退休")),
                    ("other", _("其他")),
                ),
            ),
            effect=actions.release,
            amended=actions.reconsider,
            quiet=True,
        ),
    ),
    check=guards.contract_in_order,
    claim=guards.placement_claim,
)

TRAINING = Kind(
    code="training",
    label=_("职业技能培训"),
    prefix="ET",
    subject=Subject.PERSON,
    model="employment.Training",
    opening=Step("training.enrolled", _("报名"), "case.enter", to=S.ACTIVE, fields=(_on(_("报名日期")),)),
    steps=(
        Step(
            "training.completed",
            _("结业"),
            "case.enter",
            from_=(S.ACTIVE,),
            to=S.COMPLETED,
            fields=(
                _on(_("结业日期")),
                _choice(
                    _("培训结果"),
                    ("certified", _("取得证书")),
                    ("passed", _("考核合格")),
                    ("attended", _("完成课时")),
                    ("failed", _("考核不合格")),
                ),
            ),
        ),
        Step(
            "training.dropped",
            _("中途退出"),
            "case.enter",
            from_=(S.ACTIVE,),
            to=S.ENDED,
            fields=(ON, StepField("reason", _("退出原因"))),
            quiet=True,
        ),
    ),
    check=guards.one_enrolment,
    claim=guards.training_claim,
)

GRADUATE = Kind(
    code="graduate",
    label=_("应届高校毕业生"),
    prefix="EG",
    subject=Subject.PERSON,
    model="employment.Graduate",
    opening=Step(
        "graduate.registered",
        _("登记毕业生"),
        "case.enter",
        to=S.SUBMITTED,
        fields=(
            _on(_("登记日期")),
            _choice(_("就业意愿"), ("willing", _("有就业意愿")), ("unwilling", _("无就业意愿（如继续升学）"))),
        ),
    ),
    steps=(
        Step(
            "graduate.employed",
            _("实现就业"),
            "case.enter",
            from_=(S.SUBMITTED,),
            to=S.COMPLETED,
            fields=(_on(_("就业日期")), EMPLOYER),
            guards=(guards.wants_to_work,),
        ),
    ),
    check=guards.one_registration_a_year,
    claim=guards.graduate_claim,
)

JOB_FAIR = Kind(
    code="job_fair",
    label=_("专场招聘会"),
    prefix="EF",
    subject=Subject.NONE,
    model="employment.JobFair",
    opening=Step("job_fair.planned", _("计划招聘会"), "case.enter", to=S.ACTIVE, fields=(_on(_("计划日期")),)),
    steps=(
        Step(
            "job_fair.held",
            _("举办"),
            "case.enter",
            from_=(S.ACTIVE,),
            fields=(_on(_("举办日期")),),
            guards=(guards.once,),
        ),
        Step(
            "job_fair.employer_attended",
            _("登记参会单位"),
            "case.enter",
            from_=(S.ACTIVE,),
            fields=(ON, EMPLOYER, VACANCIES),
            guards=(guards.new_employer,),
            amended=guards.still_new_employer,
        ),
        Step(
            "job_fair.intended",
            _("登记达成意向"),
            "case.enter",
            from_=(S.ACTIVE,),
            fields=(ON, StepField("person", _("求职人"), "person")),
            guards=(guards.new_person,),
        ),
        Step("job_fair.closed", _("办结"), "case.enter", from_=(S.ACTIVE,), to=S.COMPLETED, quiet=True),
    ),
)

EMPLOYER_VISIT = Kind(
    code="employer_visit",
    label=_("走访用人单位"),
    prefix="EV",
    subject=Subject.ORGANISATION,
    model="employment.EmployerVisit",
    opening=Step("employer_visit.visited", _("走访"), "case.enter", to=S.ACTIVE, fields=(_on(_("走访日期")),)),
    steps=(
        Step(
            "employer_visit.vacancies_developed",
            _("开拓岗位"),
            "case.enter",
            from_=(S.ACTIVE,),
            fields=(ON, VACANCIES),
        ),
        Step("employer_visit.closed", _("办结"), "case.enter", from_=(S.ACTIVE,), to=S.COMPLETED, quiet=True),
    ),
)
KINDS = (ABILITY_ASSESSMENT, JOB_SEEKER, PLACEMENT, TRAINING, GRADUATE, JOB_FAIR, EMPLOYER_VISIT)
