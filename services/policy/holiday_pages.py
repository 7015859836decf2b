"""The days that are not as the week has them: entered one by one, or filled in for a year."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, pill
from accounts.pages import form_page
from accounts.roles import may, require
from services.policy import actions
from services.policy.models import Holiday

NOVEMBER = 11


class YearForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("年份"), min_value=2000, max_value=2100)


@admin.register(Holiday)
class HolidayAdmin(ConfinedAdmin):
    view_right, add_right, change_right = "policy.view", "holiday.change", "holiday.change"
    list_display = ("day", "name", "kind_of_day", "source")
    list_filter = ("working",)
    fields = ("day", "working", "name", "source")

    @admin.display(description=gettext_lazy("安排"))
    def kind_of_day(self, one: Holiday) -> SafeString:
        return pill("info", _("上班")) if one.working else pill("good", _("放假"))

    def save_model(self, request: HttpRequest, obj: Holiday, form: Any, change: bool) -> None:
        actions.enter_holiday(by=request.user, holiday=obj)

    def list_buttons(self, request: HttpRequest) -> list[dict[str, Any]]:
        if not may(request.scope, "holiday.change"):
            return []
        return [{"label": _("填入一年的放假安排"), "url": reverse("admin:policy_holiday_fill")}]

    def get_urls(self) -> list:
        fill = path("fill/", self.admin_site.admin_view(self.fill_view), name="policy_holiday_fill")
        return [fill, *super().get_urls()]

    def fill_view(self, request: HttpRequest) -> HttpResponse:
        require(request.scope, "holiday.change")
        form = YearForm(request.POST or None, initial={"year": timezone.localdate().year + 1})
        url = reverse("admin:policy_holiday_changelist")
        return form_page(
            request,
            form=form,
            act=lambda: (actions.fill_holidays(by=request.user, year=form.cleaned_data["year"]),),
            done=lambda filled: url,
            message=lambda filled: _("已填入%(days)s天，原有的没有改动。") % {"days": filled[0]},
            title=_("填入一年的放假安排"),
            cancel_url=url,
        )


def tiles(request: HttpRequest) -> list[dict[str, Any]]:
    """From November on, when next year's holidays are not entered."""
    today = timezone.localdate()
    missing = today.month >= NOVEMBER and not Holiday.objects.filter(day__year=today.year + 1).exists()
    if not may(request.scope, "holiday.change") or not missing:
        return []
    label = _("%(year)s年放假安排还没有录入，时限会算错") % {"year": today.year + 1}
    return [{"label": label, "value": 1, "url": reverse("admin:policy_holiday_fill"), "tone": "warn"}]
