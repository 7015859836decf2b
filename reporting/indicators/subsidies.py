"""Social insurance, fuel and home help subsidies: who was paid, for how many months, how much."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import AtMost, Funnel, Indicator
from reporting.units import PERSON_MONTHS, PERSON_TIMES, PERSONS, YUAN

SOCIAL_INSURANCE_APPLICANTS = Indicator(
    code="subsidies.social_insurance_applicants",
    label=_("申请自主创业就业社会保险补贴"),
    unit=PERSONS,
    codes=("social_insurance.submitted",),
    definition=_("当年提出自主创业就业社会保险补贴申请的人数，按申请日期、按人去重。"),
)
SOCIAL_INSURANCE_APPROVED = Indicator(
    code="subsidies.social_insurance_approved",
    label=_("获批自主创业就业社会保险补贴"),
    unit=PERSONS,
    codes=("social_insurance.approved",),
    definition=_("当年自主创业就业社会保险补贴申请获得批准的人数，按批准日期、按人去重，不论何时申请、何时发放。"),
)
SOCIAL_INSURANCE_PERSONS = Indicator(
    code="subsidies.social_insurance_persons",
    label=_("享受自主创业就业社会保险补贴"),
    unit=PERSONS,
    codes=("social_insurance.paid",),
    seed_fact="V4",
    definition=_("当年至少有一笔社会保险补贴已发放的人数，按发放日期、按人去重。"),
)
SOCIAL_INSURANCE_MONTHS = Indicator(
    code="subsidies.social_insurance_person_months",
    label=_("社会保险补贴发放人月"),
    unit=PERSON_MONTHS,
    codes=("social_insurance.paid",),
    definition=_("当年发放的社会保险补贴笔数，每人每月一笔。"),
)
SOCIAL_INSURANCE_AMOUNT = Indicator(
    code="subsidies.social_insurance_amount",
    label=_("社会保险补贴发放金额"),
    unit=YUAN,
    codes=("social_insurance.paid",),
    definition=_("当年发放的社会保险补贴金额之和，按发放日期。"),
)
FUEL_APPLICANTS = Indicator(
    code="subsidies.fuel_applicants",
    label=_("申请机动轮椅车燃油补贴"),
    unit=PERSONS,
    codes=("fuel.submitted",),
    definition=_("当年提出机动轮椅车燃油补贴申请的人数，按申请日期、按人去重。"),
)
FUEL_APPROVED = Indicator(
    code="subsidies.fuel_approved",
    label=_("获批机动轮椅车燃油补贴"),
    unit=PERSONS,
    codes=("fuel.approved",),
    definition=_("当年机动轮椅车燃油补贴申请获得批准的人数，按批准日期、按人去重，不论何时申请、何时发放。"),
)
FUEL_PERSONS = Indicator(
    code="subsidies.fuel_persons",
    label=_("享受机动轮椅车燃油补贴"),
    unit=PERSONS,
    codes=("fuel.paid",),
    seed_fact="V5",
    definition=_("当年至少有一笔机动轮椅车燃油补贴已发放的人数，按发放日期、按人去重。"),
)
FUEL_PAYMENTS = Indicator(
    code="subsidies.fuel_payments",
    label=_("燃油补贴发放"),
    unit=PERSON_TIMES,
    codes=("fuel.paid",),
    definition=_("当年发放的燃油补贴笔数。"),
)
FUEL_AMOUNT = Indicator(
    code="subsidies.fuel_amount",
    label=_("燃油补贴发放金额"),
    unit=YUAN,
    codes=("fuel.paid",),
    definition=_("当年发放的燃油补贴金额之和，按发放日期。"),
)
HOME_HELP_APPLICANTS = Indicator(
    code="subsidies.home_help_applicants",
    label=_("申请居家助残服务补贴"),
    unit=PERSONS,
    codes=("home_help.submitted",),
    definition=_("当年提出居家助残服务补贴申请的人数，按申请日期、按人去重。"),
)
HOME_HELP_APPROVED = Indicator(
    code="subsidies.home_help_approved",
    label=_("获批居家助残服务补贴"),
    unit=PERSONS,
    codes=("home_help.approved",),
    definition=_("当年居家助残服务补贴申请获得批准的人数，按批准日期、按人去重，不论何时申请、何时发放。"),
)
HOME_HELP_PERSONS = Indicator(
    code="subsidies.home_help_persons",
    label=_("享受居家助残服务补贴"),
    unit=PERSONS,
    codes=("home_help.paid",),
    seed_fact="V6",
    definition=_("当年至少有一笔居家助残服务补贴已发放的人数，按发放日期、按人去重。"),
)
HOME_HELP_MONTHS = Indicator(
    code="subsidies.home_help_person_months",
    label=_("居家助残服务补贴发放人月"),
    unit=PERSON_MONTHS,
    codes=("home_help.paid",),
    definition=_("当年发放的居家助残服务补贴笔数，每人每月一笔。"),
)
HOME_HELP_AMOUNT = Indicator(
    code="subsidies.home_help_amount",
    label=_("居家助残服务补贴发放金额"),
    unit=YUAN,
    codes=("home_help.paid",),
    definition=_("当年发放的居家助残服务补贴金额之和，按发放日期。"),
)

Funnel(
    code="subsidies.social_insurance_funnel",
    label=_("社会保险补贴的进度"),
    indicators=(SOCIAL_INSURANCE_APPLICANTS, SOCIAL_INSURANCE_APPROVED, SOCIAL_INSURANCE_PERSONS),
)
Funnel(
    code="subsidies.fuel_funnel",
    label=_("燃油补贴的进度"),
    indicators=(FUEL_APPLICANTS, FUEL_APPROVED, FUEL_PERSONS),
)
Funnel(
    code="subsidies.home_help_funnel",
    label=_("居家助残服务补贴的进度"),
    indicators=(HOME_HELP_APPLICANTS, HOME_HELP_APPROVED, HOME_HELP_PERSONS),
)
for persons, payments in (
    (SOCIAL_INSURANCE_PERSONS, SOCIAL_INSURANCE_MONTHS),
    (FUEL_PERSONS, FUEL_PAYMENTS),
    (HOME_HELP_PERSONS, HOME_HELP_MONTHS),
):
    AtMost(smaller=persons, larger=payments, because=_("享受补贴的每个人至少有一笔发放记录。"))
