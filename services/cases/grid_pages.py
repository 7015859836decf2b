"""The pages of sheets with many people: the list of them, and the sheet. What one wrote: sheet_pages.py."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import DomainError, Malformed, Problem
from accounts.pages import form_page, page
from accounts.roles import may, require
from services.cases import grids, sheet_pages
from services.cases.actions import enter_sheet
from services.cases.grid_forms import MORE, HeadForm, Rows, rows_of, with_only_choices, with_people, with_rows
from services.cases.grids import Grid, Values
from services.cases.models import GridSheet
from services.desk import actions as desk
from services.people.models import Person


def list_view(request: HttpRequest) -> HttpResponse:
    require(request.scope, "case.enter")
    rows = [
        [{"text": grid.label, "url": reverse("admin:grid", args=[grid.code])}, grid.help]
        for grid in grids.all_grids()
        if may(request.scope, grid.right)
    ]
    mine = GridSheet.objects.visible_to(request.user).filter(by=request.user).order_by("-at")[:10]
    entered = [
        [
            {"text": grids.get(sheet.grid).label, "url": reverse("admin:grid_sheet", args=[sheet.pk])},
            timezone.localtime(sheet.at).strftime("%Y-%m-%d %H:%M"),
            {"text": sheet.rows, "number": True},
        ]
        for sheet in mine
    ]
    headers = [_("表"), _("登记时间"), {"text": _("行数"), "number": True}]
    empty = _("您还没有登记过。从上面选择一张表开始；登记过的表在这里可以再打开。")
    tables = [
        {"caption": _("选择要登记的表"), "headers": [_("表"), _("说明")], "rows": rows, "id": "grids"},
        {"caption": _("我最近登记的表"), "headers": headers, "rows": entered, "id": "sheets", "empty": empty},
    ]
    return page(request, "taizhang/tables.html", title=_("批量登记"), tables=tables)


def grid_view(request: HttpRequest, slug: str) -> HttpResponse:
    grid = grids.get(slug)
    require(request.scope, grid.right)
    data = request.POST or None
    remembered = desk.remembered(by=request.user, form=f"grid.{grid.code}")
    head = HeadForm(data, grid=grid, user=request.user, initial=remembered)
    more = "_more" in request.POST
    changed = more or ("_fill" in request.POST and head.is_valid())
    if data and more:
        data = with_rows(data, MORE)
    elif data and changed:
        likely = _people_before(request, grid, head.values)
        data = with_people(data, likely)
        if not likely:
            messages.warning(request, _("没有可以带入的人员。请核对上面填写的内容，或直接在行里填写姓名。"))
    rows = rows_of(data, grid=grid, user=request.user)
    if data and any(row.has_error("person", "choose") for row in rows):
        rows = rows_of(with_only_choices(data, rows), grid=grid, user=request.user)
        rows.is_valid()
        _ask_to_look(rows, data)
    return form_page(
        request,
        form=head,
        formsets=[rows],
        act=lambda: _enter(request, grid, head, rows),
        acts=not changed,
        done=lambda sheet: reverse("admin:grid_sheet", args=[sheet.pk]),
        message=lambda sheet: _("已登记%(count)s行。") % {"count": sheet.rows},
        title=grid.label,
        lead=grid.help,
        template="admin/cases/grid.html",
        grid=grid,
        columns=[spec.label for spec in grid.columns],
        ticks=any(spec.type == "days" for spec in grid.columns),
        total=_total(grid, rows),
        submit_label=_("登记整张表"),
        cancel_url=reverse("admin:grids"),
        crumbs=[{"label": _("批量登记"), "url": reverse("admin:grids")}],
    )


def _people_before(request: HttpRequest, grid: Grid, head: Values) -> list[Person]:
    """Those who are likely on the sheet, once its head is known."""
    likely = grid.before(head) if grid.before else ()
    people = Person.objects.visible_to(request.user).current().filter(pk__in=likely)
    return list(grid.narrow(people).order_by("name", "pk"))


def _ask_to_look(rows: Rows, data: Any) -> None:
    """Whoever was found by a name is marked now; the clerk has not seen it yet, so nothing is entered this time."""
    for row in rows:
        key = f"{row.add_prefix('person')}_choice"
        if row.data.get(key) and not data.get(key):
            row.add_error("person", forms.ValidationError(_("请核对是不是此人，再提交一次。"), code="choose"))


def _enter(request: HttpRequest, grid: Grid, head: HeadForm, rows: Rows) -> GridSheet:
    said = rows.said
    total = _total(grid, rows)
    if (expected := head.cleaned_data["expected"]) and expected != total:
        detail = _("填写的行合计是%(total)s，和表上的合计%(expected)s不同。请找出漏填或多填的行。")
        raise Malformed("sheet.total_differs", detail % {"total": total, "expected": expected}, "expected")
    try:
        sheet = enter_sheet(
            by=request.user,
            grid=grid,
            page=_page_key(request),
            today=timezone.localdate(),
            head=head.values,
            rows=[(row.cleaned_data["person"], row.values) for row in said],
        )
    except DomainError as error:
        raise _at_its_cell(error, head, said) from None
    chosen = {name: _key_of(head.cleaned_data[name]) for name in grid.remembered}
    desk.remember(by=request.user, form=f"grid.{grid.code}", values=chosen)
    return sheet


def _key_of(value: Any) -> Any:
    return getattr(value, "pk", value)


def _page_key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("_page", ""))
    except ValueError:
        raise Malformed("sheet.no_page", _("页面不完整，没有登记。请重新打开这张表。")) from None


def _at_its_cell(error: DomainError, head: HeadForm, said: list) -> DomainError:
    """What is said of a row stands at its cell; what the head is refused for, at the head and once; what remains is
    about the sheet as a whole."""
    problems: dict[Any, Problem] = {}
    for problem in error.problems:
        index, slash, column = problem.pointer.partition("/")
        row = said[int(index)] if slash and index.isdecimal() else None
        if row and (column in row.fields or column not in head.fields):
            row.add_error(column if column in row.fields else "person", str(problem.detail))
        else:
            one = Problem(column if row else problem.pointer, problem.code, problem.detail)
            problems[one.pointer, str(one.detail)] = one
    return type(error)(error.code, error.detail, problems=list(problems.values()))


def _total(grid: Grid, rows: Rows) -> int:
    return sum(grid.size(row.values) for row in rows.said if row.is_valid()) if rows.is_bound else 0


def links(request: HttpRequest) -> list[dict[str, Any]]:
    shown = may(request.scope, "case.enter")
    return [{"label": _("批量登记"), "url": reverse("admin:grids")}] if shown else []


def pages(site: Any) -> list:
    return [
        path("grids/", site.admin_view(list_view), name="grids"),
        path("grids/<slug:slug>/", site.admin_view(grid_view), name="grid"),
        path("sheets/<uuid:pk>/", site.admin_view(sheet_pages.sheet_view), name="grid_sheet"),
        path("sheets/<uuid:pk>/undo/", site.admin_view(sheet_pages.undo_view), name="grid_sheet_undo"),
    ]
