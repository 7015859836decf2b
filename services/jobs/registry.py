"""The kinds of long work, registered at start (AppConfig.ready) by the floors above, and what they work with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from accounts import watching
from accounts.models import User
from accounts.scoping import Scope, enter
from services.jobs.lease import Lease
from services.jobs.models import Job

Result = tuple[str, str, bytes] | None  # filename, content type, content


@dataclass(frozen=True)
class Kind:
    name: str
    function: Callable[["Running"], Result]
    label: Any
    right: str
    in_batches: bool
    limit: float
    page: Callable[[Job], str] | None = None


_kinds: dict[str, Kind] = {}


def register(
    name: str,
    function: Callable[["Running"], Result],
    *,
    label: Any,
    right: str,
    in_batches: bool = False,
    limit: float = 3600,
    page: Callable[[Job], str] | None = None,
) -> None:
    """`function(job)` returns (filename, content type, bytes) or None.

    It runs in the requester's scope and in one transaction, which also holds the result and the end of the job:
    all or nothing, once. With `in_batches` it runs outside any scope and works in `with job.batch() as kept:`;
    each batch commits for itself. `right` is asked when the job is started and again when it runs. After `limit`
    seconds the attempt counts as hung. `page(job)` is the URL of what the job is about, where it has one.
    A DomainError ends the job; any other exception is tried again.
    """
    if name in _kinds:
        raise ValueError(f"job {name} is registered twice")
    _kinds[name] = Kind(name, function, label, right, in_batches, limit, page)


def kind(name: str) -> Kind:
    """KeyError when nobody registered it."""
    return _kinds[name]


def page_of(job: Job) -> str:
    """The URL of what the job is about; "" when it has no page."""
    page = _kinds[job.name].page if job.name in _kinds else None
    return page(job) if page else ""


def label_of(name: str) -> Any:
    return _kinds[name].label if name in _kinds else name


class Running:
    """What a job's function works with."""

    def __init__(self, job: Job, scope: Scope, lease: Lease) -> None:
        self.id, self.args, self.street = job.pk, job.args, job.street_id
        self.scope, self.attempt = scope, job.attempts
        self.moved: list[dict[str, Any]] = job.moved
        self._kept, self._lease = job.kept, lease

    @property
    def user(self) -> User | None:
        return self.scope.user

    def advance(self, done: int, total: int, message: str = "") -> None:
        """Shows the progress at once, although the job's transaction is open; call it as often as you like.

        `total` 0 means unknown; `message` is for people and names nobody. Raises Cancelled when the job was
        cancelled and LeaseLost when another worker has it: let both pass.
        """
        self._lease.advance(done, total, message)

    @contextmanager
    def batch(self) -> Iterator[dict[str, Any]]:
        """A transaction in the requester's scope; commits only while this worker holds the job.

        Yields what the batch before left in it (row keys and codes); what stands in it at the end is committed
        with the batch, also for the next attempt. Only for jobs `in_batches`.
        """
        with enter(self.scope):
            kept, ask = dict(self._kept), watching.watch()
            yield kept
            moved = watching.together(self.moved, watching.moved_by(ask()))
            self._lease.hold(self.scope.user, kept=kept, moved=moved)
        self._kept, self.moved = kept, moved
