"""ETag and If-Match: nobody overwrites what he has not seen."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Malformed, Stale, Unconditional

TAG = re.compile(r'(?:W/)?"(\d{1,9})"')


def etag(version: int) -> str:
    return f'"{version}"'


def expected_version(request: Any) -> int:
    """The version that the caller has seen. Unconditional without If-Match, Malformed when it is no ETag of ours."""
    header = request.headers.get("If-Match")
    if header is None:
        detail = _("请先读取最新内容，把响应头 ETag 的值写在请求头 If-Match 里，再提交。")
        raise Unconditional("precondition.missing", detail)
    if (found := TAG.fullmatch(header.strip())) is None:
        raise Malformed("precondition.unreadable", _("If-Match 读不懂。请原样写上读取时得到的 ETag。"))
    return int(found[1])


def refuse_stale(request: Any, version: int) -> None:
    if expected_version(request) != version:
        raise Stale("precondition.stale", _("内容刚刚被别人改动。请重新读取，核对后再提交。"))
