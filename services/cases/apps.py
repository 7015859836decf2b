from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "services.cases"
    verbose_name = _("案件")

    def ready(self) -> None:
        from accounts.grants import KINDS
        from services.cases import kinds, unclaimed, workflow
        from services.cases.allowances import ALLOWANCES
        from services.ledger import actions

        KINDS.append(kinds.grantable)
        actions.FOLLOWERS.append(workflow.follow_person)
        unclaimed.register(*ALLOWANCES)
