"""Employment: E1 (the register), E2 assessments, E3 job seekers, E10-E12 placements, E13 training."""

import datetime as dt
from dataclasses import dataclass

from deploy.district import outreach
from deploy.district.book import Book
from deploy.district.cohorts import Spans, TooFewPeople
from deploy.district.days import DAY, after, between, first, last, plus_years
from deploy.district.organisations import Organisations
from deploy.district.people import Resident
from deploy.district.register import EMPLOYED, NOT_SEEKING, OTHERWISE, SEEKING, Register
from deploy.district.targets import Targets
from deploy.district.terms import Terms
from services.employment.models import FormOfEmployment, JobSeeker

WORK = ("收银员", "保洁员", "客服专员", "资料录入", "绿化工", "仓库管理", "面点师", "行政助理", "图文设计", "按摩师")
COURSES = ("电子商务客服", "中式面点", "手工编织", "计算机图形", "盲人按摩", "直播运营", "保洁收纳", "咖啡制作")
PLACE = "（虚构）职业技能培训基地"
SCHOOLS = ("（虚构）第一联合大学", "（虚构）第二师范学院", "（虚构）城市职业学院")
# Of the newly employed who were found neither by a visit nor as graduates.
SOURCES = {"fair": 0.08, "registration": 0.09, "self": 0.25}
LEFT_AGAIN = 0.1


@dataclass(slots=True, eq=False)
class Placed:
    """Somebody who is placed in `year`; who left again counts as seeking from then on."""

    person: Resident
    year: int
    source: str
    day: dt.date
    leaves: bool
    employer: int = 0


def employ(
    book: Book,
    terms: Terms,
    residents: list[Resident],
    targets: dict[int, Targets],
    served: dict[str, Spans],
    at: Organisations,
) -> None:
    register = Register(book, terms, residents)
    self_employed, helped = served["social_insurance"], served["home_help"]
    free = [p for p in register.ages if p not in self_employed and p not in helped]
    book.rng.shuffle(free)
    placed = {year: _choose(book, register, free, targets[year]) for year in book.years}
    everybody = [one for year in book.years for one in placed[year]]
    seeking = _fill_register(register, targets[book.years[-1]], served, everybody)
    for year in book.years:
        outreach.reach_out(book, targets[year], placed[year], seeking, at)
        for one in placed[year]:
            _place(book, register, one, at)
        _register_seekers(book, register, targets[year], placed[year], seeking)
        _assess(book, register, targets[year], placed[year], seeking)
        _train(book, register, targets[year], free)
    for person in register.ages:
        register.leave(person)


def _choose(book: Book, register: Register, free: list[Resident], targets: Targets) -> list[Placed]:
    """Takes from `free` who is placed in that year; graduates are the ones nearest to 23."""
    rng, year = book.rng, targets.year
    fitting = [p for p in free if register.covers(p, first(year), last(book.years[-1]))]
    graduates = sorted(fitting, key=lambda p: abs(p.age(last(year)) - 23))[: targets["E11"]]
    others = [p for p in fitting if p not in set(graduates)][: targets["E12"] - len(graduates)]
    if len(graduates) + len(others) < targets["E12"]:
        raise TooFewPeople(f"people of working age are missing for placements in {year}")
    sources = ["visit"] * targets["E10"]
    rest = len(others) - len(sources)
    sources += ["fair"] * min(round(rest * SOURCES["fair"]), targets["E7"])
    sources += ["registration"] * min(round(rest * SOURCES["registration"]), targets["E3"])
    sources += ["self"] * round(rest * SOURCES["self"])
    sources += ["other"] * (len(others) - len(sources))
    found = []
    for person, source in zip([*graduates, *others], ["graduate"] * len(graduates) + sources, strict=True):
        low = {"graduate": dt.date(year, 7, 3), "registration": dt.date(year, 3, 10)}.get(source, dt.date(year, 1, 8))
        day = between(rng, low, dt.date(year, 12, 15))
        found.append(Placed(person, year, source, day, source != "graduate" and rng.random() < LEFT_AGAIN))
    chosen = {one.person for one in found}
    free[:] = [p for p in free if p not in chosen]
    return found


def _fill_register(
    register: Register, targets: Targets, served: dict[str, Spans], placed: list[Placed]
) -> list[Resident]:
    """First statuses for everybody, so that the last stock is as it shall be; returns those who seek at the end."""
    rng = register.book.rng
    last_status = {one.person: SEEKING if one.leaves else EMPLOYED for one in placed}
    last_status |= dict.fromkeys(served["social_insurance"], EMPLOYED) | dict.fromkeys(served["home_help"], NOT_SEEKING)
    stock = [p for p in register.ages if register.in_last_stock(p)]
    fixed = [last_status[p] for p in stock if p in last_status]
    open_ = [p for p in stock if p not in last_status]
    employed, seeking = targets.employed - fixed.count(EMPLOYED), targets.seeking - fixed.count(SEEKING)
    if employed < 0 or seeking < 0 or employed + seeking > len(open_):
        raise TooFewPeople("the people of working age do not give the employment rate")
    rng.shuffle(open_)
    last_status |= dict.fromkeys(open_[:employed], EMPLOYED)
    last_status |= dict.fromkeys(open_[employed : employed + seeking], SEEKING)
    last_status |= dict.fromkeys(open_[employed + seeking :], NOT_SEEKING)
    was_placed = {one.person: one for one in placed}
    for person in register.ages:
        status = last_status.get(person) or rng.choices(list(OTHERWISE), list(OTHERWISE.values()))[0]
        if one := was_placed.get(person):
            status = NOT_SEEKING if one.source in ("self", "graduate") and rng.random() < 0.6 else SEEKING
        person.status = status
        register.begin(person, status)
    return open_[employed : employed + seeking]


def _place(book: Book, register: Register, one: Placed, at: Organisations) -> None:
    rng, person, day = book.rng, one.person, one.day
    until = None if rng.random() < 0.25 else plus_years(day, rng.choice((1, 2, 3))) - DAY
    form = "self_employed" if one.source == "self" else rng.choice(("quota", "quota", "quota", "flexible", "supported"))
    details = {"form": str(FormOfEmployment(form)), "contract_from": day, "contract_to": until}
    employer = one.employer or rng.choice(at.employers)
    life = book.open("placement", day, details, person=person, organisation=employer, detail=one.source)
    register.change(person, EMPLOYED, day, life)
    if one.source == "graduate":
        _graduate(book, person, day, employer)
    end = last(book.years[-1])
    ended = after(rng, day, 30, 200, latest=end) if one.leaves else None
    visit = after(rng, day, 90, 100)
    if visit <= (ended or end):
        book.step(life, "confirmed", visit, quantity=3)
    if ended:
        book.step(life, "ended", ended, detail=rng.choice(("expired", "resigned", "dismissed", "closed")))
        register.change(person, SEEKING, ended, life)


def _graduate(book: Book, person: Resident, day: dt.date, employer: int) -> None:
    opened = between(book.rng, dt.date(day.year, 4, 1), dt.date(day.year, 6, 25))
    details = {"school": book.rng.choice(SCHOOLS), "graduation_year": day.year}
    life = book.open("graduate", opened, details, person=person, detail="willing")
    book.step(life, "employed", day, organisation=employer)


def _register_seekers(
    book: Book, register: Register, targets: Targets, placed: list[Placed], seeking: list[Resident]
) -> None:
    rng, year = book.rng, targets.year
    found = {one.person: one.day for one in placed if one.source == "registration"}
    others = [p for p in seeking if register.covers(p, first(year), last(year))][: targets["E3"] - len(found)]
    if len(found) + len(others) < targets["E3"]:
        raise TooFewPeople(f"job seekers are missing in {year}")
    for person in (*found, *others):
        by = found.get(person)
        low, high = (by - 60 * DAY, by - 8 * DAY) if by else (dt.date(year, 1, 4), dt.date(year, 10, 31))
        details = {
            "wanted_work": rng.choice(WORK),
            "education": rng.choice(JobSeeker.Education.values[2:]),
            "wanted_form": "",
        }
        life = book.open("job_seeker", between(rng, low, high), details, person=person)
        for service in ("information_check", "guidance", "referral")[: rng.randint(1, 3)]:
            book.step(life, "served", after(rng, life.latest, 1, 14, latest=by or last(year)), detail=service)
        if by:
            book.step(life, "closed", by, detail="employed")
        elif year < book.years[-1]:
            book.step(life, "closed", after(rng, life.latest, 20, 60, latest=last(year)), detail="withdrew")


def _assess(book: Book, register: Register, targets: Targets, placed: list[Placed], seeking: list[Resident]) -> None:
    """Of those who seek or are placed, and then of others."""
    rng, year = book.rng, targets.year
    people = dict.fromkeys([one.person for one in placed[::2]] + seeking[:: len(seeking) // targets["E2"] // 2 or 1])
    people |= dict.fromkeys(p for p in register.ages if p.status == NOT_SEEKING and p not in people)
    chosen = [p for p in people if register.covers(p, first(year), last(year))][: targets["E2"]]
    if len(chosen) < targets["E2"]:
        raise TooFewPeople(f"people are missing for ability assessments in {year}")
    for person in chosen:
        opened = between(rng, dt.date(year, 1, 4), dt.date(year, 11, 25))
        life = book.open("ability_assessment", opened, {"need": f"希望从事{rng.choice(WORK)}工作"}, person=person)
        detail = rng.choice(("suitable_now", "suitable_now", "needs_training", "needs_support"))
        book.step(life, "assessed", after(rng, opened, 3, 20, latest=last(year)), detail=detail)


def _train(book: Book, register: Register, targets: Targets, free: list[Resident]) -> None:
    """Each in one course, one in ten in a second one."""
    rng, year = book.rng, targets.year
    courses = [(name, between(rng, dt.date(year, 3, 1), dt.date(year, 10, 31))) for name in COURSES]
    fitting = [p for p in free if register.covers(p, first(year), last(year))]
    if len(fitting) < targets["E13"]:
        raise TooFewPeople(f"people are missing for training in {year}")
    for person in rng.sample(fitting, targets["E13"]):
        for course, starts in rng.sample(courses, 2 if rng.random() < 0.1 else 1):
            details = {"course": course, "starts_on": starts, "hours": rng.choice((24, 40, 60, 80)), "place": PLACE}
            life = book.open("training", between(rng, starts - 20 * DAY, starts - DAY), details, person=person)
            if rng.random() < 0.05:
                book.step(life, "dropped", after(rng, starts, 3, 10), reason="身体原因")
            else:
                result = rng.choice(("certified", "certified", "passed", "attended"))
                book.step(life, "completed", after(rng, starts, 14, 40), detail=result)
