from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmploymentConfig(AppConfig):
    name = "services.employment"
    verbose_name = _("就业")

    def ready(self) -> None:
        from services.cases import kinds
        from services.employment.actions import follow_person
        from services.employment.kind import KINDS
        from services.ledger import actions as ledger

        kinds.register(*KINDS)
        ledger.FOLLOWERS.append(follow_person)
