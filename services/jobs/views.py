"""My jobs: the list, one job with its progress, its result; cancel and retry."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.pages import page
from accounts.roles import may, require
from services.jobs import actions
from services.jobs.models import Job, JobFile
from services.jobs.registry import label_of, page_of

PER_PAGE = 25


def pages(site: Any) -> list:
    """The URLs inside the admin site (accounts.admin_site.PAGES)."""
    wrap = site.admin_view
    return [
        path("jobs/", wrap(job_list), name="jobs"),
        path("jobs/<uuid:pk>/", wrap(job_page), name="job"),
        path("jobs/<uuid:pk>/file/", wrap(job_file), name="job_file"),
        path("jobs/<uuid:pk>/cancel/", wrap(job_cancel), name="job_cancel"),
        path("jobs/<uuid:pk>/retry/", wrap(job_retry), name="job_retry"),
    ]


def links(request: HttpRequest) -> list[dict[str, Any]]:
    return [{"label": _("我的任务"), "url": reverse("admin:jobs")}] if may(request.scope, "job.view") else []


def _job(request: HttpRequest, pk: UUID) -> Job:
    require(request.scope, "job.view")
    return get_object_or_404(Job.objects.visible_to(request.user).select_related("street"), pk=pk)


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    require(request.scope, "job.view")
    rows = Job.objects.visible_to(request.user).select_related("street").order_by("-created_at", "id")
    jobs = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for job in jobs:
        job.label = label_of(job.name)
    return page(request, "jobs/list.html", title=_("我的任务"), jobs=jobs)


@require_safe
def job_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = _job(request, pk)
    file = JobFile.objects.visible_to(request.user).filter(job=job).defer("content").first()
    crumbs = [{"label": _("我的任务"), "url": reverse("admin:jobs")}]
    about = page_of(job)
    return page(request, "jobs/job.html", title=label_of(job.name), job=job, file=file, about=about, crumbs=crumbs)


@require_safe
def job_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = _job(request, pk)
    file = get_object_or_404(JobFile.objects.visible_to(request.user), job=job)
    content = actions.read_file(by=request.user, file=file)
    headers = {
        "Content-Disposition": content_disposition_header(True, file.filename) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=file.content_type, headers=headers)


@require_POST
def job_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.cancel(by=request.user, job=_job(request, pk))
    messages.success(request, _("任务已取消。"))
    return HttpResponseRedirect(reverse("admin:job", args=[pk]))


@require_POST
def job_retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.retry(by=request.user, job=_job(request, pk))
    messages.success(request, _("任务已重新排队。"))
    return HttpResponseRedirect(reverse("admin:job", args=[pk]))
