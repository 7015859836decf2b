"""What an import would change in published figures, told in the dry run: it is done, looked at, and rolled back."""

import json
from collections.abc import Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, transaction

from accounts.errors import DomainError
from accounts.pages import WATCHES, Consequences
from accounts.refusals import explained
from services.workbooks import checking
from services.workbooks.units import WRITTEN, Asked, Book, Unit


def consequences(book: Book, units: Sequence[Unit], asked: Asked) -> list[dict[str, Any]]:
    """Template and context of each. Only rows of earlier years are asked: nothing of this year is published."""
    late = [unit for unit in units if unit.outcome in WRITTEN and _is_of_an_earlier_year(unit)]
    found: list[Consequences] = []
    if late:
        try:
            with transaction.atomic():
                asking = [watch() for watch in WATCHES]
                for some in checking.batches(book, late):
                    book.write(some, asked)
                found = [one for ask in asking if (one := ask())]
                transaction.set_rollback(True)
        except (DomainError, DatabaseError) as error:
            if isinstance(error, DatabaseError) and explained(error) is None:
                raise
    told = [{"template": one.template, "context": one.context} for one in found]
    return json.loads(json.dumps(told, cls=DjangoJSONEncoder))


def _is_of_an_earlier_year(unit: Unit) -> bool:
    return any(one.code == "date.of_earlier_year" for row in unit.rows for one in row.found)
