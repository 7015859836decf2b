from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "services.jobs"
    verbose_name = _("长任务")

    def ready(self) -> None:
        from accounts.admin_site import LINKS, PAGES
        from services.jobs.views import links, pages

        PAGES.append(pages)
        LINKS.append(links)
