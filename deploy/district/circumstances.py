"""Statuses of the poor, and the civil affairs' register of the two allowances, nearly complete: a few who are entitled
are missing in it, and stand on the work list of those who are entitled without benefit."""

import datetime as dt
from random import Random

from deploy.district.book import Book
from deploy.district.days import first, last
from deploy.district.money import Law, facts
from deploy.district.people import Resident
from services.circumstances import rules
from services.circumstances.models import CircumstanceRecord
from services.ledger.bulk import copy_rows
from services.policy.verdict import Verdict

SHARES = {"dibao": 0.05, "low_income": 0.02, "extremely_poor": 0.003}
MISSING = 0.01  # of those entitled to an allowance
SOURCES = {"allowance": "民政名册（模拟）", "status": "身份证明（模拟）"}


def decide(book: Book, law: Law, residents: list[Resident]) -> None:
    """Gives residents their circumstances: (code, since, after, yuan a month, source)."""
    rng, begin, end = book.rng, first(book.years[0] - 1), last(book.years[-1])
    for person in residents:
        if person.certificates:
            _status(rng, person, begin)
    texts = law.texts(end)
    for person in residents:
        if person.certificates and not person.leaves:
            known = facts(person)
            _benefit(rng, person, "nursing_allowance", rules.nursing_allowance(person=known, day=end, texts=texts))
            _benefit(rng, person, "living_allowance", rules.living_allowance(person=known, day=end, texts=texts))


def _after(person: Resident) -> dt.date | None:
    return person.died or (person.until if person.leaves else None)


def _status(rng: Random, person: Resident, begin: dt.date) -> None:
    chance = rng.random()
    for code, share in SHARES.items():
        if chance < share:
            person.circumstances.append((code, min(begin, person.since), _after(person), None, SOURCES["status"]))
            return
        chance -= share


def _benefit(rng: Random, person: Resident, code: str, verdict: Verdict) -> None:
    if verdict.is_entitled and rng.random() >= MISSING:
        since = person.certificates[-1].valid_from.replace(day=1)
        person.circumstances.append((code, since, None, f"{verdict.amount:.2f}", SOURCES["allowance"]))


def write(residents: list[Resident]) -> None:
    columns = ("person_id", "street_id", "code", "valid_from", "valid_to", "monthly", "source")
    rows = (
        (p.id, p.street, code, since, after, monthly, source)
        for p in residents
        for code, since, after, monthly, source in p.circumstances
        if after is None or since < after
    )
    copy_rows(CircumstanceRecord, columns, rows)
