from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClientsConfig(AppConfig):
    name = "accounts.clients"
    label = "clients"
    verbose_name = _("对接系统")
