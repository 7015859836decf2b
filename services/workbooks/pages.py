"""The way of a workbook: upload, columns, dry run, decision, progress, receipt; and taking it back."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.admin_base import row_or_404
from accounts.errors import NotThere
from accounts.pages import form_page, page
from accounts.roles import may, require
from services.jobs.models import Job
from services.workbooks import actions, books, presenting, receipts, templating
from services.workbooks.forms import ColumnsForm, DecideForm, UploadForm
from services.workbooks.models import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 50


def pages(site: Any) -> list:
    wrap = site.admin_view
    return [
        path("workbooks/", wrap(workbook_list), name="workbooks"),
        path("workbooks/new/", wrap(upload_view), name="workbook_new"),
        path("workbooks/templates/<str:book>/", wrap(template_view), name="workbook_template"),
        path("workbooks/<uuid:pk>/", wrap(workbook_view), name="workbook"),
        path("workbooks/<uuid:pk>/columns/", wrap(columns_view), name="workbook_columns"),
        path("workbooks/<uuid:pk>/decide/", wrap(decide_view), name="workbook_decide"),
        path("workbooks/<uuid:pk>/undo/", wrap(undo_view), name="workbook_undo"),
        path("workbooks/<uuid:pk>/file/", wrap(file_view), name="workbook_file"),
        path("workbooks/<uuid:pk>/receipt/", wrap(receipt_view), name="workbook_receipt"),
        path("workbooks/<uuid:pk>/receipt/print/", wrap(print_view), name="workbook_print"),
    ]


def links(request: HttpRequest) -> list[dict[str, Any]]:
    if not may(request.scope, actions.RIGHT):
        return []
    return [{"label": _("表格导入"), "url": reverse("admin:workbooks")}]


def page_of_job(job: Job) -> str:
    return reverse("admin:workbook", args=[job.args["workbook"]])


def _url(workbook: Workbook, name: str = "workbook") -> str:
    return reverse(f"admin:{name}", args=[workbook.pk])


def _workbook(request: HttpRequest, pk: UUID) -> Workbook:
    require(request.scope, actions.RIGHT)
    rows = Workbook.objects.visible_to(request.user).select_related("street", "created_by", "job")
    return row_or_404(rows.defer("content", "marked"), pk)


def _crumbs(workbook: Workbook | None = None) -> list[dict[str, Any]]:
    crumbs = [{"label": _("表格导入"), "url": reverse("admin:workbooks")}]
    return crumbs + ([{"label": workbook.filename, "url": _url(workbook)}] if workbook else [])


@require_safe
def workbook_list(request: HttpRequest) -> HttpResponse:
    require(request.scope, actions.RIGHT)
    rows = Workbook.objects.visible_to(request.user).select_related("street").order_by("-created_at", "pk")
    return page(
        request,
        "taizhang/tables.html",
        title=_("表格导入"),
        lead=_("把街道原有的表格交给系统：先核对、后导入，有问题的行写明原因退回，导入的可以撤销。"),
        buttons=[{"label": _("导入表格"), "url": reverse("admin:workbook_new"), "primary": True}],
        tables=[
            presenting.list_table(rows.defer("content", "marked", "findings")[:MOST]),
            presenting.template_table(books.offered(request.scope)),
        ],
    )


@require_safe
def template_view(request: HttpRequest, book: str) -> HttpResponse:
    require(request.scope, actions.RIGHT)
    of = books.get(book)
    return _file(templating.template(of), _("%(book)s模板.xlsx") % {"book": of.label})


def upload_view(request: HttpRequest) -> HttpResponse:
    require(request.scope, actions.RIGHT)
    initial = {"book": request.GET.get("book", "")}
    offered = books.offered(request.scope)
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial, books=offered, scope=request.scope)

    def act() -> Workbook:
        values = form.cleaned_data
        return actions.upload(
            by=request.user,
            book=values["book"],
            street=request.scope.street or (values["street"] and values["street"].pk),
            filename=values["file"].name,
            content=values["file"].read(),
        )

    return form_page(
        request,
        form=form,
        act=act,
        done=lambda workbook: _url(workbook, "workbook_columns"),
        title=_("导入表格"),
        lead=_("上传后先核对，不会马上登记。文件加密保存，到期自动删除。"),
        submit_label=_("上传"),
        cancel_url=reverse("admin:workbooks"),
        crumbs=_crumbs(),
    )


def columns_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    workbook = _workbook(request, pk)
    form = ColumnsForm(request.POST or None, workbook=workbook, columns=books.get(workbook.book).columns)
    return form_page(
        request,
        form=form,
        act=lambda: actions.check(by=request.user, workbook=workbook, mapping=form.mapping),
        done=lambda job: _url(workbook),
        title=_("对应列名"),
        lead=_("左边是您表格的列名，请选它是什么。本街道下次上传同类表格时会记住。"),
        submit_label=_("开始核对"),
        cancel_url=_url(workbook),
        crumbs=_crumbs(workbook),
    )


@require_safe
def workbook_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    workbook = _workbook(request, pk)
    return page(
        request,
        "workbooks/workbook.html",
        title=workbook.filename,
        workbook=workbook,
        **presenting.described(workbook),
        crumbs=_crumbs(),
    )


def decide_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    workbook = _workbook(request, pk)
    form = DecideForm(request.POST or None, workbook=workbook)

    def act() -> Job:
        values = form.cleaned_data
        create_people = bool(values.get("create_people"))
        return actions.accept(by=request.user, workbook=workbook, mode=values["mode"], create_people=create_people)

    return form_page(
        request,
        form=form,
        act=act,
        done=lambda job: _url(workbook),
        title=_("决定导入"),
        notices=presenting.moved_notices(workbook),
        facts=presenting.count_facts(workbook),
        submit_label=_("导入"),
        cancel_url=_url(workbook),
        crumbs=_crumbs(workbook),
    )


def undo_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    workbook = _workbook(request, pk)
    form = Form(request.POST or None)
    return form_page(
        request,
        form=form,
        act=lambda: actions.undo(by=request.user, workbook=workbook),
        done=lambda job: _url(workbook),
        title=_("撤销导入"),
        lead=_("这次导入登记的内容将逐行作废并留痕。导入之后又办理过的案件不会撤销，会写明原因；新登记的人员保留。"),
        facts=presenting.receipt_facts(workbook),
        submit_label=_("撤销这次导入"),
        danger=True,
        cancel_url=_url(workbook),
        crumbs=_crumbs(workbook),
    )


@require_safe
def file_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    workbook = _workbook(request, pk)
    if not (content := actions.read_marked(by=request.user, workbook=workbook)):
        raise NotThere("workbook.no_file", _("还没有核对，或文件已经到期删除。"))
    return _file(content, _("%(name)s（核对结果）.xlsx") % {"name": workbook.filename.rpartition(".")[0]})


@require_safe
def receipt_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _file(receipts.write(_imported(request, pk)), _("导入回执.xlsx"))


@require_safe
def print_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    content = receipts.printed(_imported(request, pk), request.user, timezone.now())
    return _file(content, _("导入回执.pdf"), "application/pdf")


def _imported(request: HttpRequest, pk: UUID) -> Workbook:
    workbook = _workbook(request, pk)
    if not workbook.receipt:
        raise NotThere("workbook.no_receipt", _("还没有导入，没有回执。"))
    return workbook


def _file(content: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
