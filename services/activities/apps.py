from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "services.activities"
    verbose_name = _("活动与会议")

    def ready(self) -> None:
        from services.activities.imports import BOOKS
        from services.activities.kind import KINDS
        from services.cases import kinds
        from services.workbooks import books

        kinds.register(*KINDS)
        books.register(*BOOKS)
