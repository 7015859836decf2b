"""A policy text is one per day, changed by two people, and a future change holds from its day only."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import Error as DatabaseError
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import Conflict, NotAllowed, RuleBroken
from reporting.documents.annual import annual_text
from services.cases.models import Decision
from services.payments.models import Payment
from services.policy import actions, data, matrix
from services.policy.matrix import Claim, Rule
from services.policy.models import Exclusion, Holiday, Policy, PolicyChange, ReasonCode
from services.policy.verdict import Severity
from tests import make

pytestmark = pytest.mark.django_db
JULY = dt.date(2023, 7, 1)


def proposed(code="home_help.monthly", value="120", on=JULY, by="officer") -> PolicyChange:
    with make.acting(by) as one:
        return actions.propose_change(
            by=one, code=code, value=Decimal(value), valid_from=on, source="京残发〔2023〕1号"
        )


def adopted(change: PolicyChange, by="officer_2") -> Policy:
    with make.acting(by) as one:
        return actions.adopt_change(by=one, change=change)


def test_a_future_change_holds_from_its_day_only():
    adopted(proposed())
    values = [Policy.objects.term("home_help.monthly", JULY + dt.timedelta(days=n)) for n in (-1, 0, 1)]
    assert values == [Decimal("100.00"), Decimal("120.00"), Decimal("120.00")]
    assert Policy.objects.filter(code="home_help.monthly").count() == 2


def test_it_changes_exactly_the_cases_decided_from_that_day_on():
    before, after = make.opened("home_help", on=dt.date(2023, 6, 26)), make.opened("home_help", on=dt.date(2023, 6, 26))
    for case in (before, after):
        make.moved(case, "reviewed", dt.date(2023, 6, 27))
    make.moved(before, "approved", dt.date(2023, 6, 30))
    adopted(proposed())
    make.moved(after, "approved", JULY)
    with make.acting(None):
        amounts = [Decision.objects.get(case=case).amount for case in (before, after)]
        assert amounts == [Decimal("100.00"), Decimal("120.00")]
        terms = [set(Policy.objects.filter(pk__in=Decision.objects.get(case=c).terms, code="home_help.monthly")
                     .values_list("value", flat=True)) for c in (before, after)]  # fmt: skip
        assert terms == [{Decimal("100.00")}, {Decimal("120.00")}]


def test_a_new_standard_holds_for_everybody_from_its_month():
    """A month is a decision of its own (DOMAIN C.1: the new standard applies)."""
    person = make.person()
    make.account(person)
    case = make.lived("home_help", person, until="approved")
    adopted(proposed())
    for month in (dt.date(2023, 6, 1), JULY):
        make.prepared("home_help", month)
    with make.acting(None):
        amounts = dict(Payment.objects.filter(case=case).values_list("for_month", "amount"))
    assert amounts == {dt.date(2023, 6, 1): Decimal("100.00"), JULY: Decimal("120.00")}


def test_who_proposed_it_cannot_adopt_it():
    change = proposed()
    with pytest.raises(RuleBroken) as refused:
        adopted(change, by="officer")
    assert refused.value.code == "policy.same_hand"
    with pytest.raises(DatabaseError, match="second_person"), transaction.atomic():
        PolicyChange.objects.filter(pk=change.pk).update(decided_by=change.proposed_by, state="adopted")
    for name in ("clerk_a", "finance"):
        with make.acting(name) as by, pytest.raises(NotAllowed):
            actions.adopt_change(by=by, change=change)


def test_it_is_decided_once_and_proposed_once_a_day():
    change = proposed()
    with pytest.raises(DatabaseError, match="policy_change_is_proposed_once"), transaction.atomic():
        proposed(value="130")
    adopted(change)
    with pytest.raises(Conflict):
        adopted(change)
    with pytest.raises(RuleBroken) as refused:
        adopted(proposed(on=JULY - dt.timedelta(days=1)))
    assert refused.value.code == "policy.later_text"


def test_a_text_in_force_is_not_changed_by_anybody():
    with make.acting("officer"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Policy.objects.filter(code="fuel.yearly").update(value=1)
    with make.acting("officer"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Policy.objects.filter(code="fuel.yearly").delete()


def test_an_unverified_text_is_used_and_shown_as_such(client):
    case = make.lived("fuel", until="approved")
    client.force_login(make.user("officer"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/admin/subsidies/fuelgrant/{case.pk}/change/").content.decode()
    assert "尚未核对" in page and "财社〔2010〕256号" in page and "260.00" in page


def test_every_delivered_row_stands_in_the_database():
    of_a_register = Policy.objects.filter(code__startswith="performance.")  # delivered by services.plans
    assert Policy.objects.count() - of_a_register.count() == len(data.TERMS)
    assert Exclusion.objects.count() == len(data.EXCLUSIONS)
    assert [row.code for row in ReasonCode.objects.order_by("code")] == [f"RC{n:02d}" for n in range(1, 21)]
    day = dt.date(2023, 6, 1)
    delivered, stored = data.texts_on(day), Policy.objects.texts(day)
    assert delivered._texts.keys() == {code for code in stored._texts if not code.startswith("performance.")}
    assert all(delivered._texts[code].value == stored._texts[code].value for code in delivered._texts)


def test_a_missing_text_says_whom_to_ask():
    with pytest.raises(RuleBroken, match="联系区残联") as refused:
        Policy.objects.texts(dt.date(1999, 1, 1)).yuan("fuel.yearly")
    assert refused.value.code == "policy.missing"


def test_holidays_are_filled_once_and_an_unknown_year_is_said(client):
    with make.acting("officer") as by:
        known = Holiday.objects.filter(day__year=2023).count()
        Holiday.objects.filter(day=dt.date(2023, 10, 2)).delete()
        assert actions.fill_holidays(by=by, year=2023) == 1
        assert Holiday.objects.filter(day__year=2023).count() == known
        with pytest.raises(RuleBroken):
            actions.fill_holidays(by=by, year=2099)
    with make.acting("clerk_a") as by, pytest.raises(NotAllowed):
        actions.fill_holidays(by=by, year=2023)


PAGES = ("policy", "policychange", "exclusion", "reasoncode", "holiday")


@pytest.mark.parametrize("page", PAGES)
def test_a_clerk_may_look_and_not_change(client, page):
    client.force_login(make.user("clerk_a"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/admin/policy/{page}/").status_code == 200
    assert client.post(f"/admin/policy/{page}/add/", {}).status_code == 403


def test_the_pages_of_a_change(client):
    client.force_login(make.user("officer"), backend="django.contrib.auth.backends.ModelBackend")
    term = Policy.objects.get(code="home_help.monthly")
    assert "历次文本" in client.get(f"/admin/policy/policy/{term.pk}/change/").content.decode()
    body = {"value": "120", "valid_from": "2023-07-01", "source": "新文件"}
    assert client.post(f"/admin/policy/policy/{term.pk}/propose/", body).status_code == 302
    change = PolicyChange.objects.get()
    client.force_login(make.user("officer_2"), backend="django.contrib.auth.backends.ModelBackend")
    assert "待核定" in client.get("/admin/").content.decode()
    assert "天以前起生效" in client.get(f"/admin/policy/policychange/{change.pk}/change/").content.decode()
    answer = {"decision": "adopt", "answer": "同意"}
    assert client.post(f"/admin/policy/policychange/{change.pk}/change/", answer).status_code == 302
    assert Policy.objects.term("home_help.monthly", JULY) == Decimal("120.00")


class TestMatrix:
    days = st.dates(dt.date(2022, 1, 1), dt.date(2024, 1, 1))
    names = st.sampled_from("abcd")
    claims = st.lists(st.builds(Claim, names, days, st.one_of(st.none(), days), st.text("xyz", max_size=2)), max_size=6)
    rules = st.lists(st.builds(Rule, st.integers(1, 9), names, names, st.sampled_from(list(Severity))), max_size=4)

    @given(days, claims, rules, st.randoms())
    def test_the_order_of_claims_does_not_matter(self, day, claims, rules, random):
        shuffled = random.sample(claims, len(claims))
        assert matrix.conflicts("a", day, None, claims, rules) == matrix.conflicts("a", day, None, shuffled, rules)

    @given(days, days, st.sampled_from(list(Severity)))
    def test_it_is_symmetric(self, one, other, severity):
        rules = [Rule(1, "a", "b", severity)]
        mine = matrix.conflicts("a", one, None, [Claim("b", other)], rules)
        theirs = matrix.conflicts("b", other, None, [Claim("a", one)], rules)
        assert len(mine) == len(theirs) == 1

    def test_the_days_must_overlap(self):
        rules = [Rule(1, "a", "b", Severity.BLOCK)]
        ended = Claim("b", dt.date(2023, 1, 1), JULY)
        assert not matrix.conflicts("a", JULY, None, [ended], rules)
        assert matrix.conflicts("a", JULY - dt.timedelta(days=1), None, [ended], rules)


def test_the_report_names_the_unverified_terms_behind_its_payments():
    person = make.person()
    case = make.lived("fuel", person, until="approved")
    case.person = person
    make.paid(case, dt.date(2023, 1, 1), dt.date(2023, 6, 15))
    with make.acting("director"):
        text = annual_text(2023)
    assert "尚未核对的政策条款" in text and "每车每年金额260元" in text
    assert "每人每年车辆数" not in text  # verified, or not read
