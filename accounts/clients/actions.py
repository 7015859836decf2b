"""The writers of clients: registering, rights, secrets, blocking; tokens; what was used."""

import datetime as dt
import secrets as random
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.clients import secrets
from accounts.clients.models import Client, Secret, Token, Use
from accounts.clients.offers import offered
from accounts.errors import Conflict, RuleBroken
from accounts.models import Posting, Street, User
from accounts.roles import Role, require
from accounts.scoping import scope_required

LIFE = dt.timedelta(minutes=15)
OVERLAP = dt.timedelta(days=30)  # of two secrets, at most
RIGHT = "client.manage"


@transaction.atomic
def register(
    *, by: User | None, name: str, scopes: list[str], streets: list[Street], per_minute: int, contact: str = ""
) -> tuple[Client, str]:
    """A new client with its user, and its secret, which is told this once. No `streets`: the whole district."""
    require(scope_required(), RIGHT)
    user = User(username=f"tz-{random.token_hex(8)}", name=name, is_staff=False)
    user.set_unusable_password()
    user.save()
    client = Client.objects.create(
        user=user, name=name, contact=contact, per_minute=per_minute, scopes=_offered(scopes)
    )
    _post(client, streets)
    text = _new_secret(client)
    audit.record(by=by, action="client.registered", target=client, **_described(client))
    return client, text


@transaction.atomic
def change(
    *,
    by: User | None,
    client: Client,
    name: str,
    scopes: list[str],
    streets: list[Street],
    per_minute: int,
    contact: str = "",
) -> Client:
    """What it may do from now on, also with the tokens that it has."""
    require(scope_required(), RIGHT)
    client.name, client.contact, client.per_minute, client.scopes = name, contact, per_minute, _offered(scopes)
    client.save(update_fields=["name", "contact", "per_minute", "scopes"])
    User.objects.filter(pk=client.user_id).update(name=name)
    _post(client, streets)
    audit.record(by=by, action="client.changed", target=client, **_described(client))
    return client


def _offered(scopes: list[str]) -> list[str]:
    if not scopes:
        raise RuleBroken("client.no_scopes", _("请至少选择一项权限。"), "scopes")
    if unknown := set(scopes) - set(offered()):
        raise RuleBroken("client.scope_unknown", _("没有这项权限。请重新选择。"), "scopes") from KeyError(unknown)
    return sorted(scopes)


def _post(client: Client, streets: list[Street]) -> None:
    wanted = {street.pk for street in streets} or {None}
    held = client.user.postings
    known = set(held.values_list("street_id", flat=True))
    for posting in held.all():
        if posting.street_id not in wanted:
            posting.delete()
    for street in sorted(wanted - known, key=str):
        Posting.objects.create(user_id=client.user_id, street_id=street, role=Role.INTEGRATOR)


def _described(client: Client) -> dict:
    streets = sorted(posting.street_id or "district" for posting in client.user.postings.all())
    return {"scopes": client.scopes, "streets": streets, "per_minute": client.per_minute}


def _new_secret(client: Client) -> str:
    text = secrets.new(secrets.SECRET)
    Secret.objects.create(client=client, digest=secrets.digest(text), ending=text[-4:])
    return text


@transaction.atomic
def rotate(*, by: User | None, client: Client, overlap: dt.timedelta) -> str:
    """A new secret, told this once; the one before it stays valid for `overlap` (at most OVERLAP; 0: it ends now)."""
    require(scope_required(), RIGHT)
    now = timezone.now()
    if not dt.timedelta() <= overlap <= OVERLAP:
        raise RuleBroken("secret.overlap", _("旧密钥最多再保留30天。"), "keep")
    valid = list(_locked(client).secrets.valid(now))
    if len(valid) > 1:
        raise Conflict("secret.two_valid", _("已有两个有效的密钥。请先结束旧密钥，再更换。"))
    for secret in valid:
        _end(secret, now + overlap)
    text = _new_secret(client)
    audit.record(by=by, action="client.secret_rotated", target=client, days=overlap.days)
    return text


@transaction.atomic
def end_secret(*, by: User | None, secret: Secret) -> None:
    """It and the tokens that it gave are worth nothing from now on."""
    require(scope_required(), RIGHT)
    now = timezone.now()
    valid = _locked(secret.client).secrets.valid(now)
    if not valid.filter(pk=secret.pk).exists():
        raise Conflict("secret.has_ended", _("这个密钥已经失效。请刷新页面查看。"))
    if valid.count() == 1:
        raise Conflict("secret.last", _("这是唯一有效的密钥。请先更换密钥；要立即停止访问，请停用这个对接系统。"))
    _end(secret, now)
    audit.record(by=by, action="client.secret_ended", target=secret.client, ending=secret.ending)


def _locked(client: Client) -> Client:
    return Client.objects.select_for_update().get(pk=client.pk)


def _end(secret: Secret, at: dt.datetime) -> None:
    secret.ends_at = at
    secret.save(update_fields=["ends_at"])
    if at <= timezone.now():
        secret.tokens.all().delete()


@transaction.atomic
def block(*, by: User | None, client: Client, reason: str) -> None:
    """From the next request on nothing is answered, whatever tokens it has; its waiting jobs fail as well."""
    require(scope_required(), RIGHT)
    if _locked(client).blocked_at:
        raise Conflict("client.is_blocked", _("这个对接系统已经停用。请刷新页面查看。"))
    client.blocked_at, client.blocked_because = timezone.now(), reason
    client.save(update_fields=["blocked_at", "blocked_because"])
    User.objects.filter(pk=client.user_id).update(is_active=False)
    audit.record(by=by, action="client.blocked", target=client)


@transaction.atomic
def unblock(*, by: User | None, client: Client) -> None:
    require(scope_required(), RIGHT)
    if not _locked(client).blocked_at:
        raise Conflict("client.not_blocked", _("这个对接系统没有停用。请刷新页面查看。"))
    client.blocked_at, client.blocked_because = None, ""
    client.save(update_fields=["blocked_at", "blocked_because"])
    User.objects.filter(pk=client.user_id).update(is_active=True)
    audit.record(by=by, action="client.unblocked", target=client)


@transaction.atomic
def issue_token(*, secret: Secret, text: str, scopes: Iterable[str]) -> Token:
    """Keeps the digest of a token; what has expired goes."""
    now = timezone.now()
    Token.objects.filter(secret__client=secret.client, expires_at__lte=now).delete()
    token = Token.objects.create(
        secret=secret, digest=secrets.digest(text), scopes=sorted(scopes), expires_at=now + LIFE
    )
    audit.record(by=secret.client.user, action="client.token_issued", target=secret.client, scopes=token.scopes)
    return token


def keep_use(*, rows: list[Use]) -> None:
    """What was counted so far, over what was written before."""
    Use.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["client", "day", "operation", "series"],
        update_fields=["requests", "refused", "limited", "last_at"],
    )
