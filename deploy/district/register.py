"""The employment register: one status at a time for everybody of working age (E1 divides two of its stocks)."""

import datetime as dt

from deploy.district.book import Book, Happening, Life
from deploy.district.days import between, first, last
from deploy.district.people import Resident
from deploy.district.terms import Terms
from services.employment.models import EmploymentStatus

STARTED, ENDED = "employment_status.started", "employment_status.ended"
EMPLOYED, SEEKING, NOT_SEEKING = map(str, EmploymentStatus.values)
OTHERWISE = {EMPLOYED: 38, SEEKING: 4, NOT_SEEKING: 58}  # of those who are not in the last stock


class Register:
    def __init__(self, book: Book, terms: Terms, residents: list[Resident]) -> None:
        self.book = book
        self.standing: dict[Resident, Happening] = {}
        self.ages: dict[Resident, tuple[dt.date, dt.date]] = {}
        for person in residents:
            if person.certificates:
                begins, ends = terms.working_age(person)
                if max(begins, person.since) < min(ends, person.until) and ends > first(book.years[0] - 1):
                    self.ages[person] = (max(begins, person.since), ends)

    def covers(self, person: Resident, low: dt.date, high: dt.date) -> bool:
        """Of working age, with a certificate, on every day from `low` to `high`."""
        begins, ends = self.ages.get(person, (dt.date.max, dt.date.max))
        return begins <= low and min(ends, person.until) > high

    def in_last_stock(self, person: Resident) -> bool:
        end = last(self.book.years[-1])
        return self.covers(person, end, end)

    def begin(self, person: Resident, status: str) -> None:
        """The first status: before the years, or when working age or the certificate begins."""
        begins, ends = self.ages[person]
        eve = last(self.book.years[0] - 1)
        day = begins if begins > eve else between(self.book.rng, max(begins, first(eve.year - 1)), eve)
        if day < min(ends, person.until):
            self._start(person, status, day, None)

    def change(self, person: Resident, status: str, day: dt.date, life: Life) -> None:
        """What a placement or its end brings about, in the order in which `services.employment.actions` writes it."""
        before = self.standing[person]
        self._start(person, status, day, life)
        self._end(before, person, day)

    def leave(self, person: Resident) -> None:
        """Died, moved away or lost the certificate while of working age."""
        entry = self.standing.get(person)
        if entry and person.until < min(self.ages[person][1], dt.date.max):
            self._end(entry, person, person.until)

    def _start(self, person: Resident, status: str, day: dt.date, life: Life | None) -> None:
        ends = self.ages[person][1]
        self.standing[person] = self.book.record(STARTED, day, person, life=life, detail=status, valid_until=ends)

    def _end(self, entry: Happening, person: Resident, day: dt.date) -> None:
        self.book.record(ENDED, day, person, quantity=0, ends=entry.key)
