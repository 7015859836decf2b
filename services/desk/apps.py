from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "services.desk"
    verbose_name = _("办公桌")

    def ready(self) -> None:
        from accounts.admin_site import PANELS
        from services.desk.pages import unsent

        PANELS.append(unsent)
