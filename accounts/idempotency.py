"""Idempotency-Key: the same request twice has one effect and one answer.

Key and answer are a row of the very transaction that has the effect: after a crash there is both or neither, and no key
is ever stuck. A second request that comes while the first still runs waits for it in the database.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import Malformed, RuleBroken
from accounts.models import IdempotencyKey, User
from accounts.plain_text import holds_number

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
KEPT = timedelta(days=7)
USABLE = re.compile(r"[\x21-\x7e]{1,100}")
HEADERS = ("Content-Type", "ETag", "Location")  # of an answer, kept with it


class Replayed(Exception):
    """The request was answered before; `response` is that answer."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def begin(request: Any, user: User, *, required: bool) -> int | None:
    """The row of this request's key; None without a key. Inside the scope's transaction.

    Raises Replayed with the answer of before; Malformed (no key though required, unusable key); RuleBroken (the key
    was used for another request).
    """
    key = request.headers.get(HEADER)
    if key is None:
        if required:
            detail = _("请在请求头 Idempotency-Key 里写一个每次不同的编号；网络中断后用同一个编号重发，不会重复登记。")
            raise Malformed("idempotency_key.missing", detail)
        return None
    if not USABLE.fullmatch(key) or holds_number(key):
        raise Malformed("idempotency_key.unusable", _("Idempotency-Key 应是1到100个不含空格的英文字符，不能含证件号。"))
    digest = _fingerprint(request)
    IdempotencyKey.objects.filter(user=user, at__lt=timezone.now() - KEPT).delete()
    if (row := _taken(user, key, digest)) is not None:
        return row
    known = IdempotencyKey.objects.get(user=user, key=key)
    if known.request != digest:
        detail = _("这个 Idempotency-Key 已经用于另一个请求。请为新的请求换一个编号。")
        raise RuleBroken("idempotency_key.reused", detail)
    headers = {**known.headers, REPLAYED: "true"}
    raise Replayed(HttpResponse(bytes(known.body), status=known.status, headers=headers))


def _taken(user: User, key: str, digest: str) -> int | None:
    """The new row, or None when there is one; waits for whoever is writing the same key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_idempotencykey (user_id, key, request, headers, body) VALUES (%s, %s, %s, '{}', '')"
            " ON CONFLICT (user_id, key) DO NOTHING RETURNING id",
            [user.pk, key, digest],
        )
        row = cursor.fetchone()
    return row and row[0]


def _fingerprint(request: Any) -> str:
    """SHA-256 over method, address, street and body: what must be equal for the same answer."""
    digest = hashlib.sha256()
    for part in (request.method, request.get_full_path(), request.headers.get("X-Street", "")):
        digest.update(part.encode() + b"\n")
    for part in _content(request):
        digest.update(part)
    return digest.hexdigest()


def _content(request: Any) -> Iterator[bytes]:
    """The body; of a form its parts, because its files may be larger than what is held in memory."""
    if not (request.content_type or "").startswith("multipart/"):
        yield request._request.body
        return
    for name, values in sorted(request.data.lists()):
        for value in values:
            yield f"{name}\n{getattr(value, 'name', '')}\n".encode()
            yield from value.chunks() if hasattr(value, "chunks") else [str(value).encode()]


def keep(row: int, response: Any, once: frozenset[str] = frozenset()) -> None:
    """Writes the rendered answer beside the effect; the fields `once` are empty in what is kept."""
    headers = {name: response[name] for name in HEADERS if name in response}
    body = response.content
    if once and (shown := once & response.data.keys()):
        body = response.accepted_renderer.render({**response.data, **dict.fromkeys(shown)})
    IdempotencyKey.objects.filter(pk=row).update(status=response.status_code, headers=headers, body=body)
