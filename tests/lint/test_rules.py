"""One sentence for each rule that speaks, and one beside it that must be left alone."""

import pytest

from reporting.lint.checking import check_text
from reporting.lint.findings import RULES


def rules(text: str, year: int = 2023) -> set[str]:
    return {one.rule for one in check_text(text, year)}


WRONG = {
    "label.two_values": "全年新增残疾人就业332人。\n总结：全年新增残疾人就业323人。",
    "label.two_units": "慰问困难残疾人家庭1326户。\n年内慰问困难残疾人家庭1326人。",
    "unit.of_noun": "为1326户残疾学生发放补助。",
    "label.approximate": "全年适配辅助器具2864件。\n今年适配辅助器具2800余件。",
    "value.two_labels": "组织技能培训1374人次。\n观影健走吸引群众1374人次。",
    "sum.differs": "全年帮扶105户，其中种植40户、养殖35户、电商20户。",
    "part.exceeds_whole": "走访580户，其中低保612户。",
    "ratio.differs": "应检400人，实检380人，占应检人数的85%。",
    "ratio.rounding": "预算1862.31万元，支出1561.46万元，预算执行率83.84%。",
    "ratio.over_whole": "满意率达103.5%。",
    "change.differs": "培训由2022年的100人增加到120人，增长30%。",
    "change.direction": "培训人数由120人增加到100人。",
    "change.other_noun": "2022年支出合计200元，2023年支出合计150元，2023年收入比2022年收入减少50元。",
    "change.points": "满意率由92.1%提高到94.3%，提高2.2%。",
    "comparison.own_year": "年末实有13人，比2023年少1人。",
    "period.months": "全年办证310本。1-10月处理工单260件。",
    "period.other_year": "（五）2022年决算绩效情况说明\n涉及项目9个。",
    "date.impossible": "2月30日前完成。",
    "scope.changed": "2023年经费30元（含下属单位）。2022年经费20元（仅机关），2023年比2022年增加10元。",
    "persons.exceed_pieces": "审批5872人提出的5871件申请。",
    "whole.partial": "32个社区全部建成康复站，已建成30个。",
    "stage.order": "完成评估120户，改造135户。",
    "name.two_forms": "南榆区残疾人综合服务中心负责托养。\n南榆区综合服务中心组织活动。",
    "staff.exceeds_posts": "本级编制12名，年末实有13人。",
    "product.differs": "为150户每户发放1000元，共16万元。",
    "amount.conversion": "拨付860000元（8.6万元）。",
    "list.count": "抓好四项工作：一是完善机制，二是强化培训，三是加大宣传。",
    "score.grade": "综合得分79.78分，评定级别为“良”。",
}
RIGHT = {
    "label.two_values": "甲街道新增残疾人就业332人。\n乙街道新增残疾人就业323人。",
    "label.two_units": "慰问困难残疾人家庭1326户。\n为残疾学生1326人发放补助。",
    "unit.of_noun": "为1326户残疾学生家庭发放补助。",
    "label.approximate": "全年适配辅助器具2864件。\n今年开展体检2800余人。",
    "value.two_labels": "组织技能培训1374人次。\n共培训残疾人1374人次，其中技能培训占多数。",
    "sum.differs": "全年帮扶105户，其中种植40户、养殖15户等。",
    "part.exceeds_whole": "走访580户，其中低保312户。",
    "ratio.differs": "应检400人，实检380人，占应检人数的95%。",
    "ratio.rounding": "预算1862.31万元，支出1561.46万元，预算执行率83.85%。",
    "ratio.over_whole": "预算执行率达103.5%。",
    "change.differs": "培训由2022年的100人增加到130人，增长30%。",
    "change.direction": "培训人数由120人减少到100人。",
    "change.other_noun": "2022年支出合计200元，2023年支出合计150元，2023年支出比2022年支出减少50元。",
    "change.points": "满意率由92.1%提高到94.3%，提高2.2个百分点。",
    "comparison.own_year": "2024年计划比2023年多1人。",
    "period.months": "3-5月开展专项行动，走访86户。全年办证310本。",
    "period.other_year": "六、2024年工作计划\n拟培训90人。",
    "date.impossible": "2024年2月29日前完成。",
    "scope.changed": "2023年经费30元（含下属单位）。2022年经费20元（含下属单位），2023年比2022年增加10元。",
    "persons.exceed_pieces": "审批5872人提出的5871件申请，其中1件为两人共同申请。",
    "whole.partial": "32个社区全部建成康复站，其中示范站30个。",
    "stage.order": "完成评估120户，改造135户（含上年结转20户）。",
    "name.two_forms": "南榆区残疾人综合服务中心负责托养。\n南榆区残疾人就业服务中心组织活动。",
    "staff.exceeds_posts": "本级编制12名，年末实有11人。",
    "product.differs": "为150户每户发放1000元，共15万元。",
    "amount.conversion": "拨付860000元（86万元）。",
    "list.count": "抓好三项工作：一是完善机制，二是强化培训，三是加大宣传。",
    "score.grade": "综合得分86.78分，评定级别为“良”。",
}


@pytest.mark.parametrize("rule", WRONG)
def test_what_is_wrong_is_told(rule):
    assert rule in rules(WRONG[rule])


@pytest.mark.parametrize("rule", RIGHT)
def test_what_is_right_is_left_alone(rule):
    assert rules(RIGHT[rule]) == set()


def test_every_rule_that_needs_no_figures_is_here():
    assert set(WRONG) == set(RIGHT) == {rule for rule in RULES if not rule.startswith("figure.")}
