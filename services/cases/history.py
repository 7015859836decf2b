"""Everything that happened to a person, in order of time: read from the ledger, a year of one thing on one line."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from services.cases import kinds
from services.cases.addresses import admin_url
from services.cases.models import Case
from services.ledger import words
from services.ledger.models import Entry
from services.people.models import Person, records_of

SHOWN, MOST = 30, 1000  # lines at first, entries at all


def history_of(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    """[{on, what, times, amount, case, url}], the latest first."""
    rows = Entry.objects.visible_to(request.user).standing().filter(person__in=records_of(person))
    entries = rows.select_related("organisation").order_by("-happened_on", "-id")[:MOST]
    cases = Case.objects.visible_to(request.user).in_bulk({e.case_id for e in entries if e.case_id})
    return [_line(list(same), cases) for _key, same in groupby(_spoken(entries), key=lambda pair: _same(*pair))]


def _spoken(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    for entry in entries:
        if said := _word(entry):
            yield entry, said


def _word(entry: Entry) -> str | None:
    try:
        kind = kinds.get(entry.code.partition(".")[0])
    except KeyError:
        return words.word(entry)
    label = kind.labels.get(entry.code)
    if label is None:
        return None
    detail = kind.word(entry.code, entry.detail)
    if detail:
        label = _("%(what)s（%(word)s）") % {"what": label, "word": detail}
    return _("%(kind)s：%(what)s") % {"kind": kind.label, "what": label}


def _same(entry: Entry, said: str) -> tuple:
    """What is told on one line: the same thing of the same case within a year, with nothing else in between."""
    return said, entry.case_id, entry.happened_on.year


def _line(same: list[tuple[Entry, str]], cases: dict[Any, Case]) -> dict[str, Any]:
    (entry, said), case = same[0], cases.get(same[0][0].case_id)
    amounts = [one.amount for one, _said in same if one.amount is not None]
    return {
        "on": _when(same[-1][0].happened_on, entry.happened_on),
        "what": said,
        "times": len(same),
        "amount": sum(amounts) if amounts else None,
        "case": case.number if case else "",
        "url": admin_url(case.of_kind, "change", case.pk) if case else "",
    }


def _when(first: dt.date, last: dt.date) -> str:
    return str(last) if first == last else f"{first:%Y-%m-%d} – {last:%m-%d}"
