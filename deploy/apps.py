from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DeployConfig(AppConfig):
    name = "deploy"

    def ready(self) -> None:
        from accounts.admin_site import PAGES
        from deploy import celery  # noqa: F401 - tasks that a command sends go to our broker
        from deploy.help import pages

        PAGES.append(pages)


class TaizhangAdminConfig(AdminConfig):
    default_site = "accounts.admin_site.TaizhangAdminSite"
