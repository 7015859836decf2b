"""The cases behind the certificates of the years: applications with their assessments (V14), and endings.

What was issued stands already (certificates.py); here each issue gets the application that it came of. First issues
without an assessment of their own are transfers from elsewhere; where assessed persons are missing, renewals were
assessed anew, and then holders asked for another grade in vain.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from deploy.district.book import Book, Life
from deploy.district.certificates import CHANGED_GRADE, LOST, PERIOD_OVER, Held
from deploy.district.cohorts import whole_year
from deploy.district.days import DAY, after, between, first, last
from deploy.district.money import Law
from deploy.district.organisations import Organisations
from deploy.district.people import Resident
from deploy.district.targets import Targets
from services.certificates.effects import ISSUED
from services.certificates.models import CertificateApplication

Purpose: Any = CertificateApplication.Purpose
PURPOSES = {PERIOD_OVER: Purpose.RENEWAL, CHANGED_GRADE: Purpose.CHANGE, LOST: Purpose.REISSUE}
MINOR = 18
REFUSED, DISPUTED = 0.02, 0.015  # of the assessed persons
WAITING = ("noticed", "assessed", "taken", "approved")  # at the end of the last year: in each street one of each
Issue = tuple[Resident, Held, "Held | None"]  # who, what, and the certificate before it


def work(book: Book, law: Law, residents: list[Resident], targets: dict[int, Targets], at: Organisations) -> None:
    holders = [p for p in residents if p.certificates]
    busy = {life.person_id for life, _ in book.lives}
    steady = [p for p in holders if len(p.certificates) == 1 and all(whole_year(p, y) for y in book.years)]
    book.rng.shuffle(steady)
    quiet = [p for p in steady if p.id not in busy]
    for person in quiet[-max(1, len(holders) // 12_000) :]:
        _freeze(book, person)
        steady.remove(person)
    for year in book.years:
        _Year(book, law, at, year, steady).apply(holders, targets[year]["V14"])
    for person in holders:
        _end(book, person)


def issues(holders: list[Resident], year: int) -> Iterator[Issue]:
    for person in holders:
        for before, held in zip([None, *person.certificates], person.certificates, strict=False):
            if held.valid_from.year == year:
                yield person, held, before


class _Year:
    """The applications of one year; `steady` are holders to whom nothing else happens, each used once."""

    def __init__(self, book: Book, law: Law, at: Organisations, year: int, steady: list[Resident]) -> None:
        self.book, self.law, self.at, self.year, self.steady = book, law, at, year, steady

    def apply(self, holders: list[Resident], wanted: int) -> None:
        book = self.book
        found: dict[Any, list[Issue]] = {purpose: [] for purpose in Purpose}
        for issue in issues(holders, self.year):
            found[PURPOSES[issue[2].reason] if issue[2] else Purpose.FIRST].append(issue)
        firsts = [i for i in found[Purpose.FIRST] if i[1].valid_from >= dt.date(self.year, 3, 1)]
        renewals = [i for i in found[Purpose.RENEWAL] if i[1].valid_from >= dt.date(self.year, 3, 1)]
        refused = round(wanted * REFUSED)
        waiting = self._waiting(wanted // 7) if self.year == book.years[-1] else []
        room = wanted - len(found[Purpose.CHANGE]) - refused - sum(state != "taken" for _person, state in waiting)
        assessed = [*found[Purpose.CHANGE], *firsts[:room]]
        room -= len(firsts[:room])
        assessed += renewals[:room]
        refused += room - len(renewals[:room])
        new = set(map(id, assessed))
        for issue in (i for issued in found.values() for i in issued):
            self._issue(issue, assessed=id(issue) in new, moved_in=issue[2] is None and id(issue) not in new)
        for _ in range(refused):
            self._refuse(self.steady.pop())
        for person, state in waiting:
            self._wait(person, state)

    def _waiting(self, most: int) -> list[tuple[Resident, str]]:
        """Who waits in which state: street after street, of the steady ones."""
        free: dict[str, list[Resident]] = {}
        for person in self.steady:
            free.setdefault(person.street, []).append(person)
        found = [(free[street].pop(), state) for state in WAITING for street in sorted(free) if free[street]][:most]
        chosen = {person for person, _state in found}
        self.steady[:] = [person for person in self.steady if person not in chosen]
        return found

    def _issue(self, issue: Issue, *, assessed: bool, moved_in: bool) -> None:
        book, (person, held, before) = self.book, issue
        purpose = Purpose.TRANSFER_IN if moved_in else PURPOSES[before.reason] if before else Purpose.FIRST
        noticed = (assessed and before is None) or purpose == Purpose.CHANGE
        life = self._decide(person, held, purpose, noticed=noticed and person.age(held.valid_from - 20 * DAY) >= MINOR,
                            assessed=assessed)  # fmt: skip
        book.step(life, "issued", held.valid_from)
        book.beside(life, ISSUED[purpose], held.valid_from)
        book.brought_about(life, held.started)
        if before:
            book.brought_about(life, before.ended)

    def _decide(self, person: Resident, held: Held, purpose: str, *, noticed: bool, assessed: bool) -> Life:
        """From the application to the approval, told backwards from the day of issue."""
        rng, issued = self.book.rng, held.valid_from
        approved = between(rng, issued - 6 * DAY, issued - 2 * DAY)
        posted = between(rng, approved - 14 * DAY, approved - 9 * DAY)
        while self.law.calendar.count(posted, approved) <= self.law.on(posted).days("certificate.notice_days"):
            posted -= DAY
        concluded = between(rng, *((posted - 4 * DAY, posted - DAY) if noticed else (approved - 8 * DAY, approved)))
        disputed = assessed and rng.random() < DISPUTED
        begin = concluded - 12 * DAY if disputed else concluded
        taken = between(rng, begin - 10 * DAY, begin - 3 * DAY)
        life = self._open(person, purpose, between(rng, taken - 4 * DAY, taken))
        book = self.book
        book.step(life, "taken", taken)
        if disputed:
            self._assess(life, begin, "none")
            book.step(life, "disputed", between(rng, begin + DAY, begin + 6 * DAY), detail="applicant")
        code = f"{held.category}{held.grade}{'L' if held.lower_limb else ''}"
        if assessed:
            self._assess(life, concluded, code)
        else:
            book.step(life, "confirmed", concluded, detail=code)
        for category, grade in held.components:
            book.step(life, "component", concluded, detail=f"{category}{grade}")
        if noticed:
            book.step(life, "notice_posted", posted)
        book.step(life, "approved", approved)
        return life

    def _open(self, person: Resident, purpose: str, on: dt.date) -> Life:
        details = {
            "purpose": str(purpose),
            "guardian": "（虚构）监护人" if person.age(on) < MINOR else "",
            "former_place": "（虚构）外区" if purpose == Purpose.TRANSFER_IN else "",
        }
        return self.book.open("certificate_application", on, details, person=person)

    def _assess(self, life: Life, on: dt.date, code: str) -> None:
        self.book.step(life, "assessed", on, organisation=self.book.rng.choice(self.at.hospitals), detail=code)

    def _refuse(self, person: Resident) -> None:
        """Asked for another grade; the assessment found the same one."""
        rng, held = self.book.rng, person.certificates[0]
        life = self._open(person, Purpose.CHANGE, between(rng, first(self.year) + 10 * DAY, dt.date(self.year, 10, 31)))
        self.book.step(life, "taken", after(rng, life.latest, 1, 4))
        self._assess(
            life, after(rng, life.latest, 5, 15), f"{held.category}{held.grade}{'L' if held.lower_limb else ''}"
        )
        self.book.step(life, "rejected", after(rng, life.latest, 2, 9), reason="重新评定的等级没有变化")

    def _wait(self, person: Resident, state: str) -> None:
        """Asks for a heavier grade and waits, at the end of the year, in that state."""
        rng, held, end = self.book.rng, person.certificates[0], last(self.year)
        life = self._open(person, Purpose.CHANGE, between(rng, end - 34 * DAY, end - 30 * DAY))
        self.book.step(life, "taken", after(rng, life.latest, 1, 2))
        if state == "taken":
            return
        self._assess(life, after(rng, life.latest, 3, 5), f"{held.category}{max(1, held.grade - 1)}")
        for category, grade in held.components:
            self.book.step(life, "component", life.latest, detail=f"{category}{max(1, grade - 1)}")
        if state == "assessed":
            return
        posted = between(rng, end - 3 * DAY, end) if state == "noticed" else life.latest + DAY
        self.book.step(life, "notice_posted", posted)
        if state == "approved":
            self.book.step(life, "approved", end - DAY)


def _end(book: Book, person: Resident) -> None:
    """The case behind a certificate that ended otherwise than by death or by a new one."""
    held = person.certificates[-1]
    if held.reason not in ("moved_out", "recovered", "own_request") or held.ended_on.year < book.years[0]:
        return
    moved = held.reason == "moved_out"
    reported = between(book.rng, held.ended_on - (40 if moved else 10) * DAY, held.ended_on - 3 * DAY)
    details = {"ground": held.reason, "to_place": "（虚构）外区" if moved else ""}
    life = book.open("certificate_ending", max(reported, held.valid_from), details, person=person)
    book.step(life, "transferred" if moved else "cancelled", held.ended_on)
    book.brought_about(life, held.ended)


def _freeze(book: Book, person: Resident) -> None:
    """Moved away in winter, did not have the certificate transferred: frozen in autumn."""
    year = book.years[-1]
    moved = between(book.rng, dt.date(year, 1, 9), dt.date(year, 2, 20))
    details = {"ground": "moved_out", "to_place": "（虚构）外区"}
    life = book.open("certificate_ending", moved, details, person=person)
    book.step(life, "frozen", between(book.rng, dt.date(year, 9, 4), dt.date(year, 10, 31)))
