"""Figures with a part of time of their own (R29): the label says it, and so does the passport."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from reporting import catalogue, exports
from reporting.documents.annual import annual_text
from reporting.figures import passports
from reporting.periods import WHOLE, Span, year
from reporting.rates import Growth
from tests import make
from tests.reporting.book import figure, page

pytestmark = pytest.mark.django_db


def test_a_span_is_cut_out_of_the_year():
    assert Span(1, 10).within(year(2023)).after == dt.date(2023, 11, 1)
    assert str(Span(1, 10).within(year(2023))) == "2023-01/2023-10"
    assert str(Span(years_back=1).within(year(2023))) == "2022"
    assert WHOLE.within(year(2023)) == year(2023)
    for wrong in ({"first": 0}, {"last": 13}, {"first": 5, "last": 4}, {"years_back": -1}):
        with pytest.raises(ValueError):
            Span(**wrong)


def test_every_label_says_the_months_that_are_not_the_year():
    for one in catalogue.declared():
        if one.span.years_back:
            assert "上年" in str(one.label), one.code
        elif one.span != WHOLE:
            assert f"{one.span.first}—{one.span.last}月" in str(one.label), one.code


def test_a_ratio_counts_both_of_its_parts_over_the_same_months():
    for one in catalogue.declared():
        if isinstance(one, catalogue.Ratio) and not isinstance(one, Growth):
            assert one.numerator.span == one.denominator.span, one.code


def test_passports_workbook_and_page_print_it_beside_the_number(client):
    page(("hotline_order.received", "2023-10-31"), ("hotline_order.received", "2023-11-01"))
    assert figure("hotline.orders") == 1
    with make.acting(None):
        found = {one["code"]: one["period"] for one in passports(2023, area="district")}
        file = io.BytesIO(exports.written("summary", "xlsx", {"year": 2023}))
        text = annual_text(2023)
    assert found["hotline.orders"] == found["hotline.response_rate"] == "2023-01/2023-10"
    assert (found["hotline.year_orders"], found["certificates.assessed_persons_before"]) == ("2023", "2022")
    cells = [cell.value for row in load_workbook(file).worksheets[0].iter_rows(max_col=1) for cell in row]
    assert "接诉即办工单（1—10月）" in cells
    assert "接诉即办：1—10月考核期办理工单1件" in text
    client.force_login(make.user("director"), backend="django.contrib.auth.backends.ModelBackend")
    assert "接诉即办工单（1—10月）" in client.get("/summary/2023/").content.decode()
    assert "2023-01/2023-10" in client.get("/summary/2023/hotline.orders/").content.decode()
