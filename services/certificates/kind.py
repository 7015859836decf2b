"""The lives of a certificate (残疾人证): DOMAIN section B.2. Two kinds; the register itself stands in actions.py.

certificate_application: submitted -> taken -> assessed by a hospital (V14 counts the persons; each assessment is one),
or the grade of the certificate before it confirmed where nothing is assessed anew -> public notice, in principle not
of minors -> approved by the district -> issued: the number is made of ID number, category and grade, and the
certificate before it ends. Whoever disputes the conclusion in time is assessed once more.

certificate_ending: reported -> frozen, unfrozen -> transferred out, or cancelled. Of a hukou that moved out without
the certificate: frozen after six months, cancelled after twelve.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from services.cases.exits import ordinary_exits
from services.cases.kinds import ON, REASON, Kind, Status, Step, StepField, Subject
from services.cases.workflow import other_hand
from services.certificates import effects, guards
from services.certificates.conclusions import ASSESSED, COMPONENTS, CONFIRMED

APPLICATION, ENDING = "certificate_application", "certificate_ending"
S = Status
DISPUTED_BY = (("applicant", _("申请人对结论有异议")), ("public", _("公示期间有人提出异议")))


def _on(label: Any) -> StepField:
    return StepField("on", label, "date")


def _detail(label: Any, choices: Any) -> StepField:
    return StepField("detail", label, "choice", choices=choices)


CERTIFICATE_APPLICATION = Kind(
    code=APPLICATION,
    label=_("残疾人证申领与换发"),
    prefix="CA",
    subject=Subject.PERSON,
    model="certificates.CertificateApplication",
    check=guards.may_apply,
    claim=lambda case, details: f"{APPLICATION}:{case.person_id}",
    opening=Step(f"{APPLICATION}.submitted", _("提出申请"), "case.enter", to=S.SUBMITTED),
    steps=(
        Step(
            f"{APPLICATION}.taken",
            _("受理"),
            "case.review",
            from_=(S.SUBMITTED,),
            to=S.TAKEN,
            fields=(_on(_("受理日期")),),
        ),
        Step(
            f"{APPLICATION}.assessed",
            _("残疾评定"),
            "case.assess",
            from_=(S.TAKEN,),
            to=S.ASSESSED,
            fields=(
                _on(_("评定日期")),
                StepField("organisation", _("评定医院"), "organisation"),
                _detail(_("评定结论"), ASSESSED),
            ),
            guards=(guards.is_assessed_anew,),
            amended=effects.conclude_again,
        ),
        Step(
            f"{APPLICATION}.confirmed",
            _("核实原证，不重新评定"),
            "case.assess",
            from_=(S.TAKEN,),
            to=S.ASSESSED,
            fields=(ON, _detail(_("原证的类别等级"), CONFIRMED)),
            guards=(guards.is_as_before,),
            amended=effects.conclude_again,
        ),
        Step(
            f"{APPLICATION}.component",
            _("登记多重残疾的组成"),
            "case.assess",
            from_=(S.ASSESSED,),
            fields=(ON, _detail(_("组成的类别等级"), COMPONENTS)),
            guards=(guards.is_a_new_component,),
            amended=effects.conclude_again,
            quiet=True,
        ),
        Step(
            f"{APPLICATION}.notice_posted",
            _("在社区公示"),
            "case.review",
            from_=(S.ASSESSED,),
            to=S.NOTICED,
            fields=(_on(_("公示起始日期")),),
            guards=(guards.may_be_posted,),
        ),
        Step(
            f"{APPLICATION}.approved",
            _("区残联审核通过"),
            "case.approve",
            from_=(S.ASSESSED, S.NOTICED),
            to=S.APPROVED,
            guards=(other_hand("taken", "assessed", "confirmed"), guards.is_concluded, guards.notice_is_over),
        ),
        Step(
            f"{APPLICATION}.issued",
            _("制证发证"),
            "case.approve",
            from_=(S.APPROVED,),
            to=S.COMPLETED,
            fields=(_on(_("发证日期")),),
            effect=effects.issue,
            amended=effects.issue_again,
        ),
        Step(
            f"{APPLICATION}.disputed",
            _("提出异议，重新评定"),
            "case.review",
            from_=(S.ASSESSED, S.NOTICED, S.REJECTED),
            to=S.TAKEN,
            fields=(ON, _detail(_("谁提出"), DISPUTED_BY)),
            guards=(guards.is_in_time,),
            quiet=True,
        ),
        *ordinary_exits(APPLICATION, (S.SUBMITTED, S.TAKEN, S.ASSESSED, S.NOTICED)),
    ),
)

CERTIFICATE_ENDING = Kind(
    code=ENDING,
    label=_("残疾人证冻结、迁出与注销"),
    prefix="CE",
    subject=Subject.PERSON,
    model="certificates.CertificateEnding",
    check=guards.holds_one,
    claim=lambda case, details: f"{ENDING}:{case.person_id}",
    opening=Step(
        f"{ENDING}.reported",
        _("登记事由"),
        "case.enter",
        to=S.ACTIVE,
        fields=(StepField("on", _("发生日期"), "date", help=_("户籍迁出的，填迁出的那天。")),),
    ),
    steps=(
        Step(
            f"{ENDING}.frozen",
            _("冻结"),
            "certificate.end",
            from_=(S.ACTIVE,),
            to=S.FROZEN,
            guards=(guards.waited("certificate.freeze_after_months"),),
        ),
        Step(f"{ENDING}.unfrozen", _("解除冻结"), "certificate.end", from_=(S.FROZEN,), to=S.ACTIVE, quiet=True),
        Step(
            f"{ENDING}.transferred",
            _("转出"),
            "certificate.end",
            from_=(S.ACTIVE, S.FROZEN),
            to=S.COMPLETED,
            guards=(guards.has_moved,),
            effect=effects.end,
            amended=effects.end_again,
        ),
        Step(
            f"{ENDING}.cancelled",
            _("注销"),
            "certificate.end",
            from_=(S.ACTIVE, S.FROZEN),
            to=S.ENDED,
            guards=(other_hand("reported"), guards.waited("certificate.cancel_after_months")),
            effect=effects.end,
            amended=effects.end_again,
        ),
        Step(
            f"{ENDING}.dropped",
            _("事由不成立，撤销"),
            "case.enter",
            from_=(S.ACTIVE, S.FROZEN),
            to=S.WITHDRAWN,
            fields=(ON, REASON),
            quiet=True,
        ),
    ),
)
KINDS = (CERTIFICATE_APPLICATION, CERTIFICATE_ENDING)
