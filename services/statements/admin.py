from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy

from services.cases.register_admin import RegisterAdmin
from services.statements import registry
from services.statements.kind import STATEMENT
from services.statements.models import Statement


@admin.register(Statement)
class StatementAdmin(RegisterAdmin):
    kind = STATEMENT
    add_right = "statement.enter"
    list_display = ("number", "year", "figure", "value_with_unit", "source", "status")
    list_filter = (*RegisterAdmin.list_filter, "year")

    @admin.display(description=gettext_lazy("数值"), ordering="value")
    def value_with_unit(self, one: Statement) -> Any:
        known = registry.KNOWN.get(one.figure)
        return f"{int(one.value) if known and known.whole_numbers else one.value:,} {known.unit if known else ''}"
