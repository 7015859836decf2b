"""The admin of the district's own registers: kinds of case that belong to no street."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy

from services.cases.admin import CaseAdmin


class RegisterAdmin(CaseAdmin):
    """Nothing is applied for here: the date of a case is that of its first entry."""

    view_right, add_right = "register.view", "register.enter"
    list_display: tuple[str, ...] = ("number", "title", "status", "began_on")

    @admin.display(description=gettext_lazy("日期"), ordering="case__opened_on")
    def began_on(self, detail: Any) -> Any:
        return detail.case.opened_on

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("case__organisation")

    @admin.display(description=gettext_lazy("单位"))
    def organisation(self, detail: Any) -> Any:
        return detail.case.organisation
