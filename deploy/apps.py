from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DeployConfig(AppConfig):
    name = "deploy"


class TaizhangAdminConfig(AdminConfig):
    default_site = "accounts.admin_site.TaizhangAdminSite"
