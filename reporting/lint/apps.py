from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import may


class LintConfig(AppConfig):
    name = "reporting.lint"
    label = "lint"
    verbose_name = _("报告校对")

    def ready(self) -> None:
        from accounts.admin_site import LINKS, PAGES
        from reporting.lint.pages import pages

        LINKS.append(_links)
        PAGES.append(pages)


def _links(request: Any) -> list[dict[str, Any]]:
    allowed = may(request.scope, "figure.export") and request.scope.street is None
    return [{"label": _("报告校对"), "url": reverse("admin:report_check")}] if allowed else []
