from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.cases.admin import CaseAdmin
from services.cases.models import Case
from services.hotline.guards import standing
from services.hotline.kind import CODE, HOTLINE_ORDER
from services.hotline.models import HotlineOrder
from services.ledger.models import Entry
from services.people.admin import PERSON_TABLES
from services.people.models import Person


@admin.register(HotlineOrder)
class HotlineOrderAdmin(CaseAdmin):
    kind = HOTLINE_ORDER
    list_display = ("number", "order_number", "topic", "street_name", "status", "received_on")
    list_filter = (*CaseAdmin.list_filter, "topic")

    @admin.display(description=gettext_lazy("市级派单日期"), ordering="case__opened_on")
    def received_on(self, order: HotlineOrder) -> Any:
        return order.case.opened_on

    def tables(self, case: Case) -> list[dict[str, Any]]:
        """Who called; somebody who has been handed over since is not shown."""
        callers = standing(case, "concerns").select_related("person").order_by("id")
        rows = [[_person(entry.person), entry.happened_on] for entry in callers if entry.person]
        return [{"caption": _("反映人"), "headers": [_("姓名"), _("登记日期")], "rows": rows, "id": "callers"}]


def _person(person: Person) -> dict[str, Any]:
    return {"text": person.name, "url": reverse("admin:people_person_change", args=[person.pk])}


def orders_of(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    """A section of the person's page: the orders in which the person is named; none, no section."""
    entries = Entry.objects.visible_to(request.user).standing().of(f"{CODE}.concerns").filter(person=person)
    cases = Case.objects.visible_to(request.user).filter(pk__in=entries.values("case")).order_by("-serial")
    rows = [
        [
            {"text": case.number, "url": reverse("admin:hotline_hotlineorder_change", args=[case.pk])},
            case.opened_on,
            case.get_status_display(),
        ]
        for case in cases
    ]
    headers = [_("编号"), _("市级派单日期"), _("状态")]
    table = {"caption": _("反映过的工单"), "headers": headers, "rows": rows, "id": "hotline_orders"}
    return [table] if rows else []


PERSON_TABLES.append(orders_of)
