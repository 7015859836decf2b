from typing import Any

from django.contrib import admin
from django.forms import BaseModelFormSet, modelformset_factory
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.cases.admin import CaseAdmin
from services.cases.models import Case
from services.devices.kind import DEVICE
from services.devices.models import DeviceApplication, DeviceItem


class ItemFormSet(BaseModelFormSet):
    legend = DeviceItem._meta.verbose_name
    default_error_messages = {"too_few_forms": gettext_lazy("请至少填写一项器具。")}


Items = modelformset_factory(
    DeviceItem,
    formset=ItemFormSet,
    fields=("name", "iso_class", "quantity", "unit"),
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
            [item.name, item.iso_class or "—", f"{item.quantity} {item.get_unit_display()}", item.pieces]
            for item in case.device_items.order_by("pk")
        ]
        headers = [_("器具"), _("分类号"), _("数量"), _("折合件数")]
        return [{"caption": _("申请的器具"), "headers": headers, "rows": rows, "id": "items"}]
