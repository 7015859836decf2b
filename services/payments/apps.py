from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "services.payments"
    verbose_name = _("发放")

    def ready(self) -> None:
        from services.cases import amendments
        from services.jobs import registry
        from services.payments import release, settling

        amendments.PROTECTORS.append(settling.protect)
        registry.register(release.JOB, release.run, label=_("发放批次"), right="payment.release")
