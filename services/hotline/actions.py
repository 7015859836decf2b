"""What is in time. Counted of an order, beside its steps, as entries with a noun of their own:

hotline_time.responded, hotline_time.answered   within the limit; dated on the day of the city's dispatch, so that
                                                they are always a part of that period's orders
hotline_time.taken                              `quantity` working days from the dispatch to the answer, on its day
"""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from services.cases.models import Case
from services.hotline.guards import standing
from services.ledger import actions as ledger
from services.ledger.models import Entry
from services.policy.models import Holiday, Policy

RESPONDED, ANSWERED, TAKEN = (f"hotline_time.{verb}" for verb in ("responded", "answered", "taken"))


def keep_time(*, by: User | None, case: Case, **_kwargs: Any) -> None:
    """Makes these entries say what the standing steps of the order come to; what said so already stays."""
    wanted = set(_times(case))
    for entry in Entry.objects.filter(case=case).standing().of(RESPONDED, ANSWERED, TAKEN):
        said = (entry.code, entry.happened_on, entry.quantity)
        if said in wanted:
            wanted.remove(said)
        else:
            ledger.void(by=by, entry=entry, reason=_("随工单日期重新计算"))
    for code, on, quantity in sorted(wanted):
        ledger.record(by=by, code=code, on=on, street_id=case.street_id, case=case, quantity=quantity)


def _times(case: Case) -> list[tuple[str, dt.date, int]]:
    """(code, day, quantity) of every such entry that the order deserves."""
    began, responded, answered = (_day(case, slug) for slug in ("received", "responded", "answered"))
    if began is None:
        return []
    texts, days, found = Policy.objects.texts(began), Holiday.objects.calendar(), []
    if responded and days.count(began, responded) <= texts.days("hotline.respond_days"):
        found.append((RESPONDED, began, 1))
    if answered:
        taken = max(days.count(began, answered), 0)
        found.append((TAKEN, answered, taken))
        if taken <= texts.days("hotline.answer_days"):
            found.append((ANSWERED, began, 1))
    return found


def _day(case: Case, slug: str) -> dt.date | None:
    """The last time that the step was taken: an order that was worked on again is answered by its last answer."""
    return standing(case, slug).order_by("-happened_on", "-id").values_list("happened_on", flat=True).first()
