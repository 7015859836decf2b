"""What administrators fill in about events."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from services.webhooks import words
from services.webhooks.models import AllowedHost, Endpoint


class _Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class HostForm(forms.ModelForm):
    class Meta:
        model = AllowedHost
        fields = ("host", "port", "purpose")

    def clean_host(self) -> str:
        return self.cleaned_data["host"].strip().lower()


class EndpointForm(forms.ModelForm):
    """`user` is chosen once: what waits belongs to what that user may see."""

    kinds = forms.MultipleChoiceField(
        label=_("事件种类"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("一项都不选，就推送所有种类，包括以后新增的。"),
    )

    class Meta:
        model = Endpoint
        fields = ("user", "name", "url", "kinds", "contact")
        help_texts = {
            "user": _("只推送这个用户任职街道的事件。只列出有“对接系统”任职的用户。"),
            "name": _("例如：市残联一体化平台。"),
            "url": _("以 https:// 开头的完整地址；它的主机须由安全管理员先行准许。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        integrators = User.objects.filter(postings__role=Role.INTEGRATOR, is_active=True).distinct()
        self.fields["user"].queryset = integrators  # type: ignore[attr-defined]
        self.fields["kinds"].choices = words.kinds().items()  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["user"]


class RangeForm(forms.Form):
    since = forms.DateTimeField(label=_("开始时间"), widget=_Moment())
    until = forms.DateTimeField(label=_("结束时间（不含）"), widget=_Moment())
