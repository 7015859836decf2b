"""Workbooks of work orders, and of the district's own registers: known again by what stands in them, of no street."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import DISTRICT_ITSELF
from services.cases.models import Case
from services.ledger.models import Entry
from services.warm_homes.models import RatingIndicator
from services.workbooks.models import ImportedRow, Workbook
from tests import make
from tests.workbooks.sheets import checked, codes, imported, undone, uploaded, xlsx

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 1)
ORDERS = ["市级派单日期", "工单编号", "诉求类别", "诉求内容"]
STATEMENTS = ["填报日期", "数据项", "所属年度", "数值", "来源文件", "原文"]
FIGURE = "finance.procurement"


def order(day=DAY, number="12345-2023-000007", topic="辅助器具"):
    return xlsx(ORDERS, [day, number, topic, "轮椅坏了没人修。"])


def statement(value=1647930.61, *, figure=FIGURE, source="2023年部门决算说明"):
    return xlsx(STATEMENTS, [dt.date(2024, 1, 10), figure, 2023, value, source, "政府采购决算资金"])


def test_a_work_order_is_known_by_its_number_also_on_another_day():
    imported("hotline_order", order())
    workbook = imported("hotline_order", order(dt.date(2023, 3, 2), topic="就业和培训"))
    assert workbook.written == {"changed": 1}
    with make.acting(None):
        case = Case.objects.of_kind("hotline_order").get()
        assert case.opened_on == dt.date(2023, 3, 2)
        received = Entry.objects.filter(case=case).standing().of("hotline_order.received").get()
        assert received.happened_on == dt.date(2023, 3, 2)
    undone(workbook)
    with make.acting(None):
        assert Case.objects.of_kind("hotline_order").get().opened_on == DAY


def test_a_work_order_that_went_on_is_not_changed():
    imported("hotline_order", order())
    with make.acting(None):
        case = Case.objects.of_kind("hotline_order").get()
    make.moved(case, "dispatched", DAY)
    assert codes(checked("hotline_order", order(topic="就业和培训"))) == {2: {"case.went_on"}}
    assert checked("hotline_order", order()).counts["same"] == 1


def test_the_districts_own_stands_in_no_street():
    workbook = imported("statement", statement(), by="officer")
    with make.acting(None):
        case = Case.objects.of_kind("statement").get()
        row = ImportedRow.objects.get(workbook=workbook)
    assert (workbook.street_id, case.street_id, row.street_id) == (None, DISTRICT_ITSELF, DISTRICT_ITSELF)
    with make.acting("clerk_a") as by:
        assert not Workbook.objects.visible_to(by).filter(pk=workbook.pk).exists()
        assert not ImportedRow.objects.visible_to(by).filter(workbook=workbook).exists()
    with pytest.raises(NotAllowed):
        uploaded("statement", statement(), by="clerk_a")


def test_an_imported_statement_counts_once_somebody_else_confirmed_it():
    imported("statement", statement(), by="officer")
    with make.acting(None):
        case = Case.objects.of_kind("statement").get()
        assert not Entry.objects.of("stated.value").standing().exists()
    make.moved(case, "confirmed", dt.date(2024, 1, 12), by="director")
    with make.acting(None):
        assert Entry.objects.of("stated.value").standing().get(detail=FIGURE).amount == Decimal("1647930.61")
    assert codes(checked("statement", statement(1), by="officer")) == {2: {"case.went_on"}}
    assert checked("statement", statement(1, source="另一份文件"), by="officer").counts["new"] == 1


def test_a_statement_is_checked_as_at_the_counter():
    found = checked("statement", statement(12.5, figure="staffing.staff_total"), by="officer")
    assert codes(found) == {2: {"choice.unknown"}}
    late = xlsx(STATEMENTS, [dt.date(2023, 3, 1), FIGURE, 2024, 5, "文件", "原文"])
    assert codes(checked("statement", late, by="officer")) == {2: {"statement.year_in_future"}}


def test_a_target_is_known_by_its_title_and_year():
    head = ["设定日期", "指标", "比较", "目标值", "计量单位", "完成年度"]
    first = xlsx(head, [DAY, "服务覆盖率", "不低于", 80, "%", 2025])
    imported("plan_target", first, by="officer")
    raised = xlsx(head, [DAY, "服务覆盖率", "不低于", 85.5, "%", 2025], [DAY, "服务覆盖率", "不低于", 90, "%", 2030])
    workbook = imported("plan_target", raised, by="officer")
    assert workbook.written == {"changed": 1, "new": 1}
    undone(workbook, by="officer")
    with make.acting(None):
        case = Case.objects.of_kind("plan_target").open().get()
        assert case.of_kind.detail_model.objects.get(pk=case.pk).target == Decimal("80.00")


def test_the_same_event_twice_in_a_file_is_told():
    head = ["召开日期", "类别", "名称", "地点", "主持单位"]
    held = [DAY, "协调会", "联席会", "区政府", "区残工委"]
    found = checked("meeting", xlsx(head, held, held, [*held[:2], "另一场", *held[3:]]), by="officer")
    assert (found.counts["new"], codes(found)) == (2, {3: {"line.repeated"}})


def test_a_scheme_comes_in_with_its_indicators():
    head = ["拟定日期", "方案名称", "文件", "序号", "评估指标", "满分", "方面"]
    rows = [[DAY, "星级评估方案", "联合发文", n, f"指标{n}", 2.5, "基础条件"] for n in range(1, 31)]
    assert imported("rating_scheme", xlsx(head, *rows), by="officer").written == {"new": 30}
    with make.acting(None):
        case = Case.objects.of_kind("rating_scheme").get()
        assert RatingIndicator.objects.filter(case=case).count() == 30
    make.moved(case, "adopted", DAY, by="officer_2")
    rows[3][5] = 2.25
    assert codes(checked("rating_scheme", xlsx(head, *rows), by="officer"))[5] == {"money.too_exact"}


def test_the_upload_asks_for_a_street_only_where_there_is_one(client, tmp_path):
    client.force_login(make.user("officer"))
    url = reverse("admin:workbook_new")
    for book, content in (("statement", statement()), ("hotline_order", order())):
        (tmp_path / f"{book}.xlsx").write_bytes(content)
    with (tmp_path / "hotline_order.xlsx").open("rb") as file:
        refused = client.post(url, {"book": "hotline_order", "file": file})
    assert "请选择这份表格属于哪个街道" in refused.content.decode()
    with (tmp_path / "statement.xlsx").open("rb") as file:
        answer = client.post(url, {"book": "statement", "file": file})
    with make.acting(None):
        workbook = Workbook.objects.get()
    assert answer.status_code == 302
    assert workbook.street_id is None
