"""How reports name the figures. Data only: code -> (what stands near a number, what the passage is about).

A figure without a line here is found by its label. `near` is looked for beside the number, then in its clause, then in
its part of the sentence; `about`, where given, anywhere in the sentence. A code that nothing declares is idle.
"""

import re

ALIASES: dict[str, tuple[str, str]] = {
    "people.certificate_holders": (r"持证残疾人|持有有效残疾人证|持有残疾人证|持证人数|惠及全区.*持证", ""),
    "people.certificates_started": (r"新领、换领|当年发证|发证人员|换领或补领", ""),
    "people.certificates_ended": (r"证件终止|注销或换证|的证件终止", ""),
    "certificates.assessed_persons": (r"残疾评定|评定残疾|接受残疾评定", ""),
    "certificates.assessments": (r"残疾评定|共", r"评定"),
    "condolence.households": (r"困难(?:残疾人)?家庭|慰问", r"慰问"),
    "condolence.students": (r"残疾学生|学生", r"慰问"),
    "subsidies.social_insurance_persons": (r"社会保险补贴|社保补贴", ""),
    "subsidies.social_insurance_amount": (
        r"发放|社会保险补贴(?:发放)?(?:金额|资金)?|社保补贴",
        r"社会保险补贴|社保补贴",
    ),
    "subsidies.social_insurance_person_months": (r"社会保险补贴|社保补贴|发放", r"社会保险补贴|社保补贴"),
    "subsidies.fuel_persons": (r"燃油补贴|燃油", ""),
    "subsidies.fuel_payments": (r"燃油补贴|燃油", ""),
    "subsidies.fuel_amount": (r"发放|燃油补贴", r"燃油"),
    "subsidies.home_help_persons": (r"居家助残", ""),
    "subsidies.home_help_person_months": (r"居家助残|发放", r"居家助残"),
    "subsidies.home_help_amount": (r"发放|居家助残", r"居家助残"),
    "rehabilitation.adult_sessions": (r"成年残疾人|康复训练|参加训练|康复", r"成年|康复"),
    "rehabilitation.adult_persons": (r"涉及|成年残疾人", r"成年残疾人.*(?:训练|康复)|(?:训练|康复).*成年残疾人"),
    "rehabilitation.child_persons": (r"残疾儿童|儿童（含疑似）|儿童", r"康复|训练"),
    "rehabilitation.child_persons_certified": (r"持证儿童", ""),
    "rehabilitation.child_persons_uncertified": (r"未持证儿童|疑似残疾儿童", ""),
    "rehabilitation.child_sessions": (r"儿童", r"康复|训练"),
    "rehabilitation.adult_amount": (r"成年康复补贴|成年残疾人康复补贴", ""),
    "rehabilitation.child_amount": (r"儿童康复补贴", ""),
    "devices.applicants_submitted": (r"提出申请|申请辅助器具", r"辅助器具|辅具"),
    "devices.applications_submitted": (r"提出(?:的)?申请|受理申请", r"辅助器具|辅具"),
    "devices.items_requested": (r"申请(?:的)?器具", r"器具"),
    "devices.applicants_approved": (r"的申请获得批准|审批|批准|获批|提出的", r"辅助器具|辅具"),
    "devices.applications_approved": (r"辅助器具申请|辅具申请|批准的申请|提出的申请|申请", r"辅助器具|辅具"),
    "devices.items_approved": (r"批准器具|批准(?:的)?(?:辅助)?器具|获批器具", r"器具|辅具"),
    "devices.items_delivered": (r"交付|配发|适配", r"器具|辅具"),
    "devices.amount": (r"辅助器具补贴|辅具补贴", ""),
    "home_modifications.submitted": (r"提出申请|申请改造|受理", r"无障碍"),
    "home_modifications.assessed": (r"评估", r"无障碍|改造"),
    "home_modifications.built": (r"完成改造|改造|完工|施工", r"无障碍|评估|验收|完成改造"),
    "home_modifications.accepted": (r"验收", r"无障碍|改造"),
    "home_modifications.amount": (r"改造补贴|无障碍改造补贴", ""),
    "employment.employed": (r"登记就业|就业的残疾人|已就业", r"劳动年龄|就业年龄"),
    "employment.labour_force": (r"就业和求职|正在求职的人合计|合计", r"劳动年龄.*求职|求职.*劳动年龄"),
    "employment.employment_rate": (r"残疾人就业率|就业率", r"劳动年龄|就业年龄|残疾人就业率|求职|^就业率"),
    "employment.ability_assessed": (r"职业能力评估", ""),
    "employment.job_seekers_registered": (r"求职登记", ""),
    "employment.job_fairs": (r"招聘会", ""),
    "employment.job_fair_employers": (r"单位到场|企事业单位|参会(?:企业|单位)|用人单位", r"招聘会|岗位"),
    "employment.job_fair_attendances": (r"招聘会|到场", r"招聘会"),
    "employment.job_fair_vacancies": (r"提供岗位|就业岗位|提供.*岗位", r"招聘会"),
    "employment.job_fair_intentions": (r"达成(?:就业)?意向|意向", ""),
    "employment.employers_visited": (r"走访企业|走访", r"企业|拓岗|岗位"),
    "employment.vacancies_developed": (r"开拓", r"岗位"),
    "employment.placed_by_visit": (r"直接安置|安置", r"走访|拓岗|安置"),
    "employment.graduates_willing": (r"有就业意愿的应届|应届残疾人高校毕业生", r"毕业生"),
    "employment.graduates_employed": (r"实现就业", r"毕业生"),
    "employment.graduate_employment_rate": (r"毕业生就业率|实现就业的比例", r"毕业生"),
    "employment.placed": (r"新增(?:残疾人)?就业|残疾人新增就业", ""),
    "employment.trained": (r"职业技能培训|技能培训", ""),
    "hotline.orders": (r"工单", r"考核期|1[-—]10月"),
    "hotline.year_orders": (r"工单", r"全年"),
    "legal_aid.persons": (r"法律援助", ""),
    "warm_homes.opened_community": (r"社区级(?:温馨家园)?", r"温馨家园"),
    "warm_homes.opened_district": (r"(?<!社)区级(?:温馨家园)?", r"温馨家园"),
    "warm_homes.rated": (r"星级评估|温馨家园", r"星级"),
    "finance.execution_rate": (r"预算执行率", ""),
    "finance.income": (r"收入决算|本年收入|收入合计|总收入|收入总计", ""),
    "finance.expenditure": (r"支出决算|本年支出|支出合计|支出共计|支出总计", ""),
    "finance.procurement": (r"政府采购", ""),
    "finance.purchased_services": (r"(?:政府)?购买服务", ""),
    "performance.budget": (r"全年预算数?|预算总额", ""),
    "performance.budget_basic": (r"基本支出预算数?", ""),
    "performance.budget_project": (r"项目支出预算数?", ""),
    "performance.spent": (r"资金总体支出|(?<![\u4e00-\u9fff])总支出|支出总额", ""),
}
# A number so qualified is another one than the figure's.
QUALIFIED = re.compile(r"男|女|岁|重度|[一二三四]级|低保|低收入|农村|城镇|其中|以上|平均|人均|户均|年初|截至\d{1,2}月")
# Such words alone do not say what is counted: the passage around them does.
WORDLESS = re.compile(r"^(?:发放|支付|补贴|金额|资金|享受|落实|提供|其)*$")
TOTAL_COLUMN = re.compile(r"准确值|数值|全区|合计|总计|完成|实际|人数|户数|件数|数量|金额|^数$")
UNIT_COLUMN = re.compile(r"单位")
CODE_COLUMN = re.compile(r"代码")
