"""Users and postings (security administrator), streets (system administrator), audit (audit administrator)."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from accounts import actions, audit
from accounts.admin_base import ConfinedAdmin, pill, row_or_404
from accounts.models import AuditEntry, Community, IncompatibleRoles, Posting, Street, User

admin.site.unregister(Group)  # rights come from postings alone
admin.site.unregister(AuthToken)  # a token belongs to its user; the stock page would list everybody's


class PostingInline(admin.TabularInline):
    model = Posting
    extra = 1

    def has_add_permission(self, request, obj=None):
        return True

    has_change_permission = has_delete_permission = has_view_permission = has_add_permission


@admin.register(User)
class UserAdmin(ConfinedAdmin, StockUserAdmin):
    view_right = add_right = change_right = "user.manage"
    list_display = ("username", "name", "state", "last_login")
    list_filter = ("is_active",)
    search_fields = ()
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("个人"), {"fields": ("name", "email")}),
        (_("状态"), {"fields": ("is_active", "last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    add_fieldsets = ((None, {"fields": ("username", "name", "usable_password", "password1", "password2")}),)
    inlines = (PostingInline,)

    @admin.display(description=_("状态"), ordering="is_active")
    def state(self, user):
        return pill("good", _("有效")) if user.is_active else pill("neutral", _("停用"))

    def get_queryset(self, request):
        return super().get_queryset(request).filter(client=None)  # those of city systems have pages of their own

    def save_model(self, request, obj, form, change):
        obj.save()
        audit.record(by=request.user, action="user.changed" if change else "user.added", target=obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        roles = [f"{p.role}@{p.street_id or 'district'}" for p in form.instance.postings.all()]
        audit.record(by=request.user, action="user.posted", target=form.instance, postings=roles)

    def user_change_password(self, request, id, form_url=""):
        user = row_or_404(self.get_queryset(request), unquote(id))
        with actions.changing_password(by=request.user, user=user):
            return super().user_change_password(request, id, form_url)


class ReferenceAdmin(ConfinedAdmin):
    view_right = add_right = change_right = "street.manage"

    def save_model(self, request, obj, form, change):
        obj.save()
        audit.record(by=request.user, action="reference.changed", target=obj)


@admin.register(Street)
class StreetAdmin(ReferenceAdmin):
    list_display = ("code", "name")


@admin.register(Community)
class CommunityAdmin(ReferenceAdmin):
    list_display = ("name", "street")
    list_filter = ("street",)
    list_select_related = ("street",)


@admin.register(AuditEntry)
class AuditEntryAdmin(ConfinedAdmin):
    view_right = "audit.view"
    keyset = "id"
    list_display = ("at", "by", "street", "action", "target", "outcome")
    list_filter = ("outcome",)
    list_select_related = ("by", "street")
    fields = (*list_display, "data")


@admin.register(IncompatibleRoles)
class IncompatibleRolesAdmin(ConfinedAdmin):
    view_right = "user.manage"
    list_display = ("role_a", "role_b", "because")
    list_display_links = None
    ordering = ("role_a", "role_b")
