from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = _("统计")

    def ready(self) -> None:
        from accounts.admin_site import TILES
        from reporting import indicators, xlsx  # noqa: F401  (the declarations fill the catalogue)
        from services.jobs import registry

        TILES.append(_tiles)
        registry.register(xlsx.JOB, xlsx.run_job, label=_("导出年度汇总"), right="figure.export")


def _tiles(request: Any) -> list[dict[str, Any]]:
    from django.urls import reverse
    from django.utils import timezone

    from accounts.roles import may

    if not may(request.scope, "figure.view"):
        return []
    year = timezone.localdate().year
    return [{"label": _("年度汇总"), "value": year, "url": reverse("summary", args=[year]), "tone": "neutral"}]
