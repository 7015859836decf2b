from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "services.certificates"
    verbose_name = _("残疾人证")
