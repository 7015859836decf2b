from django.contrib import admin

from services.cases.admin import CaseAdmin
from services.home_modifications.kind import HOME_MODIFICATION
from services.home_modifications.models import HomeModification


@admin.register(HomeModification)
class HomeModificationAdmin(CaseAdmin):
    kind = HOME_MODIFICATION
