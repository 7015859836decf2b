from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.admin_base import ConfinedAdmin
from services.policy.models import Policy


@admin.register(Policy)
class PolicyAdmin(ConfinedAdmin):
    """A change of law is one more row; the old text keeps its days."""

    view_right, add_right, change_right = "policy.view", "policy.change", "policy.change"
    list_display = ("label", "amount", "valid_from", "valid_to", "source", "verified")
    ordering = ("code", "-valid_from")

    @admin.display(description=_("数值"))
    def amount(self, policy: Policy) -> str:
        return f"{policy.value.normalize():f} {policy.unit}"

    @admin.display(description=_("已核对"), boolean=True)
    def verified(self, policy: Policy) -> bool:
        return bool(policy.verified_by)

    def get_readonly_fields(self, request, obj=None):
        """Of a text in force only its end and its verifier may still be filled in."""
        return ("code", "label", "value", "unit", "valid_from", "source") if obj else ()

    def save_model(self, request, obj, form, change):
        obj.save()
        audit.record(by=request.user, action="policy.changed" if change else "policy.added", target=obj)
