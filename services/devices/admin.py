from typing import Any

from django.contrib import admin
from django.forms import BaseModelFormSet, ModelForm, modelformset_factory
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, pill
from services.cases.admin import CaseAdmin
from services.cases.models import Case
from services.devices.kind import DEVICE
from services.devices.models import CatalogueItem, DeviceApplication, DeviceItem


class ItemForm(ModelForm):
    """Whoever chooses a device of the catalogue need not write its name and unit again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["catalogue"].queryset = CatalogueItem.objects.valid_on(timezone.localdate())
        self.fields["name"].required = self.fields["unit"].required = False
        self.fields["name"].help_text = gettext_lazy("选了目录中的器具，可以不填。")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if found := values.get("catalogue"):
            values["name"] = values.get("name") or found.name
            values["unit"] = values.get("unit") or found.unit
            self.instance.iso_class = found.iso_class
        elif self.has_changed():
            for name in ("name", "unit"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("请选择目录中的器具，或写明名称和计数单位。"))
        return values


class ItemFormSet(BaseModelFormSet):
    legend = DeviceItem._meta.verbose_name
    default_error_messages = {"too_few_forms": gettext_lazy("请至少填写一项器具。")}


Items = modelformset_factory(
    DeviceItem,
    form=ItemForm,
    formset=ItemFormSet,
    fields=("catalogue", "quantity", "name", "unit"),
    extra=3,
    min_num=1,
    validate_min=True,
)


@admin.register(DeviceApplication)
class DeviceApplicationAdmin(CaseAdmin):
    kind = DEVICE

    def formsets(self, request: HttpRequest) -> list:
        return [Items(request.POST or None, queryset=DeviceItem.objects.none(), prefix="items")]

    def tables(self, case: Case) -> list[dict[str, Any]]:
        rows = [
            [
                item.name,
                item.catalogue or _("目录外"),
                item.iso_class or "—",
                f"{item.quantity} {item.get_unit_display()}",
                item.pieces,
            ]
            for item in case.device_items.select_related("catalogue").order_by("pk")
        ]
        headers = [_("器具"), _("目录"), _("分类号"), _("数量"), _("折合件数")]
        return [{"caption": _("申请的器具"), "headers": headers, "rows": rows, "id": "items"}]


@admin.register(CatalogueItem)
class CatalogueAdmin(ConfinedAdmin):
    """What is subsidised, with its standard and service life, in every version."""

    view_right = "policy.view"
    list_display = ("name", "iso_class", "unit", "service_life_years", "standard", "valid_from", "valid_to", "verified")
    list_display_links = None
    ordering = ("iso_class", "name", "valid_from")

    @admin.display(description=gettext_lazy("核对"))
    def verified(self, one: CatalogueItem) -> SafeString:
        return pill("good", _("已核对")) if one.verified_by else pill("warn", _("尚未核对"))
