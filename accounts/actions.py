"""The writers of accounts: signing in, tokens of the API, passwords."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from knox.models import AuthToken

from accounts import audit
from accounts.models import User
from accounts.scoping import current


@transaction.atomic
def issue_token(*, by: User) -> tuple[AuthToken, str]:
    """A new token row and its text, which is shown once."""
    AuthToken.objects.filter(user=by, expiry__lt=timezone.now()).delete()
    row, token = AuthToken.objects.create(by)
    audit.record(by=by, action="user.signed_in")
    return row, token


def revoke_token(*, by: User, token: AuthToken | None) -> None:
    if token is not None:
        token.delete()
    audit.record(by=by, action="user.signed_out")


def refuse_sign_in() -> None:
    """Whose name it was is not kept: it may be anything, also an ID number."""
    audit.refuse(by=None, action="user.sign_in")
    if current() is None:  # else the scope writes it when it ends
        audit.write_refusals()


@contextmanager
def changing_password(*, by: User, user: User) -> Iterator[None]:
    """A password that is another one afterwards ends every token that was given for the old one, and is audited."""
    before = user.password
    yield
    user.refresh_from_db(fields=["password"])
    if user.password != before:
        AuthToken.objects.filter(user=user).delete()
        audit.record(by=by, action="user.password_changed", target=user)
