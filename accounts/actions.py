"""The writers of accounts: tokens of the API."""

from django.db import transaction
from django.utils import timezone
from knox.models import AuthToken

from accounts import audit
from accounts.models import User


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
