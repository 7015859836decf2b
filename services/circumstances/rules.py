"""The two allowances of the civil affairs. Pure; used to check their register, never to grant. DOMAIN C.4.

Group D of the living allowance (elderly people with a small income) could not be read in the source: who is in none of
the groups A to C is refused for want of proof (RC06), which is where the office has to look for itself.
"""

import datetime as dt
from collections.abc import Iterator

from services.circumstances.facts import MULTIPLE, PersonFacts, is_severe
from services.circumstances.severity import lightest
from services.policy.texts import Texts
from services.policy.verdict import Line, Refusal, Verdict

# Benefits with which the allowance cannot be held (the two allowances can be held together).
AGAINST_LIVING = ("extremely_poor", "elderly_subsidy", "work_injury_nursing", "orphan_aid")
AGAINST_NURSING = ("extremely_poor", "elderly_subsidy", "work_injury_nursing", "welfare_nursing")


def _basics(person: PersonFacts, day: dt.date, exclusive: tuple[str, ...]) -> Iterator[Refusal]:
    if not person.is_alive(day):
        yield Refusal("RC15", "died", {"died_on": person.died_on})
    if not person.is_registered_here(day):
        yield Refusal("RC01", "hukou", {"day": day})
    if person.certificate_on(day) is None:
        yield Refusal("RC02", "certificate", {"day": day})
    for code in exclusive:
        if person.has(day, code):
            yield Refusal("RC09", "held", {"other": code})


def living_allowance(*, person: PersonFacts, day: dt.date, texts: Texts) -> Verdict:
    """A month's amount by group (dibao, low income, no stable income) and severity."""
    return Verdict.of(_living_lines(person, day, texts), _against_living(person, day, texts))


def _group(person: PersonFacts, day: dt.date, texts: Texts) -> str:
    if person.has(day, "dibao"):
        return "dibao"
    if person.has(day, "low_income"):
        return "low_income"
    low, below = texts.age("living_allowance.unstable_age_from"), texts.age("living_allowance.unstable_age_below")
    unemployed = person.has(day, "unemployed") and low <= person.age_on(day) < below
    student = person.has(day, "student") and person.age_on(day) >= low
    return "unstable" if unemployed or student else ""


def _against_living(person: PersonFacts, day: dt.date, texts: Texts) -> Iterator[Refusal]:
    yield from _basics(person, day, AGAINST_LIVING)
    if not _group(person, day, texts):
        yield Refusal("RC06", "no_group")


def _living_lines(person: PersonFacts, day: dt.date, texts: Texts) -> Iterator[Line]:
    group = _group(person, day, texts)
    if not group:
        return
    severe = is_severe(person.impairments_on(day), lightest(texts, "living_allowance.severe"))
    if severe and group == "dibao":
        yield Line("living_dibao_severe", texts.yuan("living_allowance.dibao_severe"))
    elif severe:
        yield Line("living_dibao_standard", texts.yuan("living_allowance.dibao_standard"))
    else:
        yield Line(f"living_{group}_other", texts.yuan(f"living_allowance.{group}_other"))


def nursing_allowance(*, person: PersonFacts, day: dt.date, texts: Texts) -> Verdict:
    """A month's amount in two grades; a multiple disability is looked at component by component."""
    return Verdict.of(_nursing_lines(person, day, texts), _against_nursing(person, day, texts))


def nursing_grade(person: PersonFacts, day: dt.date, texts: Texts) -> str:
    """high, low or empty."""
    certificate = person.certificate_on(day)
    if certificate is None:
        return ""
    for grade in ("high", "low"):
        severe = lightest(texts, f"nursing_allowance.{grade}")
        if certificate.category == MULTIPLE:
            severe = severe | lightest(texts, f"nursing_allowance.{grade}_multiple")
        if is_severe(certificate.impairments, severe):
            return grade
    return ""


def _against_nursing(person: PersonFacts, day: dt.date, texts: Texts) -> Iterator[Refusal]:
    yield from _basics(person, day, AGAINST_NURSING)
    if person.certificate_on(day) and not nursing_grade(person, day, texts):
        yield Refusal("RC03", "not_severe")


def _nursing_lines(person: PersonFacts, day: dt.date, texts: Texts) -> Iterator[Line]:
    grade = nursing_grade(person, day, texts)
    if grade:
        yield Line(f"nursing_{grade}", texts.yuan(f"nursing_allowance.{grade}"))
