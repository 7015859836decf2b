"""Employment: the rate, services to job seekers, fairs, visits, placements, training, graduates."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import AtMost, Filter, Funnel, Indicator, Nature, Precision, Ratio
from reporting.units import ATTENDANCES, EVENTS, ORGANISATIONS, PERSONS, VACANCIES

EMPLOYED = Indicator(
    code="employment.employed",
    label=_("劳动年龄段内就业的残疾人"),
    unit=PERSONS,
    codes=("employment_status.started",),
    detail="employed",
    nature=Nature.STOCK,
    definition=_("期末当日处于劳动年龄、登记为就业的人数。"),
)
LABOUR_FORCE = Indicator(
    code="employment.labour_force",
    label=_("劳动年龄段内就业和求职的残疾人"),
    unit=PERSONS,
    codes=("employment_status.started",),
    filters=(Filter("detail", "in", ("employed", "seeking")),),
    nature=Nature.STOCK,
    definition=_("期末当日处于劳动年龄、登记为就业或正在求职的人数。"),
)
EMPLOYMENT_RATE = Ratio(
    code="employment.employment_rate",
    label=_("劳动年龄段内残疾人就业率"),
    numerator=EMPLOYED,
    denominator=LABOUR_FORCE,
    seed_fact="E1",
    definition=_("期末就业人数除以就业与求职人数之和，百分数截取两位小数（不四舍五入）。"),
)
WORKING_AGE = Indicator(
    code="employment.working_age",
    label=_("劳动年龄段内登记就业状况的残疾人"),
    unit=PERSONS,
    codes=("employment_status.started",),
    nature=Nature.STOCK,
    definition=_("期末当日处于劳动年龄、登记了就业状况的人数，包括无就业意愿的。"),
)
EMPLOYMENT_RATE_OF_ALL = Ratio(
    code="employment.employment_rate_of_all",
    label=_("就业人数占劳动年龄段登记人数"),
    numerator=EMPLOYED,
    denominator=WORKING_AGE,
    definition=_("期末就业人数除以劳动年龄段内登记了就业状况的全部人数，百分数截取两位小数。分母与就业率不同。"),
)
ABILITY_REGISTERED = Indicator(
    code="employment.ability_registered",
    label=_("登记职业能力评估需求"),
    unit=PERSONS,
    codes=("ability_assessment.registered",),
    definition=_("当年登记职业能力评估需求的人数，按人去重。"),
)
ABILITY_ASSESSED = Indicator(
    code="employment.ability_assessed",
    label=_("接受职业能力评估"),
    unit=PERSONS,
    codes=("ability_assessment.assessed",),
    seed_fact="E2",
    definition=_("当年完成职业能力评估的人数，按人去重。"),
)
JOB_SEEKERS = Indicator(
    code="employment.job_seekers_registered",
    label=_("求职登记"),
    unit=PERSONS,
    codes=("job_seeker.registered",),
    seed_fact="E3",
    definition=_("当年办理求职登记的人数，按人去重。"),
)
FAIRS = Indicator(
    code="employment.job_fairs",
    label=_("残疾人专场招聘会"),
    unit=EVENTS,
    codes=("job_fair.held",),
    seed_fact="E4",
    definition=_("当年举办的招聘会场次。"),
)
FAIR_EMPLOYERS = Indicator(
    code="employment.job_fair_employers",
    label=_("参加招聘会的单位"),
    unit=ORGANISATIONS,
    codes=("job_fair.employer_attended",),
    seed_fact="E5",
    definition=_("当年参加过招聘会的单位，参加多场只计一家。"),
)
FAIR_ATTENDANCES = Indicator(
    code="employment.job_fair_attendances",
    label=_("单位参加招聘会"),
    unit=ATTENDANCES,
    codes=("job_fair.employer_attended",),
    definition=_("当年单位参加招聘会的次数，参加几场计几次。"),
)
FAIR_VACANCIES = Indicator(
    code="employment.job_fair_vacancies",
    label=_("招聘会提供的岗位"),
    unit=VACANCIES,
    codes=("job_fair.employer_attended",),
    seed_fact="E6",
    precision=Precision.AT_LEAST,
    definition=_("当年各场招聘会上各单位提供的岗位数之和。"),
)
FAIR_INTENTIONS = Indicator(
    code="employment.job_fair_intentions",
    label=_("现场达成意向"),
    unit=PERSONS,
    codes=("job_fair.intended",),
    seed_fact="E7",
    precision=Precision.AT_LEAST,
    definition=_("当年在招聘会现场达成就业意向的人数，按人去重。达成意向不等于就业。"),
)
EMPLOYERS_VISITED = Indicator(
    code="employment.employers_visited",
    label=_("走访企业"),
    unit=ORGANISATIONS,
    codes=("employer_visit.visited",),
    seed_fact="E8",
    precision=Precision.AT_LEAST,
    definition=_("当年走访过的企业，走访多次只计一家。"),
)
VISIT_VACANCIES = Indicator(
    code="employment.vacancies_developed",
    label=_("走访开拓岗位"),
    unit=VACANCIES,
    codes=("employer_visit.vacancies_developed",),
    seed_fact="E9",
    precision=Precision.AT_LEAST,
    definition=_("当年走访企业开拓的岗位数之和。"),
)
PLACED_BY_VISIT = Indicator(
    code="employment.placed_by_visit",
    label=_("走访直接安置就业"),
    unit=PERSONS,
    codes=("placement.placed",),
    detail="visit",
    seed_fact="E10",
    definition=_("当年由走访企业直接安置就业的人数，按人去重。"),
)
GRADUATES_WILLING = Indicator(
    code="employment.graduates_willing",
    label=_("有就业意愿的应届残疾人高校毕业生"),
    unit=PERSONS,
    codes=("graduate.registered",),
    detail="willing",
    definition=_("当年登记的应届残疾人高校毕业生中有就业意愿的人数。"),
)
GRADUATES_EMPLOYED = Indicator(
    code="employment.graduates_employed",
    label=_("实现就业的应届残疾人高校毕业生"),
    unit=PERSONS,
    codes=("graduate.employed",),
    seed_fact="E11",
    definition=_("当年实现就业的应届残疾人高校毕业生人数。"),
)
GRADUATES_RATE = Ratio(
    code="employment.graduate_employment_rate",
    label=_("应届残疾人高校毕业生就业率"),
    numerator=GRADUATES_EMPLOYED,
    denominator=GRADUATES_WILLING,
    definition=_("当年实现就业的毕业生除以有就业意愿的毕业生，百分数截取两位小数。"),
)
PLACED = Indicator(
    code="employment.placed",
    label=_("全年新增就业"),
    unit=PERSONS,
    codes=("placement.placed",),
    seed_fact="E12",
    definition=_("当年新就业的残疾人，不论何种渠道，按人去重。"),
)
TRAINED = Indicator(
    code="employment.trained",
    label=_("参加职业技能培训"),
    unit=PERSONS,
    codes=("training.enrolled",),
    seed_fact="E13",
    definition=_("当年报名参加职业技能培训的人数，参加多个班只计一人。"),
)
TRAINING_COMPLETED = Indicator(
    code="employment.training_completed",
    label=_("完成职业技能培训"),
    unit=PERSONS,
    codes=("training.completed",),
    definition=_("当年完成职业技能培训的人数，按结业日期、按人去重，不论结果如何、何时报名。"),
)

Funnel(
    code="employment.ability_funnel",
    label=_("职业能力评估的进度"),
    indicators=(ABILITY_REGISTERED, ABILITY_ASSESSED),
)
Funnel(
    code="employment.job_seeker_funnel",
    label=_("求职登记到就业的进度"),
    indicators=(JOB_SEEKERS, PLACED),
    by_case=False,
)
Funnel(
    code="employment.graduate_funnel",
    label=_("应届残疾人高校毕业生就业的进度"),
    indicators=(GRADUATES_WILLING, GRADUATES_EMPLOYED),
)
Funnel(
    code="employment.training_funnel",
    label=_("职业技能培训的进度"),
    indicators=(TRAINED, TRAINING_COMPLETED),
)
AtMost(smaller=LABOUR_FORCE, larger=WORKING_AGE, because=_("就业和求职的人是登记就业状况的人的一部分。"))
AtMost(smaller=EMPLOYED, larger=LABOUR_FORCE, because=_("就业的人是就业和求职的人的一部分。"))
AtMost(smaller=FAIR_EMPLOYERS, larger=FAIR_ATTENDANCES, because=_("参加招聘会的每家单位至少参加一次。"))
AtMost(smaller=PLACED_BY_VISIT, larger=PLACED, because=_("走访安置的人是新增就业的一部分。"), relation="R28")
AtMost(
    smaller=GRADUATES_EMPLOYED,
    larger=GRADUATES_WILLING,
    because=_("实现就业的毕业生应在有就业意愿的毕业生之中。请核对毕业生登记。"),
)
