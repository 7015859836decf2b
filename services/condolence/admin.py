from django.contrib import admin
from django.utils.translation import gettext_lazy

from services.cases.admin import CaseAdmin
from services.condolence.kind import CONDOLENCE_HOUSEHOLD, CONDOLENCE_STUDENT
from services.condolence.models import Condolence, HouseholdCondolence, StudentCondolence


class CondolenceAdmin(CaseAdmin):
    """Found by campaign: year and occasion."""

    list_filter = (*CaseAdmin.list_filter, "year", "occasion")

    @admin.display(description=gettext_lazy("慰问批次"), ordering="year")
    def campaign(self, detail: Condolence) -> str:
        return detail.campaign


@admin.register(HouseholdCondolence)
class HouseholdCondolenceAdmin(CondolenceAdmin):
    kind = CONDOLENCE_HOUSEHOLD
    list_display = ("number", "subject", "campaign", "ground", "street_name", "status")


@admin.register(StudentCondolence)
class StudentCondolenceAdmin(CondolenceAdmin):
    kind = CONDOLENCE_STUDENT
    list_display = ("number", "subject", "campaign", "stage", "street_name", "status")
