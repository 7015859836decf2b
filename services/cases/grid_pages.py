"""The pages of sheets with many people: the list of them, the sheet, and the receipt of one that was entered."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.admin_base import row_or_404
from accounts.errors import DomainError, Malformed
from accounts.pages import form_page, page
from accounts.roles import may, require
from services.cases import grids, presenting
from services.cases.actions import enter_sheet
from services.cases.addresses import admin_url
from services.cases.grid_forms import MORE, HeadForm, Rows, rows_of, with_only_choices, with_people, with_rows
from services.cases.grids import Grid, Values
from services.cases.models import Case, GridSheet
from services.desk import actions as desk
from services.ledger.models import Entry
from services.people.models import Person


def _grid(code: str) -> Grid:
    try:
        return grids.get(code)
    except KeyError:
        raise Http404 from None


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
            {"text": _grid(sheet.grid).label, "url": reverse("admin:grid_sheet", args=[sheet.pk])},
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
    grid = _grid(slug)
    require(request.scope, grid.right)
    data = request.POST or None
    remembered = desk.remembered(by=request.user, form=f"grid.{grid.code}")
    head = HeadForm(data, grid=grid, user=request.user, initial=remembered)
    more = "_more" in request.POST
    changed = more or ("_fill" in request.POST and head.is_valid())
    if data and more:
        data = with_rows(data, MORE)
    elif data and changed:
        data = with_people(data, _people_before(request, grid, head.values))
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
        can_fill=grid.before is not None,
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
        raise _at_its_cell(error, said) from None
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


def _at_its_cell(error: DomainError, said: list) -> DomainError:
    """What is said of a row stands at its cell; what remains is about the sheet as a whole."""
    problems = []
    for problem in error.problems:
        index, slash, column = problem.pointer.partition("/")
        if slash and index.isdecimal():
            row = said[int(index)]
            row.add_error(column if column in row.fields else "person", str(problem.detail))
        else:
            problems.append(problem)
    return type(error)(error.code, error.detail, problems=problems)


def _total(grid: Grid, rows: Rows) -> int:
    return sum(grid.size(row.values) for row in rows.said if row.is_valid()) if rows.is_bound else 0


def sheet_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a sheet wrote, as it stands now."""
    require(request.scope, "case.view")
    sheet = row_or_404(GridSheet.objects.visible_to(request.user), pk)
    grid = _grid(sheet.grid)
    entries = Entry.objects.visible_to(request.user).filter(pk__in=sheet.entries)
    entries = entries.select_related("person", "organisation", "case").order_by("id")
    headers = [_("姓名"), _("案件"), _("日期"), _("内容"), {"text": _("数量"), "number": True}, _("状态")]
    table = {"caption": _("登记的记录"), "headers": headers, "rows": _lines(entries), "id": "entries"}
    return page(
        request,
        "taizhang/tables.html",
        title=grid.label,
        lead=_("已登记%(rows)s行，合计%(total)s%(unit)s。")
        % {"rows": sheet.rows, "total": sheet.total, "unit": grid.unit},
        buttons=[{"label": _("再登记一张"), "url": reverse("admin:grid", args=[grid.code]), "primary": True}],
        tables=[table],
        crumbs=[{"label": _("批量登记"), "url": reverse("admin:grids")}],
    )


def _lines(entries: Iterable[Entry]) -> list[list[Any]]:
    lines = []
    for entry in entries:
        case: Case = entry.case
        voided = entry.voided_at is not None
        lines.append(
            [
                presenting.subject(case),
                {"text": case.number, "url": admin_url(case.of_kind, "change", case.pk)},
                entry.happened_on,
                case.of_kind.labels[entry.code],
                {"text": entry.quantity, "number": True},
                {"text": _("已作废") if voided else _("有效"), "tone": "neutral" if voided else "good"},
            ]
        )
    return lines


def links(request: HttpRequest) -> list[dict[str, Any]]:
    shown = may(request.scope, "case.enter")
    return [{"label": _("批量登记"), "url": reverse("admin:grids")}] if shown else []


def pages(site: Any) -> list:
    return [
        path("grids/", site.admin_view(list_view), name="grids"),
        path("grids/<slug:slug>/", site.admin_view(grid_view), name="grid"),
        path("sheets/<uuid:pk>/", site.admin_view(sheet_view), name="grid_sheet"),
    ]
