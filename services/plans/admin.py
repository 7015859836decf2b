from typing import Any

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _

from services.cases.models import Case
from services.cases.register_admin import RegisterAdmin
from services.plans.guards import actual
from services.plans.kind import NATIONAL_TARGET, PERFORMANCE_TARGET, PLAN_TARGET
from services.plans.models import NationalTarget, PerformanceTarget, PlanTarget
from services.plans.rules import is_met


class TargetAdmin(RegisterAdmin):
    list_display = ("number", "title", "comparison", "target", "measure", "status")

    def tables(self, case: Case) -> list[dict[str, Any]]:
        """Target against actual, as it stands this year and as it stood last year."""
        target, this_year = self.model.objects.get(pk=case.pk), timezone.localdate().year
        rows = []
        for year in (this_year, this_year - 1):
            found = actual(case, year)
            state = _("没有实际值") if found is None else self._met(found, target)
            rows.append([year, {"text": "—" if found is None else f"{found:,}", "number": True}, state])
        headers = [_("年度"), {"text": _("实际值"), "number": True}, _("对照目标")]
        return [{"caption": _("目标与实际"), "headers": headers, "rows": rows, "id": "actual"}]

    def _met(self, found: Any, target: Any) -> str:
        return _("达到") if is_met(found, target.comparison, target.target) else _("未达到")


@admin.register(PlanTarget)
class PlanTargetAdmin(TargetAdmin):
    kind = PLAN_TARGET


@admin.register(NationalTarget)
class NationalTargetAdmin(TargetAdmin):
    kind = NATIONAL_TARGET


@admin.register(PerformanceTarget)
class PerformanceTargetAdmin(TargetAdmin):
    kind = PERFORMANCE_TARGET
    list_display = ("number", "title", "aspect", "evaluated_year", "weight", "status")
