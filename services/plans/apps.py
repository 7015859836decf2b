from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "services.plans"
    verbose_name = _("计划与绩效指标")

    def ready(self) -> None:
        from services.cases import kinds
        from services.plans.imports import BOOKS
        from services.plans.kind import KINDS
        from services.workbooks import books

        kinds.register(*KINDS)
        books.register(*BOOKS)
