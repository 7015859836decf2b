from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class PeopleConfig(AppConfig):
    name = "services.people"
    verbose_name = pgettext_lazy("列表", "人员")
