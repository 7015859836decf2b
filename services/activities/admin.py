from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _

from services.activities.kind import BARRIER_FREE_MEASURE, MEETING, OUTREACH, RESEARCH, WORK_ITEM
from services.activities.models import BarrierFreeMeasure, Meeting, Outreach, Research, WorkItem
from services.cases.admin import CaseAdmin
from services.cases.models import Case
from services.cases.register_admin import RegisterAdmin
from services.ledger.models import Entry


@admin.register(Meeting)
class MeetingAdmin(RegisterAdmin):
    kind = MEETING


@admin.register(Outreach)
class OutreachAdmin(CaseAdmin):
    kind = OUTREACH
    list_display = ("number", "title", "street_name", "status", "opened_on")

    def tables(self, case: Case) -> list[dict[str, Any]]:
        rows = list(Entry.objects.filter(case=case).standing().of("outreach.attended").order_by("happened_on", "id"))
        headers = [_("日期"), _("参加的人"), {"text": _("人次"), "number": True}]
        listed = [[e.happened_on, self.kind.word(e.code, e.detail), {"text": e.quantity, "number": True}] for e in rows]
        caption = _("参加：%(number)s 人次") % {"number": sum(e.quantity for e in rows)}
        return [{"caption": caption, "headers": headers, "rows": listed, "id": "attended"}]


@admin.register(Research)
class ResearchAdmin(RegisterAdmin):
    kind = RESEARCH


@admin.register(WorkItem)
class WorkItemAdmin(RegisterAdmin):
    kind = WORK_ITEM


@admin.register(BarrierFreeMeasure)
class BarrierFreeMeasureAdmin(RegisterAdmin):
    kind = BARRIER_FREE_MEASURE
    list_display = ("number", "title", "responsible", "status", "began_on")
