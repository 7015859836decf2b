"""What the rules of the two allowances say, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[Any, Any] = {
    ("RC15", "died"): _("此人已于%(died_on)s死亡。"),
    ("RC01", "hukou"): _("%(day)s此人的户籍不在本区。"),
    ("RC02", "certificate"): _("%(day)s此人没有有效的残疾人证。"),
    ("RC03", "not_severe"): _("残疾等级不属于护理补贴的范围。"),
    ("RC06", "no_group"): _("没有登记低保、低收入、无稳定收入或在校学生身份。请核对身份登记。"),
    ("RC09", "held"): _("此人已有“%(other)s”，不能同时享受。"),
    "living_dibao_severe": _("生活补贴：低保重度"),
    "living_dibao_standard": _("生活补贴：参照低保标准（本人收入另行扣减）"),
    "living_dibao_other": _("生活补贴：低保非重度"),
    "living_low_income_other": _("生活补贴：低收入非重度"),
    "living_unstable_other": _("生活补贴：无稳定收入非重度"),
    "nursing_high": _("护理补贴：一档"),
    "nursing_low": _("护理补贴：二档"),
}
