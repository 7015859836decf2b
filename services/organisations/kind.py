"""The lives of organisations: DOMAIN section A.1, A.3, A.5. All are the district's own; stocks of organisations.

member unit:   joined -> left                      (G13 departments, G16 streets)
association:   founded -> dissolved                (V20)
institution:   founded, named ... -> dissolved     (O1 divisions, O2 institutions; relation R13 reads the names)
"""

from django.utils.translation import gettext_lazy as _

from services.cases.kinds import ON, Kind, Status, Step, StepField, Subject
from services.cases.spells import ends, still_ended

S = Status
ENTER = "register.enter"
WHY = StepField("reason", _("依据"))


def _on(label) -> StepField:
    return StepField("on", label, "date")


def _choice(label, *choices) -> StepField:
    return StepField("detail", label, "choice", choices=choices)


def _end(code: str, label, begun: str) -> Step:
    options = {"from_": (S.ACTIVE,), "to": S.ENDED, "fields": (ON, WHY), "quiet": True}
    return Step(code, label, ENTER, effect=ends(begun), **options)


MEMBER_UNIT = Kind(
    code="member_unit",
    label=_("工作小组成员单位"),
    prefix="OM",
    subject=Subject.ORGANISATION,
    model="organisations.MemberUnit",
    whole=True,
    opening=Step(
        "member_unit.joined",
        _("加入"),
        ENTER,
        to=S.ACTIVE,
        fields=(_on(_("加入日期")), _choice(_("类别"), ("department", _("职能单位")), ("street", _("街道")))),
        amended=still_ended,
    ),
    steps=(_end("member_unit.left", _("退出"), "joined"),),
    claim=lambda case, details: f"member_unit:{case.organisation_id}",
)

ASSOCIATION = Kind(
    code="association",
    label=_("专门协会"),
    prefix="OA",
    subject=Subject.ORGANISATION,
    model="organisations.Association",
    whole=True,
    opening=Step(
        "association.founded",
        _("成立"),
        ENTER,
        to=S.ACTIVE,
        fields=(_on(_("成立日期")),),
        amended=still_ended,
    ),
    steps=(_end("association.dissolved", _("撤销"), "founded"),),
    claim=lambda case, details: f"association:{case.organisation_id}",
)

INSTITUTION = Kind(
    code="institution",
    label=_("内设科室和事业单位"),
    prefix="OI",
    subject=Subject.ORGANISATION,
    model="organisations.Institution",
    whole=True,
    opening=Step(
        "institution.founded",
        _("设立"),
        ENTER,
        to=S.ACTIVE,
        fields=(
            _on(_("设立日期")),
            _choice(_("类别"), ("division", _("内设科室")), ("public_institution", _("全额拨款事业单位"))),
        ),
        amended=still_ended,
    ),
    steps=(
        Step(
            "institution.named",
            _("登记名称"),
            ENTER,
            from_=(S.ACTIVE,),
            fields=(
                _on(_("启用日期或文件日期")),
                StepField("reason", _("名称"), help=_("文件里怎么写就怎么登记；不同文件的写法不一致时分别登记。")),
                _choice(
                    _("见于"),
                    ("approval", _("机构编制批复")),
                    ("accounts", _("部门决算说明")),
                    ("performance", _("整体绩效报告")),
                ),
                StepField("valid_until", _("停用日期"), "date", required=False, help=_("仍在使用的留空。")),
            ),
        ),
        _end("institution.dissolved", _("撤销"), "founded"),
    ),
    claim=lambda case, details: f"institution:{case.organisation_id}",
)
KINDS = (MEMBER_UNIT, ASSOCIATION, INSTITUTION)
