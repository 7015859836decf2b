from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "services.organisations"
    verbose_name = _("组织机构")

    def ready(self) -> None:
        from services.cases import kinds
        from services.organisations.imports import BOOKS
        from services.organisations.kind import KINDS
        from services.workbooks import books

        kinds.register(*KINDS)
        books.register(*BOOKS)
