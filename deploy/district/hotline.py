"""Hotline work orders: V16 of January to October, some more after it; a few late, a few worked on again."""

import datetime as dt

from deploy.district.book import Book, Life
from deploy.district.days import after, between, last
from deploy.district.money import Law
from deploy.district.people import Resident
from deploy.district.targets import ASSESSED_MONTHS, Targets
from services.hotline.actions import ANSWERED, RESPONDED, TAKEN
from services.hotline.models import HotlineOrder

REST_OF_THE_YEAR = 0.18
KNOWN_CALLER, LATE, AGAIN = 0.6, 0.04, 0.03
CONTENT = "（虚构）反映人来电，希望了解办理条件，并请工作人员上门核实情况。"
OUTCOMES = ["resolved_satisfied"] * 17 + ["resolved_unsatisfied", "unresolved_satisfied", "unresolved_unsatisfied"]


def answer(book: Book, law: Law, residents: list[Resident], targets: dict[int, Targets]) -> None:
    for year in book.years:
        turn = dt.date(year, ASSESSED_MONTHS, 31)
        wanted = targets[year]["V16"]
        callers = [p for p in residents if p.holds(dt.date(year, 1, 1)) and p.holds(last(year))]
        spans = [(dt.date(year, 1, 3), turn)] * wanted
        spans += [(turn + dt.timedelta(1), dt.date(year, 12, 20))] * round(wanted * REST_OF_THE_YEAR)
        for n, (low, high) in enumerate(spans):
            _order(book, law, book.rng.choice(callers), f"12345-{year}-{n + 1:06d}", between(book.rng, low, high))


def _order(book: Book, law: Law, caller: Resident, number: str, received: dt.date) -> None:
    rng, late = book.rng, book.rng.random() < LATE
    details = {"order_number": number, "topic": rng.choice(HotlineOrder.Topic.values), "content": CONTENT}
    life = book.open("hotline_order", received, details, street=caller.street)
    life.community, life.origin = caller.community, "phone"
    book.step(life, "dispatched", received)
    if rng.random() < KNOWN_CALLER:
        book.step(life, "concerns", received, guest=caller)
    responded = after(rng, received, 4, 6) if late else received
    book.step(life, "responded", responded)
    book.step(life, "handled", after(rng, responded, 0, 2), detail=rng.choice(("talked", "visited", "coordinated")))
    answered = after(rng, life.latest, 12, 18) if late else after(rng, life.latest, 1, 4)
    if answered > last(book.years[-1]):
        return _keep_time(book, law, life, received, responded, None)
    book.step(life, "answered", answered)
    if rng.random() < AGAIN:
        book.step(life, "reworked", after(rng, answered, 1, 2), reason="反映人表示还没有解决")
        answered = after(rng, life.latest, 1, 3)
        book.step(life, "answered", answered)
    _keep_time(book, law, life, received, responded, answered)
    closed = after(rng, answered, 3, 9)
    if closed <= last(book.years[-1]):
        book.step(life, "closed", closed, detail=rng.choice(OUTCOMES))


def _keep_time(
    book: Book, law: Law, life: Life, received: dt.date, responded: dt.date, answered: dt.date | None
) -> None:
    """As services.hotline.actions.keep_time writes it."""
    texts, days = law.on(received), law.calendar
    if days.count(received, responded) <= texts.days("hotline.respond_days"):
        book.beside(life, RESPONDED, received)
    if answered:
        taken = days.count(received, answered)
        book.beside(life, TAKEN, answered, quantity=taken)
        if taken <= texts.days("hotline.answer_days"):
            book.beside(life, ANSWERED, received)
