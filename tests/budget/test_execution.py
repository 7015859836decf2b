"""Money against budget lines: spending is counted, rates are rounded as declared, too much is a warning."""

from decimal import ROUND_DOWN, Decimal

import pytest
from django.db import Error as DatabaseError
from django.db import transaction

from accounts.errors import Conflict, NotAllowed
from reporting.budget import execution, rate
from services.budget import actions
from services.budget.models import BudgetLine, FunctionCode
from tests import make
from tests.reporting.book import write

pytestmark = pytest.mark.django_db


def line(kind: str, code: str, adjusted: str, *, year: int = 2023, confirmed: bool = True) -> BudgetLine:
    function = FunctionCode.objects.get(fiscal_year=year, code=code)
    with make.acting("finance") as by:
        made = actions.enter(
            by=by, function=function, kind=kind, original=Decimal("1"), adjusted=Decimal(adjusted), source="批复"
        )
    if confirmed:
        with make.acting("director") as by:
            actions.confirm(by=by, line=made)
    return made


def of(kind: str, year: int = 2023):
    with make.acting("finance"):
        return next(row for row in execution(year) if row.kind == kind)


def test_spending_is_what_the_ledger_says_of_that_year():
    person = make.person()
    line("home_help", "2081199", "1000.00")
    for day, amount in (("2022-12-31", "50.00"), ("2023-01-01", "300.00"), ("2023-12-31", "100.50")):
        write("home_help.paid", day, person=person, amount=amount)
    row = of("home_help")
    assert (row.spent, row.rate, row.is_over, row.confirmed) == (Decimal("400.50"), Decimal("40.05"), False, True)


def test_more_than_the_budget_is_a_warning_and_no_refusal(client):
    line("fuel", "2081199", "200.00")
    write("fuel.paid", "2023-06-01", person=make.person(), amount="260.00")
    assert (of("fuel").is_over, of("fuel").rate) == (True, Decimal("130.00"))
    client.force_login(make.user("director"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/summary/2023/budget/").content.decode()
    assert "支出超过预算" in page and "130.00%" in page
    assert "未列入预算" in page  # the kinds without a line


def test_a_clerk_does_not_see_the_budget(client):
    client.force_login(make.user("clerk_a"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/summary/2023/budget/").status_code == 403
    assert client.get("/admin/budget/budgetline/").status_code == 403


def test_both_names_of_employment_are_found_in_their_years():
    names = dict(FunctionCode.objects.filter(code="2081105").values_list("fiscal_year", "name"))
    assert (names[2021], names[2023]) == ("残疾人就业和扶贫", "残疾人就业")


@pytest.mark.parametrize(
    ("spent", "budget", "mode", "printed"),
    [("19598.09", "20725.46", None, "94.56"), ("16432.06", "19598.09", ROUND_DOWN, "83.84")],
)
def test_the_reports_own_rates_come_out_in_their_modes(spent, budget, mode, printed):
    found = rate(Decimal(spent), Decimal(budget), **({"rounding": mode} if mode else {}))
    assert found == Decimal(printed)


def test_a_line_counts_once_another_person_confirmed_it():
    made = line("fuel", "2081199", "1.00", confirmed=False)
    assert not of("fuel").confirmed
    with make.acting("finance") as by, pytest.raises(NotAllowed):
        actions.confirm(by=by, line=made)
    with make.acting(None), pytest.raises(DatabaseError, match="second_person"), transaction.atomic():
        BudgetLine.objects.filter(pk=made.pk).update(confirmed_by=made.entered_by)
    with make.acting("director") as by:
        actions.confirm(by=by, line=made)
        with pytest.raises(Conflict):
            actions.confirm(by=by, line=made)
    with make.acting("finance") as by:
        actions.adjust(by=by, line=made, adjusted=Decimal("2.00"), source="调整批复")
    assert not of("fuel").confirmed
