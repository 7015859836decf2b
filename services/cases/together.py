"""Much taken back at once: together where it can be, in halves where something refuses, one by one in the end."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db import DatabaseError, transaction

from accounts.errors import DomainError
from accounts.refusals import explained

FEW = 8  # no longer halved


def take_back(rows: Sequence[Any], together: Callable, alone: Callable) -> dict[Any, str]:
    """Key of each row -> "" when it was taken back, else the sentence on why it stays.

    `together(rows)` gives the keys of those that it took back; whatever it refuses was not done. `alone(row)` takes
    back one.
    """
    done, refused = _tried(partial(together, rows))
    if refused and len(rows) > FEW:
        half = len(rows) // 2
        return take_back(rows[:half], together, alone) | take_back(rows[half:], together, alone)
    taken = set() if refused else done
    return {row.pk: "" if row.pk in taken else _tried(partial(alone, row))[1] for row in rows}


def _tried(act: Callable[[], Any]) -> tuple[Any, str]:
    """(what it gave, "") or (None, why it was refused), in a savepoint of its own."""
    try:
        with transaction.atomic():
            return act(), ""
    except DomainError as error:
        return None, str(error.detail)
    except DatabaseError as error:
        if (refusal := explained(error)) is None:
            raise
        return None, str(refusal.detail)
