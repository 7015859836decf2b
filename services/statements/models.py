"""What a document states of a year and no record here can give."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText
from services.cases.models import CaseDetail
from services.statements import registry


class Statement(CaseDetail):
    """One value of one figure and year, as its source words it. It counts once a second person confirmed it; a later
    one takes its place, and readings of before stay as they were."""

    figure = models.CharField(_("数据项"), max_length=40, choices=registry.choices)
    year = models.PositiveSmallIntegerField(
        _("所属年度"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    value = models.DecimalField(_("数值"), max_digits=14, decimal_places=2, help_text=_("按数据项后面标明的单位填写。"))
    source = PlainText(_("来源文件"), max_length=100, help_text=_("文件名称和章节。"))
    wording = PlainText(_("原文"), max_length=200, help_text=_("照抄文件里的这一句。"))
    remark = PlainText(_("说明"), max_length=200, blank=True, help_text=_("口径、疑问；没有的留空。"))

    class Meta:
        verbose_name = verbose_name_plural = _("填报数据")

    @property
    def title(self) -> str:
        return self.get_figure_display()
