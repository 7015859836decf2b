"""Steps that end what an earlier step began (a home that opened, a unit that joined), so that stocks stop counting it.

The end is an entry beside the step (its code and `_end`), which a correction of the step takes along.
"""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from services.cases.models import Case
from services.ledger import actions as ledger
from services.ledger.models import Entry


def ends(slug: str) -> Callable[..., None]:
    """The effect of a step that ends every standing entry of step `slug` of its case."""

    def effect(*, by: User | None, case: Case, entry: Entry, **_kwargs: Any) -> None:
        for begun in Entry.objects.filter(case=case, code=f"{case.kind}.{slug}").standing():
            ledger.record(
                by=by,
                code=f"{entry.code}_end",
                on=entry.happened_on,
                street_id=entry.street_id,
                case=case,
                organisation=case.organisation,
                quantity=0,
                ends=begun,
            )

    return effect


def still_ended(*, by: User | None, entry: Entry, again: Entry | None, reason: str, **_kwargs: Any) -> None:
    """`amended` of the step that began it: its end follows the corrected entry, or goes with the voided one."""
    for end in Entry.objects.filter(ends=entry).standing():
        if again:
            ledger.replace(by=by, entry=end, reason=reason, ends=again)
        else:
            ledger.void(by=by, entry=end, reason=reason)
