"""What no record here can give: stated with its source in the register 填报数据. Facts O*, F*, V18, V19 of the report.

Differences of money are stated as they are printed; whether they follow is a relation's matter (reporting.relations).
"""

from decimal import ROUND_HALF_UP
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import Precision, Ratio, Stated
from reporting.units import (
    ABOUT_PERSONS,
    ASSETS,
    BUDGET_PROJECTS,
    PERCENT,
    POINTS,
    POSTS,
    POSTS_MORE,
    SQUARE_METRES,
    TEN_THOUSAND_YUAN,
    YUAN,
    Unit,
)

AS_STATED = _("按来源文件填报，另一人核对后生效；打开可看到文件和原文。")
THEY_SAY = _("文件自己算出的数，按原文填报；是否算得出，见勾稽关系。")


def _stated(code: str, label: Any, unit: Unit, fact: str = "", definition: Any = AS_STATED, **more: Any) -> Stated:
    return Stated(code=code, label=label, unit=unit, seed_fact=fact, definition=definition, **more)


# Posts and staff at the end of the year.
ADMINISTRATIVE_POSTS = _stated("staffing.administrative_posts", _("行政编制"), POSTS, "O3")
INSTITUTION_POSTS = _stated("staffing.institution_posts", _("事业编制"), POSTS, "O4")
SERVICE_POSTS = _stated("staffing.service_posts", _("工勤编制"), POSTS, "O5")
STAFF = _stated("staffing.staff", _("实际人数（决算说明所载）"), POSTS, "O6")
RETIRED = _stated("staffing.retired", _("离退休人员"), POSTS, "O7")
HEADQUARTERS_POSTS = _stated("staffing.headquarters_posts", _("本级编制"), POSTS, "O8/1")
HEADQUARTERS_STAFF = _stated("staffing.headquarters_staff", _("本级实有人数"), POSTS, "O8/2")
HEADQUARTERS_MORE = _stated(
    "staffing.headquarters_staff_change", _("本级实有人数比上年增减"), POSTS_MORE, "O8/3", THEY_SAY
)
EMPLOYMENT_POSTS = _stated("staffing.employment_centre_posts", _("社会保障和就业服务中心编制"), POSTS, "O9/1")
EMPLOYMENT_STAFF = _stated("staffing.employment_centre_staff", _("社会保障和就业服务中心实有人数"), POSTS, "O9/2")
SERVICE_CENTRE_POSTS = _stated("staffing.service_centre_posts", _("综合服务中心编制"), POSTS, "O10/1")
SERVICE_CENTRE_STAFF = _stated("staffing.service_centre_staff", _("综合服务中心实有人数"), POSTS, "O10/2")
REHABILITATION_POSTS = _stated("staffing.rehabilitation_centre_posts", _("康复服务中心编制"), POSTS, "O11/1")
REHABILITATION_STAFF = _stated("staffing.rehabilitation_centre_staff", _("康复服务中心实有人数"), POSTS, "O11/2")

# Final accounts, in yuan to the fen.
INCOME = _stated("finance.income", _("收入决算"), YUAN, "F1")
FISCAL_INCOME = _stated("finance.fiscal_income", _("其中：财政拨款收入"), YUAN, "F2")
INCOME_LESS = _stated("finance.income_decrease", _("收入比上年减少"), YUAN, "F3", THEY_SAY)
EXPENDITURE_BEFORE = _stated("finance.expenditure_last_year", _("上年支出（本年文件所载）"), YUAN, "F4")
EXPENDITURE = _stated("finance.expenditure", _("支出决算"), YUAN, "F5")
EXPENDITURE_LESS = _stated("finance.expenditure_decrease", _("支出比上年减少"), YUAN, "F6", THEY_SAY)
BASIC_EXPENDITURE = _stated("finance.basic_expenditure", _("基本支出"), YUAN, "F7")
PROJECT_EXPENDITURE = _stated("finance.project_expenditure", _("项目支出"), YUAN, "F8")
REHABILITATION = _stated("finance.project_rehabilitation", _("项目支出：残疾人康复（2081104）"), YUAN, "F9")
EMPLOYMENT = _stated("finance.project_employment", _("项目支出：残疾人就业和扶贫（2081105）"), YUAN, "F10")
SPORT = _stated("finance.project_sport", _("项目支出：残疾人体育（2081106）"), YUAN, "F11")
OTHER_DISABILITY = _stated("finance.project_other_disability", _("项目支出：其他残疾人事业（2081199）"), YUAN, "F12")
POVERTY = _stated("finance.project_poverty", _("项目支出：扶贫"), YUAN, "F13")
OTHER = _stated("finance.project_other", _("项目支出：其他支出"), YUAN, "F14")
PROCUREMENT = _stated("finance.procurement", _("政府采购项目决算资金"), YUAN, "F15")
PURCHASED_SERVICES = _stated("finance.purchased_services", _("政府购买服务项目决算资金"), YUAN, "F16")
OPERATING_COST = _stated(
    "finance.operating_cost", _("机关运行经费"), YUAN, "F17", scope="department", definition=AS_STATED
)
OPERATING_COST_BEFORE = _stated(
    "finance.operating_cost_last_year",
    _("上年行政运行经费（含二级事业单位）"),
    YUAN,
    "F18",
    scope="with_institutions",
    definition=_("按来源文件填报。范围含二级事业单位其他残疾人事业支出，与本年的机关运行经费不是同一口径，不能相比。"),
)
OPERATING_COST_LESS = _stated(
    "finance.operating_cost_decrease", _("机关运行经费比上年减少（文件所载）"), YUAN, "F19", THEY_SAY
)
OFFICIAL_TRIPS = _stated("finance.three_public_costs", _("三公经费支出"), YUAN, "F38")
SERVICE_PROJECTS = _stated("finance.purchased_service_projects", _("购买服务项目"), BUDGET_PROJECTS, "F37/1")
SERVICE_PROJECTS_PAID = _stated("finance.purchased_services_paid", _("购买服务实际支出"), TEN_THOUSAND_YUAN, "F37/2")

# Assets at the end of the year.
FIXED_ASSETS = _stated("assets.fixed_assets", _("固定资产总额"), TEN_THOUSAND_YUAN, "F20")
DEPRECIATION = _stated("assets.depreciation", _("计提折旧"), TEN_THOUSAND_YUAN, "F21")
OFFICES = _stated("assets.offices", _("办公用房价值"), TEN_THOUSAND_YUAN, "F22")
VEHICLES = _stated("assets.vehicles", _("车辆"), ASSETS, "F23/1")
GENERAL_EQUIPMENT = _stated("assets.general_equipment", _("50万元以上通用设备"), ASSETS, "F23/2")
SPECIAL_EQUIPMENT = _stated("assets.special_equipment", _("100万元以上专用设备"), ASSETS, "F23/3")
BUILDING = _stated(
    "assets.service_building_area",
    _("残疾人服务大楼面积"),
    SQUARE_METRES,
    "V19",
    precision=Precision.ABOUT,
    definition=_("文件只说“近万平米”，按约数填报。"),
)
HOLDERS_IN_WORDS = _stated(
    "people.holders_in_round_words",
    _("残疾人数（文件约数）"),
    ABOUT_PERSONS,
    "V18",
    precision=Precision.ABOUT,
    definition=_("文件的约数，与持证残疾人是同一人群。不要用它计算；准确的数见“持证残疾人”。"),
)

# The performance of a year; what is said of the year before carries its own year in the label.
BUDGET_BASIC = _stated("performance.budget_basic", _("全年预算数：基本支出"), TEN_THOUSAND_YUAN)
BUDGET_PROJECT = _stated("performance.budget_project", _("全年预算数：项目支出"), TEN_THOUSAND_YUAN)
BUDGET = _stated("performance.budget", _("全年预算数"), TEN_THOUSAND_YUAN, "F30")
SPENT_BASIC = _stated("performance.spent_basic", _("资金支出：基本支出"), TEN_THOUSAND_YUAN)
SPENT_PROJECT = _stated("performance.spent_project", _("资金支出：项目支出"), TEN_THOUSAND_YUAN)
SPENT = _stated("performance.spent", _("资金总体支出"), TEN_THOUSAND_YUAN, "F31")
EXECUTION_RATE = Ratio(
    code="finance.execution_rate",
    label=_("预算执行率"),
    numerator=SPENT,
    denominator=BUDGET,
    rounding=ROUND_HALF_UP,
    seed_fact="F32",
    definition=_("资金总体支出除以全年预算数，百分数四舍五入到两位小数。"),
)
EXECUTION_RATE_PRINTED = _stated(
    "finance.execution_rate_printed", _("预算执行率（文件所载）"), PERCENT, definition=THEY_SAY
)
PROJECTS = _stated("performance.projects", _("预算项目"), BUDGET_PROJECTS, "F29")
EVALUATED_PROJECTS = _stated("performance.evaluated_projects", _("100万元以上绩效考评项目"), BUDGET_PROJECTS, "F24")
EVALUATED_MONEY = _stated("performance.evaluated_money", _("考评项目涉及预算资金"), TEN_THOUSAND_YUAN, "F25")
ALL_PROJECTS_MONEY = _stated(
    "performance.all_projects_money", _("部门整体预算项目总金额（文件所载）"), TEN_THOUSAND_YUAN, "F26"
)
EVALUATED_SHARE = Ratio(
    code="performance.evaluated_share",
    label=_("绩效资金占项目资金预算总额"),
    numerator=EVALUATED_MONEY,
    denominator=ALL_PROJECTS_MONEY,
    seed_fact="F27",
    definition=_("考评项目涉及预算资金除以部门整体预算项目总金额，百分数截取两位小数（四舍五入得不到文件的数）。"),
)
EVALUATED_SHARE_PRINTED = _stated(
    "performance.evaluated_share_printed", _("绩效资金占比（文件所载）"), PERCENT, definition=THEY_SAY
)
SCORE_DECISION = _stated("performance.score_decision", _("评价得分：项目决策"), POINTS)
SCORE_PROCESS = _stated("performance.score_process", _("评价得分：项目过程"), POINTS)
SCORE_OUTPUT = _stated("performance.score_output", _("评价得分：项目产出"), POINTS)
SCORE_BENEFIT = _stated("performance.score_benefit", _("评价得分：项目效益"), POINTS)
SCORE = _stated("performance.score", _("项目绩效评价综合得分"), POINTS, "F28")
SELF_SCORE = _stated("performance.self_score", _("整体绩效自评得分"), POINTS, "F36")
CARRY_OVER = _stated("performance.carry_over_rate", _("结转结余率"), PERCENT, "F33", THEY_SAY)
VARIANCE = _stated(
    "performance.budget_variance",
    _("部门预决算差异率"),
    PERCENT,
    "F34",
    _("按来源文件填报。年初预算数不在文件里，这个比率无法复算。"),
)
SATISFACTION = _stated(
    "performance.satisfaction", _("残疾人及家属满意率"), PERCENT, "F35", precision=Precision.AT_LEAST
)
