"""What the rule of assistive devices says, in words: (code, why) -> sentence, line -> label."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[Any, Any] = {
    ("RC15", "died"): _("此人已于%(died_on)s死亡，不能再申请。请核对人员登记。"),
    ("RC01", "hukou"): _("%(day)s此人的户籍不在本区。已迁入的，请先登记户籍变更。"),
    ("RC02", "certificate"): _("%(day)s此人没有有效的残疾人证。请先登记残疾人证，或核对日期。"),
    ("RC03", "not_for_this_category"): _("“%(name)s”不适合此人的残疾类别。请从目录里另选，或核对残疾人证。"),
    ("RC10", "service_life"): _("“%(name)s”同类器具的使用年限未满，%(free_from)s起可以再申请。"),
    ("RC12", "not_in_the_catalogue"): _("“%(name)s”不在补贴目录内。请从目录里选择，或请本人自费购买。"),
    ("RC17", "same_device"): _("%(number)s里正在申请同类器具“%(name)s”。请打开那一件继续办理。"),
    "device": _("%(name)s：标准%(standard)s元 × %(quantity)s × %(share)s"),
}
