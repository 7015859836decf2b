"""The three subsidies. Pure: facts, days and policy texts in, every line and every refusal out. DOMAIN C.1-C.3."""

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from services.circumstances.ages import working_age_begins, working_age_ends
from services.circumstances.facts import INTELLECTUAL, MENTAL, PHYSICAL, PersonFacts, is_severe
from services.circumstances.severity import lightest
from services.policy.texts import Texts, percent
from services.policy.verdict import Line, Refusal, Verdict

CENT = Decimal("0.01")
# Forms of employment with an employer who pays the insurance.
BY_AN_EMPLOYER = ("quota", "concentrated", "public_welfare", "supported")


def first_month(*, applied_on: dt.date, texts: Texts, programme: str) -> dt.date:
    """The first month for which is paid: so many months after the one of the application; its first day."""
    code = f"{programme}.starts_after"
    months = applied_on.year * 12 + applied_on.month - 1 + (texts.months(code) if texts.has(code) else 0)
    return dt.date(months // 12, months % 12 + 1, 1)


def _basics(person: PersonFacts, day: dt.date) -> Iterator[Refusal]:
    """Alive, hukou in the district, a valid certificate."""
    if not person.is_alive(day):
        yield Refusal("RC15", "died", {"died_on": person.died_on})
    if not person.is_registered_here(day):
        yield Refusal("RC01", "hukou", {"day": day})
    if person.certificate_on(day) is None:
        yield Refusal("RC02", "certificate", {"day": day})


# C.3


def home_help(*, person: PersonFacts, applied_on: dt.date, day: dt.date, texts: Texts) -> Verdict:
    """100 yuan a month from 16 to under 60, severe per component, without a job."""
    return Verdict.of(home_help_lines(texts), _against_home_help(person, day, texts))


def home_help_lines(texts: Texts) -> Iterator[Line]:
    yield Line("home_help", texts.yuan("home_help.monthly"))


def _against_home_help(person: PersonFacts, day: dt.date, texts: Texts) -> Iterator[Refusal]:
    yield from _basics(person, day)
    low, below, age = texts.age("home_help.age_from"), texts.age("home_help.age_below"), person.age_on(day)
    if not low <= age < below:
        yield Refusal("RC04", "home_help_age", {"age": age, "low": int(low), "below": int(below)})
    severe = is_severe(person.impairments_on(day), lightest(texts, "home_help.severe"))
    if person.certificate_on(day) and not severe:
        yield Refusal("RC03", "not_severe")
    if person.employment_on(day) == "employed":
        yield Refusal("RC05", "employed")


# C.1


def social_insurance(
    *, person: PersonFacts, applied_on: dt.date, day: dt.date, texts: Texts, premium: Decimal | None
) -> Verdict:
    """A share of the premium that the person pays (yuan a month), up to a ceiling, in working age."""
    return Verdict.of(premium_lines(premium, texts), _against_social_insurance(person, day, texts, premium))


def _against_social_insurance(
    person: PersonFacts, day: dt.date, texts: Texts, premium: Decimal | None
) -> Iterator[Refusal]:
    yield from _basics(person, day)
    begins = working_age_begins(person.born_on, texts.age("social_insurance.age_from"))
    sex = "male" if person.sex == "M" else "female"
    ends = working_age_ends(person.born_on, texts.age(f"working_age.{sex}_below"))
    if not begins <= day < ends:
        yield Refusal("RC04", "working_age", {"begins": begins, "ends": ends})
    forms = [e.form for e in person.employment if e.status == "employed" and e.span.covers(day)]
    if any(form in BY_AN_EMPLOYER for form in forms):
        yield Refusal("RC05", "employer_pays")
    if premium is None or premium <= 0:
        yield Refusal("RC07", "premium")


def premium_lines(premium: Decimal | None, texts: Texts) -> Iterator[Line]:
    share, ceiling = texts.share("social_insurance.share"), texts.yuan("social_insurance.monthly_ceiling")
    premium = premium or Decimal(0)
    subsidy = (premium * share).quantize(CENT, ROUND_HALF_UP)
    yield Line("premium", subsidy, {"premium": premium, "share": percent(share)})
    if subsidy > ceiling:
        yield Line("premium_cut", ceiling - subsidy, {"ceiling": ceiling})


# C.2


def fuel(*, person: PersonFacts, day: dt.date, texts: Texts) -> Verdict:
    """A yearly amount for a motorised wheelchair: lower-limb, and no intellectual or mental disability."""
    return Verdict.of(fuel_lines(texts), _against_fuel(person, day))


def fuel_lines(texts: Texts) -> Iterator[Line]:
    yield Line("fuel", texts.yuan("fuel.yearly"))


def _against_fuel(person: PersonFacts, day: dt.date) -> Iterator[Refusal]:
    yield from _basics(person, day)
    certificate = person.certificate_on(day)
    if certificate is None:
        return
    categories = {category for category, _grade in certificate.impairments}
    if PHYSICAL not in categories or not certificate.lower_limb:
        yield Refusal("RC03", "not_lower_limb")
    if categories & {INTELLECTUAL, MENTAL}:
        yield Refusal("RC03", "may_not_drive")
