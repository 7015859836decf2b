"""Adults count in sessions, children in persons."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import AtMost, Filter, Funnel, Indicator, Precision
from reporting.parts import Parts
from reporting.units import PERSON_TIMES, PERSON_TIMES_BY_MONTH, PERSONS, YUAN

ADULT_APPLICANTS = Indicator(
    code="rehabilitation.adult_applicants",
    label=_("申请康复训练的成年残疾人"),
    unit=PERSONS,
    codes=("adult_rehab.submitted",),
    definition=_("当年提出康复训练申请的成年残疾人，按人去重。"),
)
ADULT_APPROVED = Indicator(
    code="rehabilitation.adult_approved",
    label=_("康复计划获批的成年残疾人"),
    unit=PERSONS,
    codes=("adult_rehab.approved",),
    definition=_("当年康复计划获得批准的成年残疾人，按批准日期、按人去重。"),
)
ADULT_SESSIONS = Indicator(
    code="rehabilitation.adult_sessions",
    label=_("成年残疾人康复训练"),
    unit=PERSON_TIMES,
    codes=("adult_rehab.session",),
    seed_fact="V7",
    definition=_("当年成年残疾人参加康复训练的次数，一次训练为一人次。"),
)
ADULT_PERSONS = Indicator(
    code="rehabilitation.adult_persons",
    label=_("参加康复训练的成年残疾人"),
    unit=PERSONS,
    codes=("adult_rehab.session",),
    definition=_("当年至少参加过一次康复训练的成年残疾人，按人去重。"),
)
CHILD_APPLICANTS = Indicator(
    code="rehabilitation.child_applicants",
    label=_("申请康复训练的残疾儿童（含疑似）"),
    unit=PERSONS,
    codes=("child_rehab.submitted",),
    definition=_("当年由家长提出康复训练申请的儿童，按人去重。"),
)
CHILD_ENROLLED = Indicator(
    code="rehabilitation.child_enrolled",
    label=_("批准入训的残疾儿童（含疑似）"),
    unit=PERSONS,
    codes=("child_rehab.enrolled",),
    definition=_("当年批准入训的儿童，按入训日期、按人去重。"),
)
CHILD_PERSONS = Indicator(
    code="rehabilitation.child_persons",
    label=_("接受康复训练的残疾儿童（含疑似）"),
    unit=PERSONS,
    codes=("child_rehab.attended",),
    seed_fact="V8",
    precision=Precision.AT_LEAST,
    step=100,
    definition=_("当年至少有一个月参加康复训练的儿童，按人去重，包括尚未持证的疑似残疾儿童。"),
)
CHILD_PERSONS_CERTIFIED = Indicator(
    code="rehabilitation.child_persons_certified",
    label=_("其中：持证儿童"),
    unit=PERSONS,
    codes=("child_rehab.attended",),
    filters=(Filter("category", "not null"),),
    definition=_("训练时持有残疾人证的儿童，按人去重。当年中途领证的儿童在持证与未持证两项中各计一次。"),
)
CHILD_PERSONS_UNCERTIFIED = Indicator(
    code="rehabilitation.child_persons_uncertified",
    label=_("其中：未持证儿童（疑似）"),
    unit=PERSONS,
    codes=("child_rehab.attended",),
    filters=(Filter("category", "null"),),
    definition=_("训练时没有残疾人证的儿童，按人去重。当年中途领证的儿童在持证与未持证两项中各计一次。"),
)
CHILD_SESSIONS = Indicator(
    code="rehabilitation.child_sessions",
    label=_("儿童康复训练"),
    unit=PERSON_TIMES_BY_MONTH,
    codes=("child_rehab.attended",),
    definition=_("当年儿童参加康复训练的次数，由每月登记的次数相加。"),
)
ADULT_AMOUNT = Indicator(
    code="rehabilitation.adult_amount",
    label=_("成年康复补贴发放金额"),
    unit=YUAN,
    codes=("adult_rehab.paid",),
    definition=_("当年发放的成年康复补贴金额之和，按发放日期。"),
)
CHILD_AMOUNT = Indicator(
    code="rehabilitation.child_amount",
    label=_("儿童康复补贴发放金额"),
    unit=YUAN,
    codes=("child_rehab.paid",),
    definition=_("当年发放的儿童康复补贴金额之和，按发放日期。"),
)

Funnel(
    code="rehabilitation.adult_funnel",
    label=_("成年残疾人康复的进度"),
    indicators=(ADULT_APPLICANTS, ADULT_APPROVED, ADULT_PERSONS),
)
Funnel(
    code="rehabilitation.child_funnel",
    label=_("残疾儿童康复的进度"),
    indicators=(CHILD_APPLICANTS, CHILD_ENROLLED, CHILD_PERSONS),
)
AtMost(smaller=ADULT_PERSONS, larger=ADULT_SESSIONS, because=_("参加训练的每个人至少有一人次。"))
AtMost(smaller=CHILD_PERSONS, larger=CHILD_SESSIONS, because=_("参加训练的每名儿童至少有一人次。"))
AtMost(smaller=CHILD_PERSONS_CERTIFIED, larger=CHILD_PERSONS, because=_("持证儿童是接受训练儿童的一部分。"))
AtMost(smaller=CHILD_PERSONS_UNCERTIFIED, larger=CHILD_PERSONS, because=_("未持证儿童是接受训练儿童的一部分。"))
Parts(whole=CHILD_PERSONS, parts=(CHILD_PERSONS_CERTIFIED, CHILD_PERSONS_UNCERTIFIED))
