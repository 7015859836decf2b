from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DeployConfig(AppConfig):
    name = "deploy"

    def ready(self) -> None:
        from deploy import celery  # noqa: F401 - tasks that a command sends go to our broker


class TaizhangAdminConfig(AdminConfig):
    default_site = "accounts.admin_site.TaizhangAdminSite"
