"""Work on certificates: assessments against the year before (relation R22), what was issued and what ended."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import AtMost, Funnel, Indicator, Stated
from reporting.parts import Parts
from reporting.periods import Span
from reporting.rates import Growth
from reporting.units import CASES, PERSON_TIMES, PERSONS, STATED_PERSONS

ASSESSMENT = "certificate_application.assessed"

APPLICATIONS = Indicator(
    code="certificates.applications",
    label=_("残疾人证申请"),
    unit=CASES,
    codes=("certificate_application.submitted",),
    definition=_("当年提出的申领、换领、补办、变更和迁入申请，一份申请为一件。"),
)
APPLICATIONS_APPROVED = Indicator(
    code="certificates.applications_approved",
    label=_("审核通过的残疾人证申请"),
    unit=CASES,
    codes=("certificate_application.approved",),
    definition=_("当年审核通过的残疾人证申请，按审核日期，不论何时申请。"),
)
APPLICATIONS_ISSUED = Indicator(
    code="certificates.applications_issued",
    label=_("已发证的残疾人证申请"),
    unit=CASES,
    codes=("certificate_application.issued",),
    definition=_("当年制证发证的残疾人证申请，按发证日期，不论何时申请。"),
)
ASSESSED_PERSONS = Indicator(
    code="certificates.assessed_persons",
    label=_("残疾评定人员"),
    unit=PERSONS,
    codes=(ASSESSMENT,),
    seed_fact="V14",
    definition=_("当年作出残疾评定结论的人数，不论结论如何，按评定日期、按人去重。"),
)
ASSESSMENTS = Indicator(
    code="certificates.assessments",
    label=_("残疾评定"),
    unit=PERSON_TIMES,
    codes=(ASSESSMENT,),
    definition=_("当年作出的残疾评定结论，有异议而重新评定的另计一次，按评定日期。"),
)
ASSESSED_PERSONS_BEFORE = Indicator(
    code="certificates.assessed_persons_before",
    label=_("上年残疾评定人员"),
    unit=PERSONS,
    codes=(ASSESSMENT,),
    span=Span(years_back=1),
    definition=_("上年作出残疾评定结论的人数，按人去重，现在所知的数字。"),
)
ASSESSED_PERSONS_STATED = Stated(
    code="certificates.assessed_persons_stated",
    label=_("上年残疾评定人员（填报数）"),
    unit=STATED_PERSONS,
    definition=_("上年没有在本系统登记时，按本年来源文件填报的上年残疾评定人数；上年有登记的不使用。"),
)
ASSESSED_GROWTH = Growth(
    code="certificates.assessed_growth",
    label=_("残疾评定人员比上年增长"),
    numerator=ASSESSED_PERSONS,
    denominator=ASSESSED_PERSONS_BEFORE,
    otherwise=ASSESSED_PERSONS_STATED,
    digits=0,
    seed_fact="V15",
    definition=_(
        "当年残疾评定人数比上年增长的百分数，只取整数（不四舍五入）。上年没有登记的，用填报的上年数并注明来源；没有填报的不计算。"
    ),
)
ISSUED = Indicator(
    code="certificates.issued",
    label=_("办理发证"),
    unit=PERSONS,
    codes=("certificate_application.issued",),
    definition=_("当年按申请制发残疾人证的人数，按发证日期、按人去重。"),
)
FIRST = Indicator(
    code="certificates.first",
    label=_("首次领证"),
    unit=PERSONS,
    codes=("certificate_issue.first",),
    definition=_("当年首次领取残疾人证的人数，按发证日期、按人去重。"),
)
RENEWED = Indicator(
    code="certificates.renewed",
    label=_("期满换领"),
    unit=PERSONS,
    codes=("certificate_issue.renewed",),
    definition=_("当年期满换领残疾人证的人数，按发证日期、按人去重。"),
)
REISSUED = Indicator(
    code="certificates.reissued",
    label=_("遗失补办"),
    unit=PERSONS,
    codes=("certificate_issue.reissued",),
    definition=_("当年遗失补办残疾人证的人数，按发证日期、按人去重。"),
)
CHANGED = Indicator(
    code="certificates.changed",
    label=_("类别或等级变更"),
    unit=PERSONS,
    codes=("certificate_issue.changed",),
    definition=_("当年因类别或等级变更换发残疾人证的人数，按发证日期、按人去重。"),
)
TRANSFERRED_IN = Indicator(
    code="certificates.transferred_in",
    label=_("迁入"),
    unit=PERSONS,
    codes=("certificate_issue.transferred_in",),
    definition=_("当年由外地迁入、换发本区残疾人证的人数，按发证日期、按人去重。"),
)
TRANSFERRED_OUT = Indicator(
    code="certificates.transferred_out",
    label=_("转出"),
    unit=PERSONS,
    codes=("certificate_ending.transferred",),
    definition=_("当年残疾人证随户籍转出的人数，按转出日期、按人去重。"),
)
FROZEN = Indicator(
    code="certificates.frozen",
    label=_("冻结"),
    unit=PERSONS,
    codes=("certificate_ending.frozen",),
    definition=_("当年残疾人证被冻结的人数，按冻结日期、按人去重。冻结的证仍算持证，解除前不能用于办理业务。"),
)
CANCELLED = Indicator(
    code="certificates.cancelled",
    label=_("注销"),
    unit=PERSONS,
    codes=("certificate_ending.cancelled",),
    definition=_("当年经办理注销残疾人证的人数，按注销日期、按人去重。死亡的在登记死亡时自动失效，不在其中。"),
)

Funnel(
    code="certificates.funnel",
    label=_("残疾人证申请的进度"),
    indicators=(APPLICATIONS, APPLICATIONS_APPROVED, APPLICATIONS_ISSUED),
)
AtMost(smaller=ASSESSED_PERSONS, larger=ASSESSMENTS, because=_("每名评定人员至少有一次评定。"))
Parts(whole=ISSUED, parts=(FIRST, RENEWED, REISSUED, CHANGED, TRANSFERRED_IN))
