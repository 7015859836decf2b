"""What is sent is taken whole before a transaction is open: who sends slowly keeps no transaction waiting.

A little stays in memory, much lies in a temporary file for as long as the request is answered; parsers read it there.
"""

import errno
import io
import shutil
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import UnreadablePostError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from accounts.errors import DomainError, Malformed, Overdue

MOST_OF_PAGES = 64 * 1024 * 1024  # of all fields of a form; each says less
IN_MEMORY, AT_ONCE = settings.FILE_UPLOAD_MAX_MEMORY_SIZE, 64 * 1024


def announced(request: Any) -> int:
    """Bytes of the body, as its head says. Without a length there is none: nothing would be read."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else 0


def receive(request: Any) -> Any:
    """The body, which `request` reads from here on; to be closed. Of what is too large nothing is read: a view of REST
    says so itself. Errors: RequestDataTooBig of a page; those of `unfinished`."""
    size, most, body = announced(request), _most_of(request), SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    if size <= most:
        try:
            shutil.copyfileobj(request, body, AT_ONCE)
            if body.tell() != size:
                raise UnreadablePostError
        except UnreadablePostError as error:
            body.close()
            request._stream, request._read_started = io.BytesIO(), False
            raise unfinished(error) from None
        body.seek(0)
    request._stream, request._read_started = body, False
    return body


def unfinished(error: UnreadablePostError) -> DomainError:
    """Why a body could not be read to its end: it came too slowly (deploy.patience), or its sender broke off."""
    if error.errno == errno.ETIMEDOUT:
        return Overdue("request.too_slow", _("请求的内容发送太慢，已不再等待，没有保存。请检查网络后重新发送。"))
    return Malformed("request.broken_off", _("请求的内容没有收完，连接中断了。请重新发送。"))


def _most_of(request: Any) -> int:
    if not request.path.startswith("/api/"):
        if announced(request) > MOST_OF_PAGES:
            raise RequestDataTooBig
        return MOST_OF_PAGES
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return 0
    return getattr(getattr(view, "cls", None), "most_bytes", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
