"""Forms of the payment pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from services.cases.forms import MonthInput
from services.payments import schemes
from services.people.forms import DateInput


class PrepareForm(forms.Form):
    kind = forms.ChoiceField(label=_("业务"))
    month = forms.DateField(
        label=_("所属月份"),
        widget=MonthInput(),
        input_formats=["%Y-%m", "%Y-%m-%d"],
        help_text=_("补贴是为哪个月发的。按年发放的，填该年任何一个月。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "---------"), *schemes.choices()]


class ResultForm(forms.Form):
    file = forms.FileField(
        label=_("银行回单文件"), help_text=_("xlsx 或 csv，表头：发放编号、收款人、金额、结果、退回原因、日期。")
    )


class ProposeForm(forms.Form):
    pay = forms.ChoiceField(
        label=_("处理意见"),
        choices=[("", "---------"), ("yes", _("情况属实，应当发放")), ("no", _("不应发放"))],
    )
    reason = forms.CharField(label=_("核实情况"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class ReturnedForm(forms.Form):
    on = forms.DateField(label=_("退回日期"), widget=DateInput())
    reason = forms.CharField(label=_("退回原因"), max_length=100)


class AccountForm(forms.Form):
    bank = forms.CharField(label=_("开户银行"), max_length=60)
    holder = forms.CharField(label=_("户名"), max_length=100)
    number = forms.CharField(label=_("账号"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    on = forms.DateField(label=_("启用日期"), widget=DateInput())
