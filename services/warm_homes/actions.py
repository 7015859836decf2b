"""What the adoption of a rating scheme records beside it: one entry for each of its indicators (fact H4)."""

from typing import Any

from accounts.models import User
from services.cases.models import Case
from services.ledger import actions as ledger
from services.ledger.models import Entry


def adopt_indicators(*, by: User | None, case: Case, entry: Entry, **_kwargs: Any) -> None:
    for row in case.rating_scheme_indicators.order_by("number"):
        ledger.record(
            by=by,
            code="rating_scheme.adopted_indicator",
            on=entry.happened_on,
            street_id=entry.street_id,
            case=case,
            detail=str(row.number),
            reason=row.name,
        )
