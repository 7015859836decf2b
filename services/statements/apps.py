from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatementsConfig(AppConfig):
    name = "services.statements"
    verbose_name = _("填报数据")

    def ready(self) -> None:
        from services.cases import kinds
        from services.statements.imports import BOOKS
        from services.statements.kind import KINDS
        from services.workbooks import books

        kinds.register(*KINDS)
        books.register(*BOOKS)
