from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import may


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = _("统计")

    def ready(self) -> None:
        from accounts.admin_site import LINKS, TILES
        from accounts.watching import FROZEN, WATCHES
        from reporting import (
            arranging,
            consequences,
            exports,
            indicators,  # noqa: F401  (the declarations fill the catalogue)
            outside_xlsx,
            publication_pages,
            scheduled,
            targets,
        )
        from services.jobs import registry

        LINKS.append(_links)
        TILES.append(publication_pages.tiles)
        WATCHES.append(consequences.watch)
        FROZEN.append(consequences.frozen_before)
        targets.register()
        registry.register(exports.JOB, exports.run_job, label=_("导出统计"), right="figure.export")
        registry.register(outside_xlsx.JOB, outside_xlsx.run_job, label=_("导出对外版年度汇总"), right="figure.export")
        registry.register(arranging.SCHEDULED, scheduled.run_job, label=_("定时报送"), right="figure.schedule")


def _links(request: Any) -> list[dict[str, Any]]:
    return [{"label": _("年度统计"), "url": reverse("last_summary")}] if may(request.scope, "figure.view") else []
