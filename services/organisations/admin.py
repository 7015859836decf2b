from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _

from services.cases.models import Case
from services.cases.register_admin import RegisterAdmin
from services.ledger.models import Entry
from services.organisations.kind import ASSOCIATION, INSTITUTION, MEMBER_UNIT
from services.organisations.models import Association, Institution, MemberUnit


@admin.register(MemberUnit)
class MemberUnitAdmin(RegisterAdmin):
    kind = MEMBER_UNIT
    list_display = ("number", "organisation", "duty", "status", "began_on")


@admin.register(Association)
class AssociationAdmin(RegisterAdmin):
    kind = ASSOCIATION
    list_display = ("number", "organisation", "members_are", "status", "began_on")


@admin.register(Institution)
class InstitutionAdmin(RegisterAdmin):
    kind = INSTITUTION
    list_display = ("number", "organisation", "approval", "status", "began_on")

    def tables(self, case: Case) -> list[dict[str, Any]]:
        rows = Entry.objects.filter(case=case).standing().of("institution.named").order_by("happened_on", "id")
        headers = [_("名称"), _("见于"), _("启用日期"), _("停用日期")]
        listed = [
            [e.reason, self.kind.word(e.code, e.detail), e.happened_on, e.valid_until or _("仍在使用")] for e in rows
        ]
        return [{"caption": _("名称"), "headers": headers, "rows": listed, "id": "names"}]
