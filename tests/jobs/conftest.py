from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import connection

from accounts.models import Posting, User
from accounts.roles import Role
from accounts.scoping import Scope, enter, scope_of, system_scope
from services.jobs import actions, lease, registry, tasks
from services.jobs.models import Job
from tests.jobs import work


class Cast:
    """People of two streets and of the district; `as_(user)` is the scope of their request."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT code FROM accounts_street ORDER BY code LIMIT 2")
            self.street_a, self.street_b = (code for (code,) in cursor.fetchall())
        self.clerk_a = self.posted("clerk_a", self.street_a, Role.CLERK)
        self.colleague_a = self.posted("colleague_a", self.street_a, Role.CLERK)
        self.clerk_b = self.posted("clerk_b", self.street_b, Role.CLERK)
        self.officer = self.posted("officer", None, Role.DISTRICT_OFFICER)
        self.auditor = self.posted("auditor", None, Role.AUDIT_ADMIN)

    def posted(self, name: str, street: str | None, role: Role) -> User:
        user = User.objects.create(username=name, name=name)
        Posting.objects.create(user=user, street_id=street, role=role)
        return user

    @contextmanager
    def as_(self, user: User | None, area: str | None = None) -> Iterator[Scope]:
        with enter(scope_of(user, area) if user else system_scope()) as scope:
            yield scope

    def start(self, user: User | None, name: str, *, street: str | None = None, **args: object) -> UUID:
        with self.as_(user) as scope:
            return actions.start(by=user, name=name, args=args, street=street or scope.street).pk


@pytest.fixture
def cast(own_database: str) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The registered jobs of this test: those of `work`, beside the product's own."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    monkeypatch.setattr(lease, "SHOW_EVERY", 0.0)
    work.register_all()


@pytest.fixture
def register(kinds: None) -> Callable:
    def one(function: Callable, **options: object) -> None:
        registry.register("test.own", function, label="本测试的任务", right="job.view", **options)

    return one


@pytest.fixture(autouse=True)
def sent(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The messages that went to Celery, kept from going there unless the test has the fixture `redis`."""
    if "redis" in request.fixturenames:
        return []
    messages: list[UUID] = []

    def take(args: tuple[str], **options: object) -> None:
        messages.append(UUID(args[0]))

    monkeypatch.setattr(tasks.run, "apply_async", take)
    return messages


def look(job_id: UUID) -> Job:
    with enter(system_scope()):
        return Job.objects.visible_to(None).get(pk=job_id)


def set_columns(job_id: UUID, assignments: str) -> None:
    """Moves a row's clock, as the system (the requester cannot)."""
    with enter(system_scope()), connection.cursor() as cursor:
        cursor.execute(f"UPDATE jobs_job SET {assignments} WHERE id = %s", [job_id])


def let_lease_run_out(job_id: UUID) -> None:
    set_columns(job_id, "lease_until = now() - interval '1 second'")
