"""What the security administrator fills in for a client."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.clients.models import PER_MINUTE
from accounts.clients.offers import offered, offers
from accounts.models import Street

DISTRICT, STREETS = "district", "streets"
KEEP = [
    ("0", gettext_lazy("立即失效")),
    ("1", gettext_lazy("再保留1天")),
    ("7", gettext_lazy("再保留7天")),
    ("30", gettext_lazy("再保留30天")),
]


class ScopesWidget(forms.CheckboxSelectMultiple):
    """A row for each thing that can be granted, with a box to read and a box to write."""

    template_name = "clients/scopes.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = offers()
        context["widget"]["chosen"] = set(value or ())
        context["widget"]["groups"] = [
            (_("各类案件"), [row for row in rows if row.about_cases]),
            (_("其他"), [row for row in rows if not row.about_cases]),
        ]
        return context


class ClientForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("名称"), max_length=40, help_text=gettext_lazy("对方系统的名称，例如“市残联业务平台”。")
    )
    contact = forms.CharField(
        label=gettext_lazy("联系单位和方式"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("出现异常访问时找谁。"),
    )
    reach = forms.ChoiceField(
        label=gettext_lazy("数据范围"),
        choices=[(STREETS, gettext_lazy("只有以下街道")), (DISTRICT, gettext_lazy("全区"))],
        widget=forms.RadioSelect,
    )
    streets = forms.ModelMultipleChoiceField(
        label=gettext_lazy("街道"), queryset=Street.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("权限"),
        widget=ScopesWidget,
        help_text=gettext_lazy("只选这个系统工作需要的。没有选的，一律拒绝；以后可以增减，立即生效。"),
    )
    per_minute = forms.IntegerField(
        label=gettext_lazy("每分钟请求数上限"), min_value=1, max_value=100_000, initial=PER_MINUTE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = list(offered().items())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("reach") == STREETS and not given.get("streets"):
            self.add_error("streets", _("请选择至少一个街道，或把数据范围改为全区。"))
        if given.get("reach") == DISTRICT and given.get("streets"):
            self.add_error("streets", _("数据范围是全区时不用选择街道。请取消选择的街道，或改为“只有以下街道”。"))
        return given

    @property
    def values(self) -> dict[str, Any]:
        """The arguments of actions.register and actions.change."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "reach"}
        return given | {"streets": list(given["streets"])}


class RotateForm(forms.Form):
    keep = forms.ChoiceField(
        label=gettext_lazy("旧密钥"),
        choices=KEEP,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("保留期内新旧两个密钥都有效，对方可以从容更换。密钥可能泄露时，请选“立即失效”。"),
    )


class BlockForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("停用原因"), max_length=200)
