"""The writers of hosts, endpoints and their secrets; test events, and events sent again. Deliveries go in runner.py.

An endpoint is its own user's matter, and the system administrator's.
"""

import datetime as dt
import json
import secrets
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, Malformed, RuleBroken
from accounts.models import User
from accounts.roles import may, require
from accounts.scoping import scope_required
from services.feed.reading import barrier
from services.jobs import actions as jobs
from services.people import crypto
from services.webhooks.addresses import require_allowed, target_of
from services.webhooks.models import (
    BY_ITSELF,
    AllowedHost,
    Delivery,
    DeliveryQuerySet,
    Endpoint,
    Off,
    Secret,
    State,
    at_position,
)
from services.webhooks.signing import new_secret

OVERLAP = dt.timedelta(hours=24)  # so long the secret before the newest signs too
MOST = 10_000  # events that are sent again at once
TELL = "webhooks.tell"
MANAGE, OWN = "webhook.manage", "webhook.own"


def require_own(by: User | None, owner: int) -> None:
    """NotAllowed to whoever is neither the endpoint's user nor system administrator."""
    scope = scope_required()
    require(scope, OWN if by and by.pk == owner and may(scope, OWN) else MANAGE)


def _touch(endpoint: Endpoint, **columns: Any) -> int:
    """Writes the columns, and that they changed; 0 when the endpoint was deleted."""
    return Endpoint.objects.standing().filter(pk=endpoint.pk).update(**columns, version=F("version") + 1)


@transaction.atomic
def allow_host(*, by: User, host: str, port: int, purpose: str) -> AllowedHost:
    require(scope_required(), "webhook.allow")
    allowed = AllowedHost(host=host.strip().lower(), port=port, purpose=purpose, allowed_by=by)
    allowed.save(force_insert=True)
    audit.record(by=by, action="webhook.host_allowed", target=allowed, host=str(allowed))
    return allowed


@transaction.atomic
def forbid_host(*, by: User, allowed: AllowedHost) -> None:
    """From now on nothing goes there, waiting events included."""
    require(scope_required(), "webhook.allow")
    audit.record(by=by, action="webhook.host_forbidden", target=allowed, host=str(allowed))
    allowed.delete()


@transaction.atomic
def open_endpoint(
    *, by: User, user: User, name: str, url: str, kinds: Sequence[str], contact: str = ""
) -> tuple[Endpoint, str]:
    """The endpoint, which gets what is recorded from now on, and the text of its secret, shown this once."""
    require_own(by, user.pk)
    require_allowed(target_of(url))
    endpoint = Endpoint(user=user, name=name, url=url, kinds=list(kinds), contact=contact, **at_position(barrier()))
    if endpoint.streets == set():
        detail = _("这个用户没有“对接系统”任职或 feed.read 权限，收不到任何事件。请先请安全管理员登记。")
        raise RuleBroken("endpoint.user_is_no_integrator", detail, "user")
    endpoint.save(force_insert=True)
    audit.record(by=by, action="webhook.endpoint_opened", target=endpoint, user=user.pk)
    return endpoint, _add_secret(endpoint)


@transaction.atomic
def change_endpoint(
    *, by: User, endpoint: Endpoint, name: str, url: str, kinds: Sequence[str], contact: str = ""
) -> None:
    require_own(by, endpoint.user_id)
    require_allowed(target_of(url))
    _touch(endpoint, name=name, url=url, kinds=list(kinds), contact=contact)
    audit.record(by=by, action="webhook.endpoint_changed", target=endpoint)


@transaction.atomic
def close_endpoint(*, by: User, endpoint: Endpoint) -> None:
    """For good: nothing signs any more, and the rest goes in the night (runner.forget)."""
    require_own(by, endpoint.user_id)
    endpoint.secrets.all().delete()
    _touch(endpoint, off_at=Coalesce("off_at", Now()), off_because=Off.CLOSED)
    audit.record(by=by, action="webhook.endpoint_closed", target=endpoint)


@transaction.atomic
def rotate_secret(*, by: User, endpoint: Endpoint, end_old: bool = False) -> str:
    """A new secret; the one before it signs beside it for OVERLAP, or (`end_old`) from now on no more.

    Conflict while an older one still does.
    """
    require_own(by, endpoint.user_id)
    Endpoint.objects.select_for_update().get(pk=endpoint.pk)  # one at a time
    if end_old:
        endpoint.secrets.all().delete()
    if valid_secrets(endpoint).filter(ends_at__isnull=False).exists():
        raise Conflict("secret.rotating", _("上一次更换的旧密钥还在有效期内。请等它到期，或先停用旧密钥，再更换。"))
    endpoint.secrets.filter(ends_at=None).update(ends_at=timezone.now() + OVERLAP)
    _touch(endpoint)
    audit.record(by=by, action="webhook.secret_rotated", target=endpoint)
    return _add_secret(endpoint)


@transaction.atomic
def end_old_secret(*, by: User, endpoint: Endpoint) -> None:
    """The receiver has changed over (or the old secret got out): only the newest signs from now on."""
    require_own(by, endpoint.user_id)
    endpoint.secrets.filter(ends_at__isnull=False).delete()
    audit.record(by=by, action="webhook.old_secret_ended", target=endpoint)


def valid_secrets(endpoint: Endpoint) -> Any:
    """Those that sign now, the newest first."""
    return endpoint.secrets.exclude(ends_at__lte=Now()).order_by("-created_at")


def _add_secret(endpoint: Endpoint) -> str:
    secret, text = Secret(endpoint=endpoint), new_secret()
    secret.sealed = crypto.encrypt(text, **secret.place)
    secret.save(force_insert=True)
    return text


@transaction.atomic
def switch_off(*, by: User | None, endpoint: Endpoint, because: Any = Off.BY_HAND) -> None:
    """Nothing is sent or planned until it is switched on; then it goes on where it stopped. Of what went off by itself
    its contact and the system administrators are told, once."""
    require_own(by, endpoint.user_id)
    on = Endpoint.objects.on().filter(pk=endpoint.pk)
    if not on.update(off_at=Now(), off_because=because, version=F("version") + 1):
        raise Conflict("endpoint.already_off", _("这个接收端已经停用。请刷新页面查看。"))
    if because in BY_ITSELF:
        jobs.start(by=by, name=TELL, args={"endpoint": endpoint.pk}, street=None)
    audit.record(by=by, action="webhook.endpoint_off", target=endpoint, because=because)


@transaction.atomic
def switch_on(*, by: User, endpoint: Endpoint) -> None:
    """What waits is sent at once and has all its attempts again. Conflict for its user when an administrator switched
    it off."""
    require_own(by, endpoint.user_id)
    if endpoint.off_because == Off.BY_HAND and not may(scope_required(), MANAGE):
        raise Conflict("endpoint.off_by_administrator", _("这个接收端由管理员停用。请联系区残联的系统管理员启用。"))
    _touch(endpoint, off_at=None, off_because="", failing_since=None, paused_until=None)
    _of(by, endpoint).waiting().update(due_at=Now(), failures=0)
    audit.record(by=by, action="webhook.endpoint_on", target=endpoint)


@transaction.atomic
def send_test(*, by: User, endpoint: Endpoint) -> Delivery:
    """An event that is about nothing. Conflict while the endpoint is off."""
    require_own(by, endpoint.user_id)
    if endpoint.off_at:
        raise Conflict("endpoint.is_off", _("这个接收端已停用，测试事件不会发出。请先启用。"))
    key, now = secrets.token_hex(6), timezone.now()
    body = {"type": "webhook.test", "timestamp": now.isoformat(), "data": {"key": key}}
    test = Delivery(
        endpoint=endpoint, message=f"msg_t{key}", type="webhook.test", subject=f"test:{key}", at=now, position=0
    )
    test.body, test.street_id = json.dumps(body, separators=(",", ":")), scope_required().street
    test.save(force_insert=True)
    audit.record(by=by, action="webhook.test_sent", target=endpoint)
    return test


@transaction.atomic
def send_again(*, by: User, delivery: Delivery) -> int:
    """One event, whether it arrived or not, under its old message number."""
    return _again(by, delivery.endpoint, Delivery.objects.visible_to(by).filter(pk=delivery.pk), which=delivery.message)


@transaction.atomic
def send_dead_again(*, by: User, endpoint: Endpoint) -> int:
    return _again(by, endpoint, _of(by, endpoint).dead(), which="dead")


@transaction.atomic
def send_range_again(*, by: User, endpoint: Endpoint, since: dt.datetime, until: dt.datetime) -> int:
    """What was recorded in [since, until) and is still kept here; how many. Malformed: too many, or the wrong way."""
    if until <= since:
        raise Malformed("range.empty", _("结束时间必须晚于开始时间。"), "until")
    rows = _of(by, endpoint).filter(at__gte=since, at__lt=until)
    if rows.count() > MOST:
        raise Malformed(
            "range.too_long", _("这段时间的事件超过%(most)s个。请缩短时间，分几次重推。") % {"most": MOST}, "until"
        )
    return _again(by, endpoint, rows, which=f"{since.isoformat()}/{until.isoformat()}")


def _of(by: User | None, endpoint: Endpoint) -> DeliveryQuerySet:
    return Delivery.objects.visible_to(by).filter(endpoint=endpoint)


def _again(by: User, endpoint: Endpoint, rows: DeliveryQuerySet, *, which: str) -> int:
    require_own(by, endpoint.user_id)
    changed = rows.update(state=State.WAITING, due_at=Now(), failures=0, ended_at=None)
    audit.record(by=by, action="webhook.sent_again", target=endpoint, which=which, count=changed)
    return changed
