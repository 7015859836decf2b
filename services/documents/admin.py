"""Materials on the case page: attach, look at, withdraw; photos before and after side by side; printing."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.admin_base import row_or_404
from accounts.admin_site import PAGES
from accounts.pages import form_page, page
from accounts.roles import may, require
from services.cases.addresses import admin_url
from services.cases.admin import CASE_LINKS, CASE_TABLES
from services.cases.forms import ReasonForm
from services.cases.models import Case
from services.documents import actions, printing
from services.documents.checking import MOST_BYTES
from services.documents.models import Document
from services.documents.serving import content_of

FORMS: dict[str, tuple[Any, Callable[..., bytes]]] = {
    "receipt": (gettext_lazy("打印受理回执"), printing.receipt),
    "approval": (gettext_lazy("打印审批表"), printing.approval_form),
}
Purpose = Document.Purpose


class AttachForm(forms.Form):
    purpose = forms.ChoiceField(label=gettext_lazy("是什么"), choices=[("", "---------"), *Purpose.choices])
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("照片（JPG、PNG）或 PDF，不超过10兆。照片里的拍摄地点等信息不会保存。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过10兆。请用较低的分辨率重新扫描或拍照。"))
        return file


def _case(request: HttpRequest, pk: Any) -> Case:
    rows = Case.objects.visible_to(request.user).select_related("person", "street", "community", "household")
    return row_or_404(rows, pk)


def _url(case: Case) -> str:
    return admin_url(case.of_kind, "change", case.pk)


def _crumbs(case: Case) -> list[dict[str, Any]]:
    return [{"label": case.number, "url": _url(case)}]


def attach_view(request: HttpRequest, pk: Any) -> HttpResponse:
    require(request.scope, "document.attach")
    case = _case(request, pk)
    form = AttachForm(request.POST or None, request.FILES or None)

    def act() -> Document:
        file = form.cleaned_data["file"]
        return actions.attach(
            by=request.user, case=case, purpose=form.cleaned_data["purpose"], filename=file.name, content=file.read()
        )

    return form_page(
        request,
        form=form,
        act=act,
        done=lambda document: _url(case),
        message=_("已保存到案件材料。"),
        title=_("上传材料：%(number)s") % {"number": case.number},
        submit_label=_("上传"),
        cancel_url=_url(case),
        crumbs=_crumbs(case),
    )


def _document(request: HttpRequest, pk: Any) -> Document:
    return row_or_404(Document.objects.visible_to(request.user).select_related("case"), pk)


@require_safe
def file_view(request: HttpRequest, pk: Any) -> HttpResponse:
    require(request.scope, "document.view")
    return content_of(request.user, _document(request, pk))


def withdraw_view(request: HttpRequest, pk: Any) -> HttpResponse:
    require(request.scope, "document.attach")
    document = _document(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> bool:
        actions.withdraw(by=request.user, document=document, reason=form.cleaned_data["reason"])
        return True

    return form_page(
        request,
        form=form,
        act=act,
        done=lambda result: _url(document.case),
        message=_("已撤下，记录保留。"),
        title=_("撤下材料"),
        facts=[(_("文件名"), document.filename), (_("是什么"), document.get_purpose_display())],
        submit_label=_("撤下"),
        danger=True,
        cancel_url=_url(document.case),
        crumbs=_crumbs(document.case),
    )


@require_safe
def photos_view(request: HttpRequest, pk: Any) -> HttpResponse:
    require(request.scope, "document.view")
    case = _case(request, pk)
    photos = Document.objects.visible_to(request.user).filter(case=case).standing().photos()
    sides = [
        {"label": label, "photos": [one for one in photos if one.purpose == value]}
        for value, label in ((Purpose.BEFORE, _("办理前")), (Purpose.AFTER, _("办理后")))
    ]
    title = _("前后对照：%(number)s") % {"number": case.number}
    return page(request, "documents/photos.html", title=title, sides=sides, crumbs=_crumbs(case))


@require_safe
def print_view(request: HttpRequest, pk: Any, form: str) -> HttpResponse:
    require(request.scope, "document.view")
    case = _case(request, pk)
    _label, made = FORMS[form]
    content = made(case, request.user, timezone.now())
    audit.record(by=request.user, action="case.printed", target=case, street=case.street_id, form=form)
    headers = {
        "Content-Disposition": content_disposition_header(False, f"{case.number}-{form}.pdf") or "inline",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def documents_of(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    if not may(request.scope, "document.view"):
        return []
    rows = []
    for one in Document.objects.visible_to(request.user).filter(case=case).standing().select_related("added_by"):
        url = reverse("admin:document_file", args=[one.pk])
        away: Any = {"text": _("撤下"), "url": reverse("admin:document_withdraw", args=[one.pk])}
        size = {"text": f"{max(one.size // 1024, 1):,} KB", "number": True}
        who = f"{one.added_by or '—'} {timezone.localtime(one.added_at):%Y-%m-%d}"
        rows.append([{"text": one.filename, "url": url}, one.get_purpose_display(), size, who, away])
    headers = [_("文件名"), _("是什么"), {"text": _("大小"), "number": True}, _("上传"), _("办理")]
    return [{"caption": _("案件材料"), "headers": headers, "rows": rows, "id": "documents"}] if rows else []


def links_of(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    found = []
    if may(request.scope, "document.attach"):
        found.append({"label": _("上传材料"), "url": reverse("admin:document_attach", args=[case.pk])})
    if may(request.scope, "document.view"):
        if Document.objects.filter(case=case, purpose__in=(Purpose.BEFORE, Purpose.AFTER)).standing().exists():
            found.append({"label": _("前后对照"), "url": reverse("admin:document_photos", args=[case.pk])})
        found += [
            {"label": label, "url": reverse(f"admin:document_print_{name}", args=[case.pk])}
            for name, (label, _made) in FORMS.items()
        ]
    return found


def pages(site: Any) -> list:
    wrap = site.admin_view
    printed = [
        path(f"documents/<uuid:pk>/print/{name}/", wrap(print_view), {"form": name}, name=f"document_print_{name}")
        for name in FORMS
    ]
    return [
        path("documents/<uuid:pk>/add/", wrap(attach_view), name="document_attach"),
        path("documents/<uuid:pk>/photos/", wrap(photos_view), name="document_photos"),
        path("documents/<uuid:pk>/file/", wrap(file_view), name="document_file"),
        path("documents/<uuid:pk>/withdraw/", wrap(withdraw_view), name="document_withdraw"),
        *printed,
    ]


PAGES.append(pages)
CASE_TABLES.append(documents_of)
CASE_LINKS.append(links_of)
