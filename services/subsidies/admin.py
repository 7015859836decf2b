from django.contrib import admin

from services.cases.admin import CaseAdmin
from services.subsidies import kind
from services.subsidies.models import FuelGrant, HomeHelpGrant, SocialInsuranceGrant


@admin.register(SocialInsuranceGrant)
class SocialInsuranceGrantAdmin(CaseAdmin):
    kind = kind.SOCIAL_INSURANCE


@admin.register(FuelGrant)
class FuelGrantAdmin(CaseAdmin):
    kind = kind.FUEL


@admin.register(HomeHelpGrant)
class HomeHelpGrantAdmin(CaseAdmin):
    kind = kind.HOME_HELP
