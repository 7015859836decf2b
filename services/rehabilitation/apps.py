from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RehabilitationConfig(AppConfig):
    name = "services.rehabilitation"
    verbose_name = _("康复")

    def ready(self) -> None:
        from services.cases import grids, kinds, unclaimed
        from services.payments import schemes
        from services.rehabilitation.entitlements import CHILDREN
        from services.rehabilitation.grids import GRIDS
        from services.rehabilitation.imports import BOOKS
        from services.rehabilitation.kind import KINDS
        from services.rehabilitation.schemes import SCHEMES
        from services.workbooks import books

        kinds.register(*KINDS)
        grids.register(*GRIDS)
        schemes.register(*SCHEMES)
        unclaimed.register(CHILDREN)
        books.register(*BOOKS)
