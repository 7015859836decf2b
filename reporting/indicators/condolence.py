"""Condolence: households and students have different units and are never added (relation R24)."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import Funnel, Indicator
from reporting.units import GOODS, HOUSEHOLDS, PERSONS, YUAN

HOUSEHOLD, STUDENT = "condolence_household.handed_over", "condolence_student.handed_over"

LISTED_HOUSEHOLDS = Indicator(
    code="condolence.households_listed",
    label=_("列入慰问名单的家庭"),
    unit=HOUSEHOLDS,
    codes=("condolence_household.listed",),
    definition=_("当年列入慰问名单的家庭，按列入日期、按户去重。"),
)
APPROVED_HOUSEHOLDS = Indicator(
    code="condolence.households_approved",
    label=_("审定慰问的家庭"),
    unit=HOUSEHOLDS,
    codes=("condolence_household.approved",),
    definition=_("当年审定慰问的家庭，按审定日期、按户去重。"),
)
CONDOLED_HOUSEHOLDS = Indicator(
    code="condolence.households",
    label=_("慰问困难残疾人家庭"),
    unit=HOUSEHOLDS,
    codes=(HOUSEHOLD,),
    seed_fact="V2",
    definition=_("当年收到慰问金或慰问品的家庭，按送达日期、按户去重，一户在几次慰问中收到也只计一户。"),
)
LISTED_STUDENTS = Indicator(
    code="condolence.students_listed",
    label=_("列入慰问名单的残疾学生"),
    unit=PERSONS,
    codes=("condolence_student.listed",),
    definition=_("当年列入慰问名单的残疾学生，按列入日期、按人去重。"),
)
APPROVED_STUDENTS = Indicator(
    code="condolence.students_approved",
    label=_("审定慰问的残疾学生"),
    unit=PERSONS,
    codes=("condolence_student.approved",),
    definition=_("当年审定慰问的残疾学生，按审定日期、按人去重。"),
)
CONDOLED_STUDENTS = Indicator(
    code="condolence.students",
    label=_("慰问残疾学生"),
    unit=PERSONS,
    codes=(STUDENT,),
    seed_fact="V3",
    definition=_("当年收到慰问金或慰问品的残疾学生，按送达日期、按人去重。学生可能在被慰问的家庭里，与户数不能相加。"),
)
CASH = Indicator(
    code="condolence.amount",
    label=_("慰问金"),
    unit=YUAN,
    codes=(HOUSEHOLD, STUDENT),
    definition=_("当年当面交付的慰问金之和，包括家庭和学生，按送达日期。"),
)
CONDOLENCE_GOODS = Indicator(
    code="condolence.goods",
    label=_("慰问品"),
    unit=GOODS,
    codes=("condolence_household.goods", "condolence_student.goods"),
    definition=_("当年登记的慰问品件数之和，包括家庭和学生，按登记日期。"),
)

Funnel(
    code="condolence.household_funnel",
    label=_("慰问困难残疾人家庭的进度"),
    indicators=(LISTED_HOUSEHOLDS, APPROVED_HOUSEHOLDS, CONDOLED_HOUSEHOLDS),
)
Funnel(
    code="condolence.student_funnel",
    label=_("慰问残疾学生的进度"),
    indicators=(LISTED_STUDENTS, APPROVED_STUDENTS, CONDOLED_STUDENTS),
)
