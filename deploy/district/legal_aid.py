"""Legal aid: so many persons whose application was accepted in the year (V17), some with a second matter."""

import datetime as dt

from deploy.district.book import Book
from deploy.district.cohorts import yearly
from deploy.district.days import after, between, last
from deploy.district.organisations import Organisations
from deploy.district.people import Resident
from deploy.district.targets import Targets
from services.legal_aid.models import LegalAid

ADULT = 18
SECOND_MATTER, REFUSED = 0.1, 0.08
LAWYERS = "王李张刘陈杨"
FACTS = "（虚构）申请人陈述了经过，提交了合同和聊天记录，请求指派律师代理。"


def aid(book: Book, residents: list[Resident], targets: dict[int, Targets], at: Organisations) -> None:
    for year in book.years:
        wanted = targets[year]["V17"]
        refused = round(wanted * REFUSED)
        adults = (p for p in residents if p.since < dt.date.max and p.age(dt.date(year, 1, 1)) >= ADULT)
        chosen = yearly(book.rng, wanted + refused, adults, year, "legal aid")
        for n, person in enumerate(chosen):
            matters = book.rng.sample(LegalAid.Matter.values, 2 if book.rng.random() < SECOND_MATTER else 1)
            for matter in matters if n < wanted else matters[:1]:
                _case(book, person, year, str(matter), at, accepted=n < wanted)


def _case(book: Book, person: Resident, year: int, matter: str, at: Organisations, *, accepted: bool) -> None:
    rng, end = book.rng, last(year)
    opened = between(rng, dt.date(year, 1, 4), dt.date(year, 12, 10))
    details = {"matter": matter, "form": rng.choice(LegalAid.Form.values), "facts": FACTS}
    life = book.open("legal_aid", opened, details, person=person)
    decided = after(rng, opened, 1, 6, latest=end)
    if not accepted:
        book.step(life, "rejected", decided, reason="不属于法律援助范围")
        return
    book.step(life, "accepted", decided)
    lawyer = f"{rng.choice(LAWYERS)}律师"
    book.step(life, "assigned", after(rng, decided, 0, 4), organisation=rng.choice(at.law_firms), reason=lawyer)
    closed = after(rng, life.latest, 10, 150)
    if closed <= last(book.years[-1]):
        book.step(life, "closed", closed, detail=rng.choice(("won", "partly", "settled", "settled", "advised", "lost")))
