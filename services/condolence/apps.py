from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CondolenceConfig(AppConfig):
    name = "services.condolence"
    verbose_name = _("慰问")

    def ready(self) -> None:
        from services.cases import grids, kinds
        from services.condolence.grids import GRIDS
        from services.condolence.imports import BOOKS
        from services.condolence.kind import KINDS
        from services.workbooks import books

        kinds.register(*KINDS)
        books.register(*BOOKS)
        grids.register(*GRIDS)
