"""Filters of the summary that somebody keeps under a name."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.pages import form_page
from accounts.roles import require
from reporting import arranging
from reporting.links import address
from reporting.models import SavedView
from reporting.narrowing import CHOICES, LABELS, Narrowing, narrowing_of


class SaveForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("名称"), max_length=40)
    shared = forms.BooleanField(label=gettext_lazy("同事也可以使用"), required=False)


def context(request: HttpRequest, number: int, narrowing: Narrowing) -> dict[str, Any]:
    """What the summary shows of filters and saved views."""
    url = reverse("summary", args=[number])
    views = SavedView.objects.offered_to(request.user).select_related("user")
    return {
        "narrowing": narrowing,
        "filters": [
            {"name": name, "label": LABELS[name], "value": getattr(narrowing, name), "choices": choices.items()}
            for name, choices in CHOICES.items()
        ],
        "saved": [
            {
                "view": view,
                "url": address(url, view.narrowing.query),
                "current": view.narrowing == narrowing,
                "mine": view.user_id == request.user.pk,
            }
            for view in views
        ],
        "save_url": address(reverse("view_save", args=[number]), narrowing.query),
        "clear_url": url,
    }


def save(request: HttpRequest, number: int) -> HttpResponse:
    """Keeps the filters of the address under a name."""
    require(request.scope, "figure.view")
    narrowing = narrowing_of(request.GET)
    form = SaveForm(request.POST or None)
    url = address(reverse("summary", args=[number]), narrowing.query)

    def act() -> SavedView:
        return arranging.save_view(by=request.user, narrowing=narrowing, **form.cleaned_data)

    return form_page(
        request,
        form=form,
        act=act,
        done=lambda view: url,
        message=_("视图已保存，以后在年度汇总上方可以直接打开。"),
        title=_("保存视图"),
        facts=[(_("筛选条件"), str(narrowing) or _("不筛选"))],
        submit_label=_("保存"),
        cancel_url=url,
        crumbs=[{"label": _("%(year)s年汇总") % {"year": number}, "url": url}],
    )


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.scope, "figure.view")
    view = get_object_or_404(SavedView.objects.offered_to(request.user), pk=pk)
    arranging.delete_view(by=request.user, view=view)
    messages.success(request, _("视图已删除。"))
    return HttpResponseRedirect(reverse("last_summary"))
