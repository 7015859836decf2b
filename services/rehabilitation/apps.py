from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RehabilitationConfig(AppConfig):
    name = "services.rehabilitation"
    verbose_name = _("康复")

    def ready(self) -> None:
        from services.cases import kinds
        from services.rehabilitation.kind import KINDS

        kinds.register(*KINDS)
