"""What the rules of the subsidies say, in words: (code, why) -> sentence, line -> label."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[Any, Any] = {
    ("RC15", "died"): _("此人已于%(died_on)s死亡，不能再享受。请核对人员登记。"),
    ("RC01", "hukou"): _("%(day)s此人的户籍不在本区。已迁入的，请先登记户籍变更。"),
    ("RC02", "certificate"): _("%(day)s此人没有有效的残疾人证。请先登记残疾人证，或核对日期。"),
    ("RC03", "not_severe"): _(
        "残疾等级不属于重度：视力、肢体须为一、二级，智力、精神须为一至三级（多重残疾按各组成分别看）。请核对残疾人证。"
    ),
    ("RC03", "not_lower_limb"): _("残疾人证没有标明下肢残疾。机动轮椅车燃油补贴只发给下肢残疾人，请核对评定部位。"),
    ("RC03", "may_not_drive"): _("有智力或精神残疾的，不能申请机动轮椅车燃油补贴。"),
    ("RC04", "home_help_age"): _("年龄应满%(low)s岁、不满%(below)s岁；此人为%(age)s岁。请核对出生日期。"),
    ("RC04", "working_age"): _("不在劳动年龄内：%(begins)s起，到%(ends)s为止（不含）。请核对出生日期。"),
    ("RC05", "employed"): _("就业登记显示此人正在就业，不能享受居家助残补贴。已离职的，请先登记就业状况。"),
    ("RC05", "employer_pays"): _("此人正在单位就业，保险由单位缴纳。已离职的，请先登记就业状况。"),
    ("RC07", "premium"): _("还没有登记每月实缴的保险费。请按缴费凭证填写。"),
    "home_help": _("居家助残补贴，每月"),
    "premium": _("实缴保险费%(premium)s元 × %(share)s"),
    "premium_cut": _("超过每月上限%(ceiling)s元的部分，不补贴"),
    "fuel": _("机动轮椅车燃油补贴，每年"),
}
