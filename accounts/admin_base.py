"""The base of every admin class here: rows through `visible_to`, rights by role, writes through actions only."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ForeignKey, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.admin_lists import CappedChangeList, CappedPaginator
from accounts.pages import put_in_words
from accounts.roles import may


def row_or_404(rows: QuerySet, pk: Any) -> Any:
    """The row with that key. Not there, not yours and not even a key are the same answer."""
    try:
        return get_object_or_404(rows, pk=pk)
    except (ValidationError, ValueError):
        raise Http404 from None


def pill(tone: str, text: Any) -> SafeString:
    """A state in a list, in words; tone is neutral, info, good, warn or stop."""
    return format_html('<span class="pill pill--{}">{}</span>', tone, text)


class ConfinedAdmin(admin.ModelAdmin):
    """Subclasses name the rights and bring own add and change pages, or a `save_model` that calls an action."""

    view_right = "case.view"
    add_right: str | None = None
    change_right: str | None = None
    list_per_page = 25
    list_max_show_all = 200
    paginator = CappedPaginator
    keyset = ""  # see accounts.admin_lists
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = self.model._default_manager.all()
        rows = rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        context = {"title": capfirst(str(self.opts.verbose_name_plural)), "buttons": self.list_buttons(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        context = {"title": _("新建：%(what)s") % {"what": self.opts.verbose_name}, **(extra_context or {})}
        return super().add_view(request, form_url, context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        for form in (
            context["adminform"].form,
            *(f for each in context["inline_admin_formsets"] for f in each.formset.forms),
        ):
            put_in_words(form)
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """What happened is told by the ledger and the audit; the admin's own log is empty."""
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CappedChangeList]:
        return CappedChangeList

    def list_buttons(self, request: HttpRequest) -> list[dict[str, Any]]:
        """What can be done with the list as a whole: {label, url}; none unless a subclass says so."""
        return []

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        manager = db_field.remote_field.model._default_manager
        if "queryset" not in kwargs and hasattr(manager, "visible_to"):
            kwargs["queryset"] = manager.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        """Not there and not yours are the same answer: 404, not a redirect with a message."""
        raise Http404

    def _may(self, request: HttpRequest, right: str | None) -> bool:
        return right is not None and may(getattr(request, "scope", None), right)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request, self.view_right)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, self.view_right)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, self.add_right)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, self.change_right)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        raise PermissionDenied("writes go through actions")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        raise PermissionDenied("nothing is deleted")

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        raise PermissionDenied("nothing is deleted")

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The audit says it; the admin's own log would keep names."""

    log_change = log_addition

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> None:
        """See log_addition."""
