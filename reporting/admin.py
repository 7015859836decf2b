"""The Word template of the yearly report, and figures that come by themselves."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, row_or_404
from accounts.models import User
from accounts.pages import form_page, page
from accounts.roles import require
from reporting import arranging
from reporting.documents import annual, checking
from reporting.exports import CONTENT_TYPES
from reporting.models import ReportTemplate, Rhythm, SavedView, Schedule


class TemplateForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Word 模板"),
        help_text=gettext_lazy("docx 文件，不超过 5 MB。可以先下载现用的模板，在 Word 里修改后上传。"),
        widget=forms.FileInput({"accept": ".docx"}),
    )
    note = forms.CharField(
        label=gettext_lazy("改了什么"), max_length=200, help_text=gettext_lazy("例如：补充第四部分的绩效目标。")
    )


class NoteForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("原因"), max_length=200)


class ScheduleForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60, help_text=gettext_lazy("例如：就业月报。"))
    view = forms.ModelChoiceField(
        SavedView.objects.none(),
        label=gettext_lazy("视图"),
        required=False,
        empty_label=gettext_lazy("全部指标"),
        help_text=gettext_lazy("先在年度汇总里保存视图，这里才能选择。"),
    )
    rhythm = forms.ChoiceField(label=gettext_lazy("频率"), choices=[("", "---------"), *Rhythm.choices])
    way = forms.ChoiceField(label=gettext_lazy("方式"), choices=[("", "---------"), *Schedule.Way.choices])
    recipients = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("收件人（发邮件时填写）"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("邮件只有统计数字和链接；每人看到的是自己权限范围内的数字。"),
    )
    folder = forms.RegexField(
        r"^[a-z0-9][a-z0-9-]*$",
        label=gettext_lazy("文件夹（存文件时填写）"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("小写字母、数字和连字符，例如 monthly-report。"),
    )

    def __init__(self, user: User, *args: Any) -> None:
        super().__init__(*args)
        self.fields["view"].queryset = SavedView.objects.offered_to(user)
        people = User.objects.filter(is_active=True).exclude(email="").order_by("name")
        self.fields["recipients"].queryset = people.filter(
            pk__in=[one.pk for one in people if arranging.may_receive(one)]
        )


@admin.register(ReportTemplate)
class ReportTemplateAdmin(ConfinedAdmin):
    """Versions of the template; the newest is in use. None is changed or deleted."""

    view_right = add_right = "report.template"
    list_display = ("note", "filename", "uploaded_by", "uploaded_at")
    list_select_related = ("uploaded_by",)
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("content")

    def list_buttons(self, request: HttpRequest) -> list[dict[str, Any]]:
        return [
            {"label": _("下载现用模板"), "url": reverse("admin:reporting_reporttemplate_current")},
            {"label": _("恢复自带模板"), "url": reverse("admin:reporting_reporttemplate_return")},
        ]

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("current/", wrap(self.current_view), name="reporting_reporttemplate_current"),
            path("return/", wrap(self.return_view), name="reporting_reporttemplate_return"),
            path("<int:pk>/file/", wrap(self.file_view), name="reporting_reporttemplate_file"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        require(request.scope, self.add_right)
        form = TemplateForm(request.POST or None, request.FILES or None)

        def act() -> ReportTemplate:
            file = form.cleaned_data["file"]
            return arranging.upload_template(
                by=request.user, content=file.read(), filename=file.name, note=form.cleaned_data["note"]
            )

        return form_page(
            request,
            form=form,
            act=act,
            done=lambda made: reverse("admin:reporting_reporttemplate_change", args=[made.pk]),
            message=_("模板已经启用。请看下面的检查结果。"),
            title=_("上传年度报告模板"),
            lead=_("模板里的数字写成指标代码，例如 {{ subsidies.fuel_persons }}；代码见导出汇总表的“指标说明”。"),
            submit_label=_("上传并启用"),
            cancel_url=reverse("admin:reporting_reporttemplate_changelist"),
            crumbs=self._crumbs(),
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """A version: who uploaded it, and which numbers in it were typed by hand."""
        require(request.scope, self.view_right)
        template = row_or_404(ReportTemplate.objects.select_related("uploaded_by"), object_id)
        content = _content(template)
        rows = [
            [
                one.paragraph,
                str(one),
                {"text": _("有指标"), "tone": "warn"} if one.figure else {"text": _("请确认"), "tone": "info"},
            ]
            for one in checking.typed_numbers(content)
        ]
        table = {
            "caption": _("手工填写的数字"),
            "headers": [_("段落"), _("检查结果"), _("级别")],
            "rows": rows,
            "id": "typed",
        }
        return page(
            request,
            "taizhang/tables.html",
            title=template.note,
            lead="" if rows else _("没有发现手工填写的数字：正文的数字都由指标生成。"),
            facts=[
                (_("文件名"), template.filename or _("自带模板")),
                (_("上传人"), template.uploaded_by),
                (_("上传时间"), timezone.localtime(template.uploaded_at).strftime("%Y-%m-%d %H:%M")),
                (_("核对码"), template.sha256[:16] or "—"),
            ],
            buttons=[{"label": _("下载"), "url": reverse("admin:reporting_reporttemplate_file", args=[template.pk])}],
            tables=[table] if rows else [],
            crumbs=self._crumbs(),
        )

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.scope, self.view_right)
        return _word_file(_content(row_or_404(ReportTemplate.objects.all(), pk)), f"template-{pk}.docx")

    def current_view(self, request: HttpRequest) -> HttpResponse:
        """The template in use, to be edited in Word."""
        require(request.scope, self.view_right)
        newest = ReportTemplate.objects.order_by("-id").first()
        return _word_file(_content(newest), "template.docx")

    def return_view(self, request: HttpRequest) -> HttpResponse:
        require(request.scope, self.add_right)
        form = NoteForm(request.POST or None)
        url = reverse("admin:reporting_reporttemplate_changelist")
        return form_page(
            request,
            form=form,
            act=lambda: arranging.return_to_packaged_template(by=request.user, note=form.cleaned_data["note"]),
            done=lambda made: url,
            message=_("已恢复自带模板。"),
            title=_("恢复自带模板"),
            lead=_("以后的年度报告用系统自带的模板；以前上传的版本仍然保留。"),
            submit_label=_("恢复"),
            cancel_url=url,
            crumbs=self._crumbs(),
        )

    def _crumbs(self) -> list[dict[str, Any]]:
        return [{"label": _("年度报告模板"), "url": reverse("admin:reporting_reporttemplate_changelist")}]


def _content(template: ReportTemplate | None) -> bytes:
    return bytes(template.content) if template and template.content else annual.packaged_template()


def _word_file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=CONTENT_TYPES["docx"], headers=headers)


@admin.register(Schedule)
class ScheduleAdmin(ConfinedAdmin):
    view_right = add_right = "figure.schedule"
    list_display = ("name", "rhythm", "way", "next_on", "owner", "state")
    list_select_related = ("owner",)
    list_filter = ("rhythm", "way")
    ordering = ("-id",)

    @admin.display(description=gettext_lazy("状态"))
    def state(self, schedule: Schedule) -> str:
        if schedule.stopped_at:
            return _("已停止")
        return _("逾期未送：请核对设置人的岗位") if schedule.next_on < timezone.localdate() else _("进行中")

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [path("<int:pk>/stop/", wrap(self.stop_view), name="reporting_schedule_stop"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        require(request.scope, self.add_right)
        form = ScheduleForm(request.user, request.POST or None)
        url = reverse("admin:reporting_schedule_changelist")
        return form_page(
            request,
            form=form,
            act=lambda: arranging.schedule(by=request.user, today=timezone.localdate(), **form.cleaned_data),
            done=lambda made: url,
            message=lambda made: _("已设置，首次在%(day)s报送。") % {"day": made.next_on},
            title=_("新的定时报送"),
            submit_label=_("保存"),
            cancel_url=url,
            crumbs=[{"label": _("定时报送"), "url": url}],
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        require(request.scope, self.view_right)
        found = row_or_404(Schedule.objects.select_related("owner", "view"), object_id)
        people = _("、").join(map(str, found.recipients.order_by("name")))
        stop = {"label": _("停止"), "url": reverse("admin:reporting_schedule_stop", args=[found.pk]), "danger": True}
        return page(
            request,
            "taizhang/tables.html",
            title=found.name,
            facts=[
                (_("视图"), found.view or _("全部指标")),
                (_("频率"), found.get_rhythm_display()),
                (_("方式"), found.get_way_display()),
                (_("收件人"), people) if people else (_("文件夹"), found.folder),
                (_("下次日期"), found.next_on),
                (_("设置人"), found.owner),
                (_("状态"), self.state(found)),
            ],
            buttons=[] if found.stopped_at else [stop],
            crumbs=[{"label": _("定时报送"), "url": reverse("admin:reporting_schedule_changelist")}],
        )

    def stop_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.scope, self.add_right)
        found = row_or_404(Schedule.objects.all(), pk)
        url = reverse("admin:reporting_schedule_change", args=[pk])

        def act() -> bool:
            arranging.stop_schedule(by=request.user, schedule=found)
            return True

        return form_page(
            request,
            form=forms.Form(request.POST if request.method == "POST" else None),
            act=act,
            done=lambda result: url,
            message=_("已停止。"),
            title=_("停止定时报送：%(name)s") % {"name": found.name},
            danger=True,
            submit_label=_("停止"),
            cancel_url=url,
        )
