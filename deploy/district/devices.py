"""Assistive devices: V9 counts approved applicants, V10 approved applications; one application is joint."""

import datetime as dt
from typing import Any

from deploy.district.book import Book, Life
from deploy.district.cohorts import TooFewPeople, whole_year, yearly
from deploy.district.days import after, between, first, last
from deploy.district.people import Resident
from deploy.district.targets import Targets
from services.devices.models import CatalogueItem, DeviceApplication, Unit

P, U = DeviceApplication.Purpose, Unit
# Category -> (code in the catalogue, purpose).
DEVICES = {
    1: [("electronic_magnifier", P.COMMUNICATION), ("white_cane", P.MOBILITY), ("talking_watch", P.DAILY_LIFE)],
    2: [("hearing_aid", P.COMMUNICATION), ("flashing_doorbell", P.DAILY_LIFE)],
    3: [("communication_board", P.COMMUNICATION)],
    4: [("wheelchair", P.MOBILITY), ("walking_frame", P.MOBILITY), ("crutches", P.MOBILITY),
        ("cushion", P.DAILY_LIFE), ("rollator", P.MOBILITY)],
    5: [("cognition_kit", P.REHABILITATION), ("locator", P.DAILY_LIFE)],
    6: [("pill_reminder", P.DAILY_LIFE), ("cognition_kit", P.REHABILITATION)],
    7: [("wheelchair", P.MOBILITY), ("cushion", P.DAILY_LIFE)],
}  # fmt: skip
FOR_EVERYBODY = [("commode_chair", P.DAILY_LIFE), ("shower_chair", P.DAILY_LIFE), ("walking_stick", P.MOBILITY)]
CARRIED_OVER = 0.02  # approved early in a year, applied for at the end of the year before
NEVER_COLLECTED = 0.03
REFUSED_FIRST = 0.02  # a first application that year was rejected


def equip(book: Book, residents: list[Resident], targets: dict[int, Targets]) -> None:
    for year in book.years:
        size = targets[year]["V10"]
        persons = yearly(book.rng, size, (p for p in residents if p.since < first(year)), year, "assistive devices")
        if year == book.years[-1]:
            joint, main = _couple(book, residents, set(persons), year)
            persons[0] = main
        else:
            joint = None
        for n, person in enumerate(persons):
            _apply(book, person, year, joint if n == 0 else None)


def _couple(book: Book, residents: list[Resident], chosen: set[Resident], year: int) -> tuple[Resident, Resident]:
    """Husband and wife who apply together, neither of whom applies alone; else two neighbours."""
    free = [r for r in residents if r not in chosen and whole_year(r, year)]
    by_home: dict[Any, Resident] = {}
    for resident in free:
        if resident.household and (other := by_home.setdefault(resident.household, resident)) is not resident:
            return resident, other
    by_community: dict[int, Resident] = {}
    for resident in free:
        if (other := by_community.setdefault(resident.community, resident)) is not resident:
            return resident, other
    raise TooFewPeople("two neighbours are missing for a joint application")


def _apply(book: Book, person: Resident, year: int, joint: Resident | None) -> None:
    rng = book.rng
    if rng.random() < CARRIED_OVER and person.since < dt.date(year - 1, 11, 1) and not joint:
        opened = between(rng, dt.date(year - 1, 12, 1), dt.date(year - 1, 12, 26))
    else:
        opened = between(rng, dt.date(year, 1, 4), dt.date(year, 11, 10))
        if rng.random() < REFUSED_FIRST and opened.month > 4 and not joint:
            life, _ = begin(book, person, between(rng, dt.date(year, 1, 4), dt.date(year, 2, 20)), None)
            book.step(life, "rejected", after(rng, life.latest, 5, 20), reason="同类器具在使用年限内")
    life, items = begin(book, person, opened, joint)
    book.step(life, "reviewed", after(rng, opened, 1, 7))
    book.step(life, "assessed", after(rng, life.latest, 2, 14), detail="suitable")
    low = max(life.latest, first(year))
    day = after(rng, low, 2, 12, latest=last(year))
    book.step(life, "approved", day)
    _count(book, life, "device.approved", day, items, joint, "approved")
    delivered = after(rng, day, 7, 40)
    if delivered <= last(book.years[-1]) and rng.random() > NEVER_COLLECTED:
        book.step(life, "delivered", delivered)
        _count(book, life, "device.delivered", delivered, items, None, "")


def begin(book: Book, person: Resident, opened: dt.date, joint: Resident | None) -> tuple[Life, list[dict[str, Any]]]:
    """An application with its items; entries beside it count them and the further applicant."""
    rng = book.rng
    had = book.devices.setdefault(person.id, set())
    choice = [one for one in (*DEVICES[person.at(opened)[1]], *FOR_EVERYBODY) if one[0] not in had]
    devices = rng.sample(choice[:5], min(len(choice), rng.choice((1, 1, 1, 2))))
    life = book.open("device", opened, {"purpose": str(devices[0][1])}, person=person)
    items = []
    for code, _purpose in devices:
        had.add(code)
        found: CatalogueItem = book.catalogue[code]
        quantity = rng.choice((1, 1, 1, 1, 2)) if found.unit == U.PIECE else 1
        item = {"catalogue_id": found.pk, "iso_class": found.iso_class, "name": found.name}
        items.append(item | {"quantity": quantity, "unit": found.unit})
        book.items.append((life, items[-1]))
    if joint:
        book.parties.append((life, joint))
    _count(book, life, "device.submitted", opened, items, joint, "requested")
    return life, items


def _count(
    book: Book,
    life: Life,
    code: str,
    day: dt.date,
    items: list[dict[str, Any]],
    joint: Resident | None,
    stage: str,
) -> None:
    """As `services.devices.actions.count_all` does."""
    if joint:
        book.record(f"{code}_joint", day, joint, life=life, quantity=0, detail=stage)
    for item in items:
        pieces = item["quantity"] * (2 if item["unit"] == U.PAIR else 1)
        book.record(f"{code}_item", day, life.person, life=life, quantity=pieces, detail=item["unit"])
