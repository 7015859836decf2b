"""What holds of every rule, whoever asks: order does not matter, lines sum up, ceilings hold, support never costs."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.circumstances import rules as allowances
from services.circumstances.facts import (
    INTELLECTUAL,
    MULTIPLE,
    PHYSICAL,
    CertificateFacts,
    Circumstance,
    PersonFacts,
    Span,
    is_severe,
)
from services.circumstances.severity import lightest
from services.devices import rules as devices
from services.employment import rules as employment
from services.home_modifications import rules as homes
from services.policy.data import texts_on
from services.rehabilitation import rules as training
from services.subsidies import rules as subsidies

DAY = dt.date(2023, 6, 1)
TEXTS = texts_on(DAY)
CODES = ("dibao", "low_income", "extremely_poor", "student", "unemployed", "living_allowance", "nursing_allowance")
SUPPORT = ("dibao", "low_income", "extremely_poor", "unemployed")
money = st.decimals(Decimal("0.01"), 20000, places=2)
pairs = st.tuples(st.integers(1, 6), st.integers(1, 4))
spans = st.builds(
    Span, st.dates(dt.date(2010, 1, 1), DAY), st.one_of(st.none(), st.dates(DAY - dt.timedelta(9), dt.date(2030, 1, 1)))
)


@st.composite
def people(draw) -> PersonFacts:
    parts = draw(st.lists(pairs, min_size=1, max_size=3, unique_by=lambda pair: pair[0]))
    category, grade = parts[0] if len(parts) == 1 else (7, min(grade for _c, grade in parts))
    held = draw(st.lists(st.builds(Circumstance, st.sampled_from(CODES), spans), max_size=4))
    certificate = CertificateFacts(draw(spans), category, grade, tuple(parts), draw(st.booleans()))
    return PersonFacts(
        draw(st.dates(dt.date(1940, 1, 1), dt.date(2022, 1, 1))),
        draw(st.sampled_from("MF")),
        draw(st.one_of(st.none(), st.dates(dt.date(2022, 1, 1), dt.date(2024, 1, 1)))),
        draw(st.booleans()),
        (certificate,),
        (Span(dt.date(1940, 1, 1), draw(st.one_of(st.none(), st.just(DAY)))),),
        tuple(held),
    )


items = st.builds(
    devices.Item,
    st.one_of(st.none(), st.just("x")),
    st.sampled_from("甲乙丙"),
    st.integers(1, 3),
    st.just("piece"),
    st.sampled_from(("1", "2")),
    st.sampled_from(((), (4,), (1, 7))),
    money,
    st.integers(1, 6),
)
before = st.builds(devices.Earlier, st.sampled_from(("1", "2")), st.dates(dt.date(2015, 1, 1), DAY), st.integers(1, 6))


def verdicts(person, premium, cost, sessions):
    common = {"person": person, "day": DAY, "texts": TEXTS}
    applied = common | {"applied_on": DAY}
    return [
        subsidies.home_help(**applied),
        subsidies.social_insurance(**applied, premium=premium),
        subsidies.fuel(**common),
        training.adult_rehab(**applied),
        training.child_rehab(**applied),
        training.adult_settlement(**common, sessions=sessions),
        training.child_settlement(**common, sessions=len(sessions), price=premium),
        homes.home_modification(**applied, cost=cost),
        allowances.living_allowance(**common),
        allowances.nursing_allowance(**common),
    ]


@given(people(), money, money, st.lists(st.tuples(st.just(DAY), money), max_size=40), st.randoms())
def test_order_does_not_matter_lines_sum_up_and_nothing_is_negative(person, premium, cost, sessions, random):
    shuffled = replace(person, circumstances=tuple(random.sample(person.circumstances, len(person.circumstances))))
    for one, other in zip(
        verdicts(person, premium, cost, sessions), verdicts(shuffled, premium, cost, sessions), strict=True
    ):
        assert one == other
        assert one.amount == sum((line.amount for line in one.lines), Decimal(0)) >= 0
        assert bool(one.blocks) <= (not one.lines)
        assert one.overridden().lines == (one.lines or one.otherwise)


@given(people(), money, money, st.lists(st.tuples(st.just(DAY), money), max_size=60))
def test_nothing_is_above_its_ceiling(person, premium, cost, sessions):
    common = {"person": person, "day": DAY, "texts": TEXTS}
    insurance = subsidies.social_insurance(**common, applied_on=DAY, premium=premium).overridden()
    assert insurance.amount <= min(premium, TEXTS.yuan("social_insurance.monthly_ceiling"))
    year = training.adult_settlement(**common, sessions=sessions)
    assert year.amount <= TEXTS.yuan("adult_rehab.yearly_ceiling")
    child = training.child_settlement(**common, sessions=len(sessions), price=premium)
    assert child.amount <= TEXTS.yuan("child_rehab.monthly_ceiling_certificate")
    home = homes.home_modification(**common, applied_on=DAY, cost=cost).overridden()
    assert home.amount <= min(cost, max(homes.ceiling(person, DAY, TEXTS), Decimal(0)))


@given(people(), money, st.sampled_from(SUPPORT), st.lists(items, min_size=1, max_size=3))
def test_support_never_lowers_a_subsidy(person, cost, code, asked):
    supported = replace(person, circumstances=(*person.circumstances, Circumstance(code, Span(dt.date(2010, 1, 1)))))
    common = {"applied_on": DAY, "day": DAY, "texts": TEXTS}
    for judge in (
        lambda who: homes.home_modification(person=who, cost=cost, **common),
        lambda who: devices.device(person=who, items=asked, **common),
        lambda who: training.adult_settlement(person=who, day=DAY, texts=TEXTS, sessions=[(DAY, cost)]),
    ):
        assert judge(supported).overridden().amount >= judge(person).overridden().amount


@given(people(), st.lists(items, max_size=4), st.lists(before, max_size=4), st.randoms())
def test_the_order_of_devices_does_not_matter_to_refusals(person, asked, had, random):
    common = {"person": person, "applied_on": DAY, "day": DAY, "texts": TEXTS}
    one = devices.device(**common, items=asked, earlier=had)
    other = devices.device(**common, items=random.sample(asked, len(asked)), earlier=random.sample(had, len(had)))
    assert sorted(map(repr, one.refusals)) == sorted(map(repr, other.refusals))
    assert one.amount == other.amount


@given(st.lists(pairs, min_size=1, max_size=3), st.integers(0, 2))
def test_a_heavier_grade_stays_severe(parts, at):
    heaviest = lightest(TEXTS, "home_help.severe")
    at %= len(parts)
    category, grade = parts[at]
    heavier = [*parts[:at], (category, max(1, grade - 1)), *parts[at + 1 :]]
    assert is_severe(parts, heaviest) <= is_severe(heavier, heaviest)


def test_whoever_was_judged_before_does_not_count():
    """The lighter grades of a multiple disability are not those of a single one, though both read the same texts."""

    def grade(category, *parts):
        certificate = CertificateFacts(Span(dt.date(2020, 1, 1)), category, 2, parts)
        return allowances.nursing_grade(PersonFacts(dt.date(1980, 1, 1), certificates=(certificate,)), DAY, TEXTS)

    assert grade(MULTIPLE, (INTELLECTUAL, 2), (PHYSICAL, 3)) == "high"
    assert grade(INTELLECTUAL, (INTELLECTUAL, 2)) == "low"


@given(st.lists(st.tuples(st.one_of(st.none(), st.integers(1, 4)), st.integers(0, 36)), max_size=8))
def test_the_quota_counts_at_most_two_for_each_and_nobody_without_certificate(staff):
    total = employment.weighted(staff, TEXTS)
    assert total <= 2 * sum(grade is not None and months >= 12 for grade, months in staff)
    assert employment.weighted([(None, 36)], TEXTS) == 0
    assert [employment.quota_weight(grade=g, contract_months=12, texts=TEXTS) for g in (1, 2, 3, 4)] == [2, 2, 1, 1]
    assert employment.quota_weight(grade=1, contract_months=11, texts=TEXTS) == 0
    assert employment.quota_wanted(employees=100, texts=TEXTS) == Decimal("1.700")
    assert employment.is_concentrated(disabled=25, employees=100, texts=TEXTS)
    assert not employment.is_concentrated(disabled=24, employees=100, texts=TEXTS)
