"""What is recorded beside the cases of meetings, outreach, research and the lists of work."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText
from services.cases.models import CaseDetail


class Meeting(CaseDetail):
    """A meeting or a joint field trip of the district."""

    title = PlainText(_("名称"), max_length=100)
    place = PlainText(_("地点"), max_length=100)
    host = PlainText(_("主持单位"), max_length=60, help_text=_("写单位或职务，不写个人姓名。"))

    class Meta:
        verbose_name = verbose_name_plural = _("会议和调研")


class Outreach(CaseDetail):
    """An event for residents; who comes is counted in attendances, also of people without a certificate."""

    title = PlainText(_("名称"), max_length=100)
    place = PlainText(_("地点"), max_length=100)
    partner = PlainText(_("合作单位"), max_length=60, blank=True, help_text=_("没有的留空。"))

    class Meta:
        verbose_name = verbose_name_plural = _("便民活动")


class Research(CaseDetail):
    """A research topic, which ends in a report."""

    title = PlainText(_("课题"), max_length=100)
    method = PlainText(_("调研方式"), max_length=200, help_text=_("例如：走访街道、企业、助残机构和残疾人家庭。"))

    class Meta:
        verbose_name = verbose_name_plural = _("调研课题")


class WorkItem(CaseDetail):
    """One line of a list: a problem, an improvement, a story, an innovation project, a medal."""

    title = PlainText(_("事项"), max_length=200)
    source = PlainText(_("来源文件"), max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = _("工作清单")


class BarrierFreeMeasure(CaseDetail):
    """A measure of the barrier-free city, with the unit that answers for it."""

    title = PlainText(_("措施"), max_length=200)
    responsible = PlainText(_("责任单位"), max_length=60)
    due_on = models.DateField(_("完成期限"), null=True, blank=True, help_text=_("没有期限的留空。"))

    class Meta:
        verbose_name = verbose_name_plural = _("无障碍建设措施")
