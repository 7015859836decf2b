from django.contrib import admin

from services.cases.admin import CaseAdmin
from services.legal_aid.kind import LEGAL_AID
from services.legal_aid.models import LegalAid


@admin.register(LegalAid)
class LegalAidAdmin(CaseAdmin):
    kind = LEGAL_AID
    list_display = ("number", "subject", "matter", "form", "street_name", "status", "opened_on")
    list_filter = (*CaseAdmin.list_filter, "matter")
