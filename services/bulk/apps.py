from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulkConfig(AppConfig):
    name = "services.bulk"
    verbose_name = _("成批交换")

    def ready(self) -> None:
        from services.bulk import actions, exporting, trying, work
        from services.jobs import registry

        registry.register(actions.WRITE, work.write, label=_("成批提交案件"), right=actions.SEND, in_batches=True)
        registry.register(actions.TRY, trying.attempt, label=_("成批试办案件"), right=actions.SEND, in_batches=True)
        registry.register(actions.EXPORT, exporting.export, label=_("成批取出"), right=actions.TAKE)
