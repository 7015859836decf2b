from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeModificationsConfig(AppConfig):
    name = "services.home_modifications"
    verbose_name = _("家庭无障碍改造")

    def ready(self) -> None:
        from services.cases import kinds
        from services.home_modifications.imports import BOOKS
        from services.home_modifications.kind import KINDS
        from services.home_modifications.schemes import SCHEMES
        from services.payments import schemes
        from services.workbooks import books

        kinds.register(*KINDS)
        schemes.register(*SCHEMES)
        books.register(*BOOKS)
