from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalAidConfig(AppConfig):
    name = "services.legal_aid"
    verbose_name = _("法律援助")

    def ready(self) -> None:
        from services.cases import kinds
        from services.legal_aid.imports import BOOKS
        from services.legal_aid.kind import KINDS
        from services.workbooks import books

        kinds.register(*KINDS)
        books.register(*BOOKS)
