from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DevicesConfig(AppConfig):
    name = "services.devices"
    verbose_name = _("辅助器具")

    def ready(self) -> None:
        from services.cases import kinds
        from services.devices.imports import BOOKS
        from services.devices.kind import KINDS
        from services.devices.schemes import SCHEMES
        from services.payments import schemes
        from services.workbooks import books

        kinds.register(*KINDS)
        schemes.register(*SCHEMES)
        books.register(*BOOKS)
