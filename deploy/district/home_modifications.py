"""Home modifications: households by milestone (V11 assessed, V12 built, V13 accepted), some begun the year before."""

import datetime as dt
from random import Random

from deploy.district.book import Book, Life
from deploy.district.cohorts import TooFewPeople, whole_year
from deploy.district.days import after, between, first, last
from deploy.district.organisations import Organisations
from deploy.district.people import Household
from deploy.district.targets import Targets
from services.home_modifications.models import HomeModification

NEEDS = ("坡道", "扶手", "蹲便改坐便", "低位灶台", "闪光门铃", "防滑地面", "语音提示")
FROM_YEAR_BEFORE = 0.08  # of the assessed: applied for at the end of the year before
FROM_EARLIER_STEP = 0.3  # of the built and of the accepted: assessed or built the year before
PAUSE = 25  # days between milestones at least, so that a year's milestones fit in it


def modify(book: Book, households: list[Household], targets: dict[int, Targets], at: Organisations) -> None:
    rng, years = book.rng, book.years
    fitting = [h for h in households if all(whole_year(p, y) for p, _ in h.members for y in (years[0] - 1, *years))]
    rng.shuffle(fitting)
    assessed: list[Life] = []
    built: list[Life] = []
    for year in years:
        wanted = [targets[year][fact] for fact in ("V11", "V12", "V13")]
        if len(fitting) < wanted[0]:
            raise TooFewPeople(f"{wanted[0] - len(fitting)} households are missing for home modifications in {year}")
        new = [_assess(book, fitting.pop(), year) for _ in range(wanted[0])]
        earlier = _some(rng, assessed, wanted[1])
        this_year = sorted(new, key=lambda life: life.latest)[: wanted[1] - len(earlier)]
        done = [_build(book, life, year, rng.choice(at.employers)) for life in (*earlier, *this_year)]
        accepted = _some(rng, built, wanted[2])
        accepted += sorted(done, key=lambda life: life.latest)[: wanted[2] - len(accepted)]
        for life in accepted:
            book.step(life, "accepted", after(rng, max(life.latest, first(year)), 3, 20, latest=last(year)))
        over = set(accepted) | set(done)
        assessed = [life for life in (*assessed, *new) if life not in over]
        built = [life for life in (*built, *done) if life not in set(accepted)]


def _some(rng: Random, lives: list[Life], wanted: int) -> list[Life]:
    """Of those that wait since the year before, for at most their share of this year's milestones."""
    return rng.sample(lives, min(len(lives), round(wanted * FROM_EARLIER_STEP)))


def _assess(book: Book, household: Household, year: int) -> Life:
    rng, head = book.rng, household.members[0][0]
    low, high = dt.date(year, 1, 4), dt.date(year, 11, 20)
    if rng.random() < FROM_YEAR_BEFORE:
        low, high = dt.date(year - 1, 12, 1), dt.date(year - 1, 12, 25)
    details = {
        "tenure": rng.choice(HomeModification.Tenure.values),
        "needs": "、".join(rng.sample(NEEDS, rng.randint(1, 3))),
        "again_because": "",
    }
    opened = between(rng, low, high)
    life = book.open("home_modification", opened, details, person=head, household=household)
    book.step(life, "assessed", after(rng, max(opened, first(year)), 5, 25, latest=last(year)))
    return life


def _build(book: Book, life: Life, year: int, builder: int) -> Life:
    """Design and building, of a home assessed this year or before; in this year."""
    rng = book.rng
    designed = after(rng, max(life.latest, first(year)), 5, PAUSE, latest=last(year))
    book.step(life, "designed", designed)
    built = after(rng, designed, 10, 2 * PAUSE, latest=last(year))
    book.step(life, "built", built, organisation=builder, amount=f"{rng.randint(1800, 16000)}.00")
    return life
