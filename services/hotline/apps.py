from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HotlineConfig(AppConfig):
    name = "services.hotline"
    verbose_name = _("接诉即办")

    def ready(self) -> None:
        from services.cases import kinds
        from services.hotline.imports import BOOKS
        from services.hotline.kind import KINDS
        from services.workbooks import books

        kinds.register(*KINDS)
        books.register(*BOOKS)
