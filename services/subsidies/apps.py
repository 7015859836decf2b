from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubsidiesConfig(AppConfig):
    name = "services.subsidies"
    verbose_name = _("补贴")

    def ready(self) -> None:
        from services.cases import kinds, unclaimed
        from services.payments import schemes
        from services.subsidies.entitlements import HOME_HELP
        from services.subsidies.imports import BOOKS
        from services.subsidies.kind import KINDS
        from services.subsidies.schemes import SCHEMES
        from services.workbooks import books

        kinds.register(*KINDS)
        schemes.register(*SCHEMES)
        unclaimed.register(HOME_HELP)
        books.register(*BOOKS)
