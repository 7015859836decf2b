"""The scope of a request, task or command: which rows the database shows.

Entering a scope opens a transaction and changes the database role inside it (SET LOCAL). Outside a scope
the login role has no right on any personal table, so a forgotten scope is an error and never an empty list.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Self

from django.db import connection, models, transaction
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from accounts import audit, lookups  # noqa: F401 - registers `__any`
from accounts.authentication import token_user
from accounts.errors import DomainError, Malformed, NotAllowed
from accounts.models import Posting, Street, User
from accounts.receiving import receive
from accounts.roles import Role

SESSION_KEY = "scope"
DISTRICT = "district"


@dataclass(frozen=True)
class Scope:
    """Who acts, where (`street` code, or None for the whole district), with which roles."""

    user: User | None
    street: str | None
    roles: frozenset[Role]
    label: str = ""
    system: bool = False  # the product's own work (loading, sealing, sweeping): no role is asked
    grants: frozenset[str] | None = None  # what a city system may (accounts.grants); None: what its roles may

    @property
    def area(self) -> str:
        return self.street or DISTRICT


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope | None:
    return _current.get()


def scope_required() -> Scope:
    if (scope := _current.get()) is None:
        raise RuntimeError("no scope is in force: enter one (accounts.scoping.enter)")
    return scope


def _apply(scope: Scope | None) -> None:
    role = "none" if scope is None else "taizhang_street" if scope.street else "taizhang_district"
    street = (scope and scope.street) or ""
    user = str(scope.user.pk) if scope and scope.user else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('taizhang.street', %s, true), set_config('taizhang.user', %s, true),"
            " set_config('role', %s, true)",
            [street, user, role],
        )


@contextmanager
def enter(scope: Scope) -> Iterator[Scope]:
    """Everything inside runs in one transaction in `scope`; leaving it restores the scope before it.

    Savepoints do not restore a role that was set inside them when they are released, so this does; when they
    are rolled back PostgreSQL restores it.
    """
    nested, previous = connection.in_atomic_block, _current.get()
    token = _current.set(scope)
    try:
        with transaction.atomic():
            _apply(scope)
            yield scope
            if nested and not connection.needs_rollback:
                _apply(previous)
    finally:
        _current.reset(token)
        if previous is None:
            audit.write_refusals()


def scopes_of(user: User) -> list[Scope]:
    """Every scope that the user's postings give: one per street, and one for the district."""
    found: dict[str | None, Scope] = {}
    postings = Posting.objects.filter(user=user).select_related("street", "user__client")
    for posting in postings.order_by("street_id", "role"):
        street = posting.street_id
        known = found.get(street)
        roles = (known.roles if known else frozenset()) | {Role(posting.role)}
        label = " · ".join([posting.street.name if posting.street else str(_("全区")), *(str(r.label) for r in roles)])
        client = getattr(posting.user, "client", None)
        grants = client and frozenset(client.scopes)
        found[street] = Scope(user=user, street=street, roles=roles, label=label, grants=grants)
    return sorted(found.values(), key=lambda scope: (scope.street is not None, scope.street or ""))


def scope_of(user: User, area: str | None = None) -> Scope | None:
    """The user's scope for `area` (street code or "district"); without an area the widest. None if there is none."""
    scopes = scopes_of(user)
    if area is None:
        return scopes[0] if scopes else None
    return next((scope for scope in scopes if scope.area == area), None)


def system_scope(user: User | None = None) -> Scope:
    """The product's own work over the whole district: loading, sealing, sweeping, verification."""
    return Scope(user=user, street=None, roles=frozenset(), label=str(_("系统")), system=True)


def narrowed(scope: Scope, street: str) -> Scope:
    """A district scope narrowed to one street (what that street would see)."""
    return replace(scope, street=street)


def scoped_task(function: Callable) -> Callable:
    """A background task runs in the system's scope; its arguments name rows, never people."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        with enter(system_scope()):
            return function(*args, **kwargs)

    return run


def on_commit(function: Callable[[], Any]) -> None:
    """Run `function` after commit in the scope that is in force now (a bare hook would run outside any scope)."""
    scope = scope_required()

    def again() -> None:
        with enter(scope):
            function()

    transaction.on_commit(again)


class ScopedQuerySet(models.QuerySet):
    """The QuerySet of a confined table. `visible_to` is the only door to its rows in code."""

    def visible_to(self, user: User | None) -> Self:
        """The rows that this user may see; asserts that the scope in force is this user's."""
        scope = scope_required()
        if scope.user != user:
            raise RuntimeError("visible_to(user) was asked for somebody else than the user of the scope in force")
        return self._within(scope)

    def _within(self, scope: Scope) -> Self:
        """What a policy cannot say; the street is the database's work."""
        return self.all()


class ScopeMiddleware:
    """Innermost: gives the view a scope with the meaning of ATOMIC_REQUESTS.

    What was sent is here before the transaction begins. An answer of 400 or more rolls everything back, also when a
    handler turned the exception into a response.
    A streamed answer is produced inside the scope again, because it is read after the view has ended.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        request.scope = None
        user = token_user(request) or request.user
        if not user.is_authenticated:
            return self.get_response(request)
        try:
            if (scope := self._scope(request, user)) is None:
                return self.get_response(request)
        except DomainError as error:
            request.scope_error = error
            return self.get_response(request)
        try:
            body = receive(request)
        except DomainError as error:
            request.scope_error = request.body_error = error
            return self.get_response(request)
        request.scope = scope
        with body, enter(scope):
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        if response.streaming and not isinstance(response, FileResponse):
            response.streaming_content = _inside(scope, response.streaming_content)
        return response

    def _scope(self, request: Any, user: User) -> Scope | None:
        if request.path.startswith("/api/"):
            scope = api_scope(user, request.headers.get("X-Street"))
            return scope and limited_to(scope, request.token_auth)
        chosen = scope_of(user, request.session.get(SESSION_KEY)) if SESSION_KEY in request.session else None
        return chosen or scope_of(user)


def api_scope(user: User, area: str | None) -> Scope | None:
    """The scope of an API request: an integrator with several streets states one street per request."""
    if area is None:
        scopes = scopes_of(user)
        if len(scopes) > 1 and scopes[0].street is not None:
            raise Malformed("street.missing", _("您可以办理多个街道的业务：请用请求头 X-Street 指明一个街道代码。"))
        return scopes[0] if scopes else None
    if scope := scope_of(user, area):
        return scope
    if (widest := scope_of(user, DISTRICT)) and Street.objects.filter(pk=area).exists():
        return narrowed(widest, area)
    raise NotAllowed("street.not_yours", _("您没有这个街道的权限。"))


def limited_to(scope: Scope, token: Any) -> Scope:
    """With a city system's token: what it was given for and the system may still do."""
    given = getattr(token and token[1], "scopes", None)
    if given is None or scope.grants is None:
        return scope
    return replace(scope, grants=scope.grants & frozenset(given))


def _inside(scope: Scope, content: Any) -> Iterator[bytes]:
    with enter(scope):
        yield from content
