"""What the rule of home modifications says, in words: (code, why) -> sentence, line -> label."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[Any, Any] = {
    ("RC15", "died"): _("此人已于%(died_on)s死亡，不能再申请。请核对人员登记。"),
    ("RC01", "hukou"): _("%(day)s此人的户籍不在本区。已迁入的，请先登记户籍变更。"),
    ("RC02", "certificate"): _("%(day)s此人没有有效的残疾人证。请先登记残疾人证，或核对日期。"),
    ("RC10", "lock"): _(
        "上次改造于%(on)s验收，%(free_from)s起可以再申请。五年内确有新增残疾类别、肢体新评为一二级或因征收搬迁的，请选择理由。"
    ),
    ("RC19", "owner"): _("租住的房屋须有房主的书面同意才能改造。请先取得同意。"),
    "cost": _("改造费用"),
    "above_ceiling": _("超过上限%(ceiling)s元的部分，由家庭自付"),
    "self_pay": _("个人自付%(share)s"),
    "self_pay_above": _("低保、低收入家庭：超过%(free)s元的部分自付%(share)s"),
}
