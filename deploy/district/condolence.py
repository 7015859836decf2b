"""Condolence: so many households (V2) and students (V3) a year, some in two campaigns of it."""

import datetime as dt

from deploy.district.book import Book, Life
from deploy.district.cohorts import TooFewPeople, whole_year, yearly
from deploy.district.days import after, between, last
from deploy.district.people import Household, Resident
from deploy.district.targets import Targets
from services.condolence.models import HouseholdCondolence, StudentCondolence

# Campaign -> first and last day of handing over, and its share of the households.
CAMPAIGNS = {
    "new_year": ((1, 9), (1, 20), 60),
    "helping_day": ((5, 8), (5, 26), 25),
    "national_day": ((9, 16), (9, 28), 15),
}
SCHOOL_YEAR = ((9, 1), (9, 14))
AGAIN = 0.07  # of the households of the new year's campaign: in a second one
GIVEN_GOODS, ONLY_GOODS, NOT_AT_HOME = 0.7, 0.05, 0.01
GOODS = ("米、面、油", "牛奶、水果", "棉被", "防滑拖鞋、浴凳")
STAGES = {11: "primary", 14: "junior", 17: "senior"}
STUDENTS = (7, 22)  # youngest and oldest


def condole(book: Book, residents: list[Resident], households: list[Household], targets: dict[int, Targets]) -> None:
    for year in book.years:
        _households(book, households, targets[year])
        _students(book, residents, targets[year])


def _households(book: Book, households: list[Household], targets: Targets) -> None:
    rng, year = book.rng, targets.year
    fitting = [h for h in households if all(whole_year(p, year) for p, _ in h.members)]
    if len(fitting) < targets["V2"]:
        raise TooFewPeople(f"{targets['V2'] - len(fitting)} households are missing for condolence in {year}")
    shares = [share for _low, _high, share in CAMPAIGNS.values()]
    rng.shuffle(fitting)
    for household in fitting[: targets["V2"]]:
        occasion = rng.choices(list(CAMPAIGNS), shares)[0]
        _give(book, household, year, occasion)
        if occasion == "new_year" and rng.random() < AGAIN:
            _give(book, household, year, "national_day")
    for household in fitting[targets["V2"] :][: round(targets["V2"] * NOT_AT_HOME)]:
        life = _list(book, household, year, "helping_day")
        book.step(life, "ended", after(rng, life.latest, 3, 12), reason="多次上门无人，电话联系不上")


def _list(book: Book, household: Household, year: int, occasion: str) -> Life:
    rng, (low, _high, _share) = book.rng, CAMPAIGNS[occasion]
    several = len(household.members) > 1
    ground = "several" if several else rng.choice([g for g in HouseholdCondolence.Ground.values if g != "several"])
    opened = between(rng, max(dt.date(year, 1, 2), dt.date(year, *low) - dt.timedelta(20)), dt.date(year, *low))
    details = {"year": year, "occasion": occasion, "ground": ground}
    head = household.members[0][0]
    life = book.open("condolence_household", opened, details, person=head, household=household)
    book.step(life, "approved", after(rng, opened, 0, 3))
    return life


def _give(book: Book, household: Household, year: int, occasion: str) -> None:
    _hand_over(book, _list(book, household, year, occasion), dt.date(year, *CAMPAIGNS[occasion][1]), "500.00")


def _hand_over(book: Book, life: Life, until: dt.date, cash: str) -> None:
    """Cash, goods or both, by the last day of the campaign."""
    rng, chance = book.rng, book.rng.random()
    on = between(rng, life.latest, max(life.latest, until))
    if chance < GIVEN_GOODS:
        book.step(life, "goods", on, quantity=rng.randint(1, 3), reason=rng.choice(GOODS))
    amount, signed = "0.00" if chance < ONLY_GOODS else cash, rng.choice(("self", "self", "family", "committee"))
    book.step(life, "handed_over", on, amount=amount, detail=signed)


def _students(book: Book, residents: list[Resident], targets: Targets) -> None:
    rng, year = book.rng, targets.year
    young = [p for p in residents if p.since < dt.date.max and STUDENTS[0] <= p.age(last(year)) <= STUDENTS[1]]
    for person in yearly(rng, targets["V3"], young, year, "condolence of students"):
        opened = between(rng, dt.date(year, 8, 15), dt.date(year, 8, 31))
        stage = next((stage for most, stage in STAGES.items() if person.age(opened) <= most), "higher")
        details = {
            "year": year,
            "occasion": str(StudentCondolence.Occasion.SCHOOL_YEAR),
            "stage": stage,
            "school": "（虚构）第三学校",
        }
        life = book.open("condolence_student", opened, details, person=person)
        book.step(life, "approved", after(rng, opened, 0, 3))
        book.step(life, "handed_over", between(rng, dt.date(year, 9, 4), dt.date(year, 9, 14)), amount="1000.00",
                  detail=rng.choice(("self", "family")))  # fmt: skip
