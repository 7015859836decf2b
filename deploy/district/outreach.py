"""Employers: job fairs (E4-E7) and visits (E8, E9); they find the employers of those who are placed by them."""

import datetime as dt
from typing import TYPE_CHECKING

from deploy.district.book import Book
from deploy.district.cohorts import TooFewPeople, split
from deploy.district.days import after, between, last
from deploy.district.organisations import Organisations
from deploy.district.people import Resident
from deploy.district.targets import Targets

if TYPE_CHECKING:
    from deploy.district.employment import Placed

SITUATIONS = ("现有员工三十余人，无障碍通道齐全", "有按比例安排残疾人就业的意愿", "适合听力、肢体残疾人的岗位较多")


def reach_out(book: Book, targets: Targets, placed: list["Placed"], seeking: list[Resident], at: Organisations) -> None:
    employers = book.rng.sample(at.employers, len(at.employers))
    _visit(book, targets, [one for one in placed if one.source == "visit"], employers[: targets["E8"]])
    _hold_fairs(book, targets, [one for one in placed if one.source == "fair"], seeking, employers[-targets["E5"] :])


def _visit(book: Book, targets: Targets, placed: list["Placed"], employers: list[int]) -> None:
    """Every employer once, some a second time; the vacancies are those of the first visit."""
    rng, year = book.rng, targets.year
    by_employer: dict[int, dt.date] = {}
    streets = sorted({one.person.street for one in placed})
    for n, (employer, vacancies) in enumerate(zip(employers, split(rng, targets["E9"], len(employers)), strict=True)):
        day = between(rng, dt.date(year, 2, 6), dt.date(year, 9, 28))
        by_employer[employer] = day
        for again in range(2 if n % 9 == 4 else 1):
            day = after(rng, day, 20, 50) if again else day
            details = {"situation": rng.choice(SITUATIONS), "needs": "" if again else f"拟招用{vacancies}人"}
            life = book.open("employer_visit", day, details, organisation=employer, street=rng.choice(streets))
            if not again:
                book.step(life, "vacancies_developed", after(rng, day, 0, 6), quantity=vacancies)
            if again or rng.random() < 0.7:
                book.step(life, "closed", after(rng, life.latest, 1, 20, latest=last(year)))
    for one in placed:
        one.employer = rng.choice(employers)
        one.day = max(one.day, after(rng, by_employer[one.employer], 7, 60))


def _hold_fairs(
    book: Book, targets: Targets, placed: list["Placed"], seeking: list[Resident], employers: list[int]
) -> None:
    rng, year = book.rng, targets.year
    attending = _attendances(book, employers, targets)
    vacancies = iter(split(rng, targets["E6"], sum(map(len, attending))))
    intend = list(dict.fromkeys([one.person for one in placed] + seeking))[: targets["E7"]]
    if len(intend) < targets["E7"]:
        raise TooFewPeople(f"job seekers are missing for the fairs of {year}")
    streets = sorted({p.street for p in seeking})
    for n, of_fair in enumerate(attending):
        month = 3 + (n * 7) // max(1, len(attending))
        held = between(rng, dt.date(year, month, 10), dt.date(year, month, 27))
        planned = after(rng, held, -40, -25)
        details = {"title": f"{year}年残疾人专场招聘会（第{n + 1}场）", "place": "（虚构）残疾人服务中心一层"}
        life = book.open("job_fair", planned, details, street=streets[n % len(streets)])
        book.step(life, "held", held)
        for employer in of_fair:
            book.step(life, "employer_attended", held, organisation=employer, quantity=next(vacancies))
        for person in intend[n :: len(attending)]:
            book.step(life, "intended", held, guest=person)
        for one in placed:
            if one.person in intend[n :: len(attending)]:
                one.employer, one.day = rng.choice(of_fair), after(rng, held, 5, 45)
        book.step(life, "closed", after(rng, held, 2, 12))


def _attendances(book: Book, employers: list[int], targets: Targets) -> list[list[int]]:
    """Employers of each fair: each at one, one in six at a second one where there are vacancies enough."""
    fairs = [employers[n :: targets["E4"]] for n in range(targets["E4"])]
    spare = targets["E6"] - len(employers)
    for n, employer in enumerate(employers[: len(employers) // 6 if len(fairs) > 1 else 0]):
        if n < spare:
            fairs[(n + 1) % len(fairs)].append(employer)
    return fairs
