from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ClientsConfig(AppConfig):
    name = "accounts.clients"
    label = "clients"
    verbose_name = pgettext_lazy("列表", "对接系统")
