from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecoveriesConfig(AppConfig):
    name = "services.recoveries"
    verbose_name = _("追回")

    def ready(self) -> None:
        from services.cases import kinds
        from services.payments.settling import BEFORE_RETURN
        from services.recoveries.guards import is_not_claimed_back
        from services.recoveries.kind import KINDS

        kinds.register(*KINDS)
        BEFORE_RETURN.append(is_not_claimed_back)
