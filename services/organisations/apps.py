from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "services.organisations"
    verbose_name = _("组织机构")

    def ready(self) -> None:
        from services.cases import kinds
        from services.organisations.kind import KINDS

        kinds.register(*KINDS)
