from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "services.webhooks"
    verbose_name = _("事件推送")

    def ready(self) -> None:
        from services.jobs import registry
        from services.webhooks import actions, telling

        registry.register(actions.TELL, telling.tell, label=_("通知接收端停用"), right=actions.MANAGE)
