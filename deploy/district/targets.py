"""What a year shall come to, and what a generated year does come to, counted from its rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.employment.models import EmploymentStatus

PEOPLE = 44_728
# The seed report's facts for its year, at full size. Where it says 余 (V8, E6-E9) a value of that range.
REPORT = {
    "V2": 4276,
    "V3": 166,
    "V4": 4422,
    "V5": 3911,
    "V6": 5204,
    "V7": 21238,
    "V8": 447,
    "V10": 5871,
    "V11": 538,
    "V12": 201,
    "V13": 125,
    "V14": 2069,
    "V16": 260,
    "V17": 86,
    "E2": 128,
    "E3": 46,
    "E4": 3,
    "E5": 39,
    "E6": 274,
    "E7": 34,
    "E8": 54,
    "E9": 286,
    "E10": 26,
    "E11": 9,
    "E12": 332,
    "E13": 264,
}
# The year before is a little smaller, each fact by its own share; V14 by what makes V15 (30 % more).
BEFORE = {
    "V14": 1591 / 2069,
    "V4": 0.95,
    "V5": 0.97,
    "V6": 0.93,
    "V7": 0.9,
    "V8": 0.94,
    "E12": 0.9,
    "E13": 0.87,
    "E4": 1,
}
ORDINARY = 0.92
RATE = 9059  # E1 in hundredths of a percent
LABOUR_FORCE = 0.165  # of all holders


@dataclass(frozen=True)
class Targets:
    """The facts of one year. `employed` and `seeking` are stocks at its end, given for the last year alone."""

    year: int
    holders: int
    facts: dict[str, int]
    employed: int = 0
    seeking: int = 0

    def __getitem__(self, fact: str) -> int:
        return self.facts[fact]


def for_years(people: int, years: list[int]) -> dict[int, Targets]:
    """The last year is the report's at the size of `people`; each year before it is a little smaller."""
    found = {}
    for year in years:
        facts = {}
        for fact, value in REPORT.items():
            share = BEFORE.get(fact, ORDINARY) ** (years[-1] - year)
            facts[fact] = max(1, round(value * share * people / PEOPLE))
        _put_in_order(facts)
        employed, seeking = labour_force(round(people * LABOUR_FORCE)) if year == years[-1] else (0, 0)
        found[year] = Targets(year, people, facts, employed, seeking)
    return found


def _put_in_order(facts: dict[str, int]) -> None:
    """A small district keeps the relations of the report: 538 >= 201 >= 125, and who is placed by visit or graduates
    is among the newly employed."""
    facts["V12"] = max(facts["V12"], facts["V13"])
    facts["V11"] = max(facts["V11"], facts["V12"])
    facts["E12"] = max(facts["E12"], facts["E10"] + facts["E11"])
    for less, more in (("E4", "E5"), ("E5", "E6"), ("E8", "E9")):
        facts[more] = max(facts[more], facts[less])


def labour_force(size: int) -> tuple[int, int]:
    """(employed, seeking) of about `size` people whose rate is E1 both truncated and rounded half-up, where that many
    people can have it (from about 200 on)."""
    for near in range(size // 4):
        for total in (size - near, size + near):
            employed = -(-total * RATE // 10_000)
            if employed * 20_000 < total * (2 * RATE + 1):
                return employed, total - employed
    employed = round(size * RATE / 10_000)
    return employed, size - employed


PERSONS = {
    "V3": ("condolence_student.handed_over",),
    "V14": ("certificate_application.assessed",),
    "V17": ("legal_aid.accepted",),
    "V4": ("social_insurance.paid",),
    "V5": ("fuel.paid",),
    "V6": ("home_help.paid",),
    "V8": ("child_rehab.attended",),
    "V9": ("device.approved", "device.approved_joint"),
    "E2": ("ability_assessment.assessed",),
    "E3": ("job_seeker.registered",),
    "E7": ("job_fair.intended",),
    "E11": ("graduate.employed",),
    "E12": ("placement.placed",),
    "E13": ("training.enrolled",),
}
ENTRIES = {"V7": "adult_rehab.session", "V10": "device.approved", "E4": "job_fair.held"}
HOUSEHOLDS = {
    "V2": "condolence_household.handed_over",
    "V11": "home_modification.assessed",
    "V12": "home_modification.built",
    "V13": "home_modification.accepted",
}
EMPLOYERS = {"E5": "job_fair.employer_attended", "E8": "employer_visit.visited"}
ASSESSED_MONTHS = 10  # of V16
VACANCIES = {"E6": "job_fair.employer_attended", "E9": "employer_visit.vacancies_developed"}


def counted(entries: Iterable, year: int, stands_for: dict[str, str]) -> dict[str, int]:
    """Fact -> value of `year`, from the entries of a book (a merged person counts as the one it stands for)."""
    entries = [e for e in entries if not e.mistaken]
    by_code: dict[str, list] = {}
    for entry in entries:
        if entry.on.year == year:
            by_code.setdefault(entry.code, []).append(entry)

    def of(code: str) -> list:
        return by_code.get(code, [])

    found = {"V1": len(_stock(entries, year, "certificate", stands_for))}
    for fact, codes in PERSONS.items():
        found[fact] = len({stands_for.get(e.person, e.person) for code in codes for e in of(code)})
    found |= {fact: len(of(code)) for fact, code in ENTRIES.items()}
    found |= {fact: len({e.household for e in of(code)}) for fact, code in HOUSEHOLDS.items()}
    found |= {fact: len({e.organisation for e in of(code)}) for fact, code in EMPLOYERS.items()}
    found |= {fact: sum(e.quantity for e in of(code)) for fact, code in VACANCIES.items()}
    found["V16"] = sum(e.on.month <= ASSESSED_MONTHS for e in of("hotline_order.received"))
    found["E10"] = len({e.person for e in of("placement.placed") if e.detail == "visit"})
    for name in map(str, (EmploymentStatus.EMPLOYED, EmploymentStatus.SEEKING)):
        found[name] = len(_stock(entries, year, "employment_status", stands_for, name))
    return found


def _stock(entries: list, year: int, noun: str, stands_for: dict[str, str], detail: str = "") -> set[str]:
    """Who has, on the last day of `year`, something that was started, has not ended and is still valid."""
    ended = {e.ends for e in entries if e.code == f"{noun}.ended" and e.on.year <= year}
    return {
        stands_for.get(e.person, e.person)
        for e in entries
        if e.code == f"{noun}.started"
        and e.on.year <= year
        and (e.valid_until is None or e.valid_until.year > year)
        and e.key not in ended
        and (not detail or e.detail == detail)
    }
