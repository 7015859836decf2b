"""The writers of accounts: signing in, tokens of the API, passwords, and who is the first to sign in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.models import AuthToken

from accounts import audit
from accounts.errors import Conflict
from accounts.models import Posting, User
from accounts.roles import Role
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


@transaction.atomic
def appoint_first(*, username: str, name: str, password: str) -> User:
    """The first security administrator, who then registers everybody else. Errors: Conflict (there is one already)."""
    if Posting.objects.filter(role=Role.SECURITY_ADMIN, user__is_active=True).exists():
        raise Conflict("user.not_the_first", _("已经有安全管理员了。请由他登录后在“用户”里登记其他人。"))
    if User.objects.filter(username=username).exists():
        raise Conflict("user.known", _("这个用户名已经有人使用。请换一个。"))
    user = User.objects.create_user(username, password=password, name=name)
    Posting.objects.create(user=user, role=Role.SECURITY_ADMIN)
    audit.record(by=None, action="user.added", target=user)
    return user
