"""What real registers are full of: people registered twice, unusual names, slips that were corrected, somebody who
moved to another street. (Expired certificates, deaths and gaps in payments stand with their programmes.)"""

import datetime as dt
from typing import Any

from accounts.models import Street
from deploy.district import names
from deploy.district.book import Book
from deploy.district.days import DAY, last
from deploy.district.organisations import Organisations
from deploy.district.people import Resident
from services.cases import amendments
from services.ledger import actions as ledger
from services.ledger.models import Entry
from services.people.models import Person

TWICE = 0.0013  # of all people: registered a second time without a number
UNUSUAL = ("爱新觉罗启晖", "叶赫那拉思宁", "欧阳文𬀩", "王㛃", "单晓䶮", "阿依古丽·买买提", "尉迟建国")
SLIPS = 12  # premiums with a wrong amount, and sessions recorded twice, at full size
MOVED = ("110102007", "110102020")  # from the one street of the demo's clerks to the other


def name_unusually(book: Book, residents: list[Resident]) -> None:
    for person, name in zip(book.rng.sample(residents, len(UNUSUAL)), UNUSUAL, strict=True):
        person.name = name


def register_twice(
    book: Book, residents: list[Resident], served_suspects: list[Resident], at: Organisations
) -> list[Resident]:
    """Duplicates under a name heard differently; one, a suspected child, was served under both and is merged."""
    count = max(2, round(len(residents) * TWICE))
    found = [_again(book, person) for person in book.rng.sample(residents, count)]
    child, year = served_suspects[0], book.years[-1]
    found.append(other := _again(book, child))
    other.suspected = True
    book.stands_for[other.id] = child.id
    _serve_briefly(book, other, at.providers[0], dt.date(year, 3, 6))
    book.merges.append((other, child, dt.date(year, 12, 4)))
    return found


def _again(book: Book, person: Resident) -> Resident:
    return Resident(book.new_id(), person.street, person.community, person.sex, person.born, names.alike(person.name))


def _serve_briefly(book: Book, child: Resident, provider: int, opened: dt.date) -> None:
    details = {"guardian": names.person(book.rng, "F"), "price": "150.00", "direction": "言语"}
    life = book.open("child_rehab", opened, details, person=child)
    book.step(life, "reviewed", opened + DAY)
    book.step(life, "assessed", opened + 7 * DAY, organisation=provider, detail="suitable")
    book.step(life, "enrolled", opened + 10 * DAY, organisation=provider)
    day = (opened + 40 * DAY).replace(day=27)
    book.step(life, "attended", day, organisation=provider, for_month=day.replace(day=1), quantity=6)
    book.step(life, "completed", day + DAY)


def slip(book: Book) -> None:
    """Premiums entered ten times too high, to be corrected; sessions entered twice, to be voided."""
    count = max(1, round(SLIPS * len(book.entries) / 400_000))
    proved = [e for e in book.entries if e.code == "social_insurance.premium"]
    for entry in book.rng.sample(proved, min(count, len(proved))):
        book.entries[entry.key] = entry._replace(amount=f"{float(entry.amount or 0) * 10:.2f}")
        book.corrections.append((entry.key, {"amount": entry.amount}, "金额多录了一位"))
    sessions = [e for e in book.entries if e.code == "adult_rehab.session"]
    for entry in book.rng.sample(sessions, min(count, len(sessions))):
        book.voids.append((len(book.entries), "同一次训练重复登记"))
        book.entries.append(entry._replace(key=len(book.entries), mistaken=True))


def put_right(book: Book, ids: dict[int, int]) -> None:
    """After writing, through the ledger's own actions: corrections, voids, the merge, the handover."""
    today = last(book.years[-1])
    for key, changes, reason in book.corrections:
        entry = Entry.objects.select_related("case", "person").get(pk=ids[key])
        amendments.correct(by=None, entry=entry, reason=reason, today=today, **changes)
    for key, reason in book.voids:
        amendments.take_back(by=None, entry=Entry.objects.get(pk=ids[key]), reason=reason)
    for person, into, day in book.merges:
        rows = Person.objects.in_bulk([person.id, into.id], field_name="id")
        both = {str(key): row for key, row in rows.items()}
        ledger.merge_persons(by=None, person=both[person.id], into=both[into.id], on=day, reason="同一名儿童登记两次")
    if mover := _mover(book):
        person, to = Person.objects.get(pk=mover.id), Street.objects.get(pk=MOVED[1])
        ledger.hand_over(by=None, person=person, to=to, on=last(book.years[-1]), reason="户籍迁入")


def _mover(book: Book) -> Any:
    """Somebody without a household on record who is paid home help and goes on being paid."""
    lives = (life for life, _ in book.lives if life.kind == "home_help" and life.status == "active")
    return next((x.person for x in lives if x.street == MOVED[0] and not x.person.household), None)
