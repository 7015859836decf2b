"""Who did or tried what. Entries are only ever added; reads of sensitive data and refusals are entries too."""

from contextvars import ContextVar
from typing import Any

from accounts.logs import without_numbers
from accounts.models import AuditEntry, User

_refusals: ContextVar[tuple[AuditEntry, ...]] = ContextVar("refusals", default=())


def _entry(by: User | None, action: str, target: Any, street: str | None, outcome: Any, data: dict) -> AuditEntry:
    label = f"{target._meta.label_lower}:{target.pk}" if hasattr(target, "_meta") else str(target or "")
    told = {name: without_numbers(value) if isinstance(value, str) else value for name, value in data.items()}
    return AuditEntry(by=by, action=action, target=label, street_id=street, outcome=outcome, data=told)


def record(*, by: User | None, action: str, target: Any = "", street: str | None = None, **data: Any) -> None:
    """An act, in the transaction of the act. `data` holds codes and row keys, never a name or number of a person; what
    people wrote, such as a purpose, loses such numbers."""
    _entry(by, action, target, street, AuditEntry.Outcome.DONE, data).save(force_insert=True)


def refuse(*, by: User | None, action: str, target: Any = "", street: str | None = None, **data: Any) -> None:
    """A refused attempt. It is written after the scope has ended, so that the rollback does not take it along."""
    _refusals.set((*_refusals.get(), _entry(by, action, target, street, AuditEntry.Outcome.REFUSED, data)))


def write_refusals() -> None:
    waiting, _ = _refusals.get(), _refusals.set(())
    for entry in waiting:
        entry.save(force_insert=True)
