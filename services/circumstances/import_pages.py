"""Taking over the monthly register of another authority: first look, then write."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.pages import form_page
from accounts.roles import require
from services.circumstances import imports
from services.people.forms import DateInput
from services.sheets.reading import read_table


class RegisterForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("名册文件"), help_text=gettext_lazy("xlsx 或 csv，表头：身份证号、姓名、待遇、每月金额。")
    )
    month = forms.DateField(
        label=gettext_lazy("名册月份（填该月1日）"), widget=DateInput(), help_text=gettext_lazy("待遇自这个月起登记。")
    )
    source = forms.CharField(
        label=gettext_lazy("名册名称"),
        max_length=100,
        help_text=gettext_lazy("例如：区民政局两项补贴发放名册2023年6月。"),
    )
    complete = forms.BooleanField(
        label=gettext_lazy("这是完整名册：名册里没有的人，同类待遇自这个月起结束"), required=False
    )
    only_check = forms.BooleanField(label=gettext_lazy("只核对，先不登记"), required=False, initial=True)

    def clean_month(self) -> dt.date:
        month = self.cleaned_data["month"]
        if month.day != 1:
            raise forms.ValidationError(_("请填写该月1日，例如 2023-06-01。"))
        return month


def register_view(request: HttpRequest) -> HttpResponse:
    require(request.scope, "circumstance.import")
    form = RegisterForm(request.POST or None, request.FILES or None)

    def act() -> imports.Plan:
        values = form.cleaned_data
        rows = read_table(values["file"].name, values["file"].read(), imports.HEADINGS)
        if values["only_check"]:
            return imports.plan(rows, values["month"], complete=values["complete"])
        return imports.take_over(
            by=request.user, rows=rows, month=values["month"], source=values["source"], complete=values["complete"]
        )

    def done(made: imports.Plan) -> str:
        if not form.cleaned_data["only_check"]:
            return reverse("admin:circumstances_circumstancerecord_changelist")
        for line, why in made.problems[: imports.MOST_NAMED]:
            messages.warning(request, _("第%(line)s行：%(why)s") % {"line": line, "why": why})
        return reverse("admin:circumstance_register")

    def message(made: imports.Plan) -> str:
        numbers = {
            "new": len(made.new),
            "changed": len(made.changed),
            "same": made.same,
            "ended": len(made.ended),
            "problems": len(made.problems),
        }
        if form.cleaned_data["only_check"]:
            text = _(
                "核对结果：新增%(new)s，金额变化%(changed)s，不变%(same)s，将结束%(ended)s，有问题%(problems)s行。还没有登记。"
            )
            return text % numbers
        return _("已登记：新增%(new)s，金额变化%(changed)s，不变%(same)s，结束%(ended)s。") % numbers

    return form_page(
        request,
        form=form,
        act=act,
        done=done,
        message=message,
        title=_("导入其他部门名册"),
        lead=_("民政等部门发放的待遇只用来核对，不在这里发放。同一名册再导入一次不会重复登记。"),
        submit_label=_("上传"),
        cancel_url=reverse("admin:circumstances_circumstancerecord_changelist"),
    )


def pages(site: Any) -> list:
    return [path("circumstances/register/", site.admin_view(register_view), name="circumstance_register")]
