"""What the rules of rehabilitation say, in words: (code, why) -> sentence, line -> label."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[Any, Any] = {
    ("RC15", "died"): _("此人已于%(died_on)s死亡，不能再享受。请核对人员登记。"),
    ("RC01", "hukou"): _("%(day)s此人的户籍不在本区。已迁入的，请先登记户籍变更。"),
    ("RC02", "certificate"): _("%(day)s此人没有有效的残疾人证。请先登记残疾人证。"),
    ("RC02", "neither_suspected"): _("此儿童没有有效的残疾人证，也没有标明疑似。请先在“更正资料”里勾选疑似残疾儿童。"),
    ("RC04", "adult_age"): _("成年残疾人康复要求申请时满%(low)s岁；申请时为%(age)s岁。未满的请办理儿童康复。"),
    ("RC04", "child_age"): _("儿童康复要求申请时不满%(below)s岁；申请时为%(age)s岁。已满的请办理成年康复。"),
    ("RC07", "price"): _("还没有登记每次训练的收费标准。请按机构公示的标准补充。"),
    ("RC11", "assessment_is_old"): _("疑似残疾儿童每年须重新评估，上次评估是%(on)s。请先安排评估。"),
    "sessions": _("训练%(count)s次 × %(price)s元 × %(share)s"),
    "yearly_cut": _("超过全年上限的部分，不补贴（本年度还可补贴%(left)s元）"),
    "child_sessions": _("训练%(count)s次 × %(price)s元"),
    "monthly_cut": _("超过每月上限%(ceiling)s元的部分，不补贴"),
}
