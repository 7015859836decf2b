"""Made-up wordings of the district's own registers; names of institutions are those that the report prints."""

ASSOCIATIONS = {
    "visual": "盲人协会",
    "hearing": "聋人协会",
    "physical": "肢残人协会",
    "intellectual": "智力残疾人及亲友协会",
    "mental": "精神残疾人及亲友协会",
}
DIVISIONS = ("区残联办公室", "区残联业务科")
# Of each institution: (document, name as it stands there).
INSTITUTIONS = (
    (
        ("accounts", "北京市西城区残疾人社会保障和就业服务中心"),
        ("performance", "北京市西城区残疾人社会保障和就业服务中心"),
    ),
    (
        ("accounts", "北京市西城区综合服务中心"),
        ("accounts", "北京市西城区残疾人综合服务中心"),
        ("performance", "北京市西城区残疾人综合服务中心"),
    ),
    (("accounts", "北京市西城区职业康复中心"), ("performance", "北京市西城区残疾人康复服务中心")),
)
SUBJECTS = (
    "住建城管交通教育卫健民政文旅商务体育园林水务应急公安司法财政人社规自科信统计审计市场国资政务宣传网信团委妇联工会"
)
DUTIES = ("街巷无障碍设施日常巡查", "公共建筑无障碍改造", "道路与公交站台无障碍", "信息无障碍与宣传", "资金与督查保障")
MEETINGS = {
    "research_trip": "集体调研",
    "dispatch": "残疾预防调度会",
    "coordination": "残疾预防协调会",
    "barrier_free": "无障碍示范城市调度推进会",
    "progress": "重点工作推进会",
}
PLACE, HOST = "区残疾人服务大楼会议室", "区政府残疾人工作委员会"
LISTS = {
    "case_story": "典型事例",
    "problem": "问题",
    "improvement": "重点提升事项",
    "innovation": "创新项目",
    "medal": "杭州亚残运会银牌",
}
TOPICS = ("就业服务", "温馨家园建设", "职业康复", "党建与业务融合", "辅助器具服务")
EVENTS = {"clinic": "健康义诊", "consultation": "就业咨询", "talk": "残疾预防讲座"}
GATHERINGS = ("读书分享会", "咖啡制作", "无障碍观影", "桌游社交", "手工课堂", "健康沙龙")
INDICATORS = (
    *(("basis", name) for name in (
        "场地面积", "出入口无障碍", "无障碍卫生间", "消防设施", "功能分区", "标识导向", "辅具配备", "网络与设备",
        "室内环境", "急救物资",
    )),
    *(("operation", name) for name in (
        "工作人员配备", "岗位职责", "年度计划", "经费使用", "档案台账", "志愿者管理", "家管会运行", "安全管理",
        "投诉处理", "信息公开",
    )),
    *(("effect", name) for name in (
        "服务人次", "活动频次", "职业康复", "文体活动", "精准服务", "满意度", "特色项目", "社会参与", "宣传报道",
        "成员增收",
    )),
)  # fmt: skip
# Measured by figures: title, figure, target, unit.
BOUND_TARGETS = (
    ("劳动年龄段内残疾人就业率", "employment.employment_rate", "85.00", "%"),
    ("应届残疾人高校毕业生就业率", "employment.graduate_employment_rate", "95.00", "%"),
    ("开办中的温馨家园", "warm_homes.open", "25.00", "家"),
    ("温馨家园星级评估", "warm_homes.rated", "25.00", "家"),
)
# title, aspect, figure, target, unit, weight.
PERFORMANCE = (
    ("成年残疾人康复训练", "quantity", "rehabilitation.adult_sessions", "20000.00", "人次", "15.00"),
    ("残疾儿童康复训练", "quantity", "rehabilitation.child_persons", "400.00", "人", "10.00"),
    ("辅助器具申请审批", "quantity", "devices.applications_approved", "5000.00", "件", "10.00"),
    ("家庭无障碍改造验收", "time", "home_modifications.accepted", "100.00", "户", "10.00"),
    ("温馨家园星级评估", "quality", "warm_homes.rated", "27.00", "家", "10.00"),
    ("新增就业", "social", "employment.placed", "300.00", "人", "15.00"),
    ("劳动年龄段内就业率", "social", "employment.employment_rate", "90.00", "%", "10.00"),
    ("残疾人及家属满意率", "satisfaction", "", "85.00", "%", "10.00"),
    ("预算执行率", "budget", "finance.execution_rate", "90.00", "%", "10.00"),
)


def units(number: int) -> list[str]:
    """So many names of offices."""
    pairs = [SUBJECTS[n : n + 2] for n in range(0, len(SUBJECTS) - 1, 2)]
    return [f"{pairs[n % len(pairs)]}{'局委办'[n // len(pairs)]}" for n in range(number)]


def homes(number: int) -> list[str]:
    return [f"第{n}" for n in range(1, number + 1)]
