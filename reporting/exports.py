"""Exports: what can be exported in which form, as a job with progress. The same reading gives the same bytes."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from accounts.errors import Malformed
from accounts.scoping import scope_required
from reporting import xlsx
from reporting.documents import annual
from reporting.models import template_in_use
from reporting.narrowing import narrowing_of
from reporting.tables import summary_of, write_csv

JOB = "reporting.export"
CONTENT_TYPES = {
    "xlsx": xlsx.CONTENT_TYPE,
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
}
SUMMARY, REPORT = "summary", "report"
FORMATS = {SUMMARY: ("xlsx", "csv"), REPORT: ("docx", "pdf", "md", "xlsx")}
LABELS = {SUMMARY: _("年度汇总"), REPORT: _("年度报告")}
Advance = Callable[[int, int], None]


def refuse_form(document: str, form: str) -> None:
    if form not in FORMATS.get(document, ()):
        raise Malformed("export.unknown", _("没有这种导出格式。请从年度汇总里选择。"), "format")


def written(document: str, form: str, args: dict[str, Any], advance: Advance | None = None) -> bytes:
    """The bytes of a document for the scope in force. `args`: year, known_at (ISO or None), basis, filters."""
    refuse_form(document, form)
    known_at = parse_datetime(args["known_at"]) if args.get("known_at") else None
    if form in FORMATS[SUMMARY]:
        basis, narrowing = args.get("basis") or "then", narrowing_of(args.get("filters") or {})
        summary = summary_of(args["year"], known_at, basis, narrowing, advance)
        return xlsx.write_summary(summary) if form == "xlsx" else write_csv(summary)
    report, template = annual.report_of(args["year"], known_at, advance), template_in_use()
    match form:
        case "docx":
            return annual.annual_word(report, template)
        case "pdf":
            return annual.annual_pdf(report, template)
    return annual.annual_markdown(report, template).encode()


def file_name(document: str, form: str, year: int) -> str:
    """Of codes and digits alone: safe on every system."""
    return f"{document}-{year}-{scope_required().area}.{form}"


def run_job(job: Any) -> tuple[str, str, bytes]:
    """The job: args document, format, year, known_at (ISO), basis, filters; in the requester's scope."""
    job.advance(0, 0)
    document, form = job.args["document"], job.args["format"]
    content = written(document, form, job.args, lambda done, total: job.advance(done, total + 1))
    return file_name(document, form, job.args["year"]), CONTENT_TYPES[form], content


def arguments(document: str, form: str, year: int, known_at: Any, basis: str, filters: dict[str, str]) -> dict:
    """The arguments of the job; Malformed for a form that does not exist."""
    refuse_form(document, form)
    moment = timezone.localtime(known_at).isoformat()
    chosen = narrowing_of(filters).query
    return {"document": document, "format": form, "year": year, "known_at": moment, "basis": basis, "filters": chosen}
