from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubsidiesConfig(AppConfig):
    name = "services.subsidies"
    verbose_name = _("补贴")

    def ready(self) -> None:
        from services.cases import kinds
        from services.subsidies.kind import KINDS

        kinds.register(*KINDS)
