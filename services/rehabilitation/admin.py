from django.contrib import admin

from services.cases.admin import CaseAdmin
from services.rehabilitation import kind
from services.rehabilitation.models import AdultPlan, ChildEnrolment


@admin.register(AdultPlan)
class AdultPlanAdmin(CaseAdmin):
    kind = kind.ADULT_REHAB


@admin.register(ChildEnrolment)
class ChildEnrolmentAdmin(CaseAdmin):
    kind = kind.CHILD_REHAB
