from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WarmHomesConfig(AppConfig):
    name = "services.warm_homes"
    verbose_name = _("温馨家园")

    def ready(self) -> None:
        from services.cases import kinds
        from services.warm_homes.imports import BOOKS
        from services.warm_homes.kind import KINDS
        from services.workbooks import books

        kinds.register(*KINDS)
        books.register(*BOOKS)
