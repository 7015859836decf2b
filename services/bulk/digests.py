"""Content-Digest (RFC 9530): what was sent is what arrived."""

import base64
import binascii
import hashlib
import re

from django.utils.translation import gettext_lazy as _

from accounts.errors import Malformed

HEADER = "Content-Digest"
SHA256 = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]*):\s*(?:,|$)")


def header_of(sha256: str) -> str:
    """The header's value for a hexadecimal SHA-256."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"


def checked(header: str | None, content: bytes) -> str:
    """The SHA-256 of `content`, hexadecimal. Malformed without a SHA-256 in the header, or another."""
    if header is None:
        detail = _("请在请求头 Content-Digest 里写上正文的 SHA-256：sha-256=:Base64:。")
        raise Malformed("content_digest.missing", detail)
    try:
        found = SHA256.search(header)
        given = base64.b64decode(found[1], validate=True) if found else b""
    except binascii.Error:
        given = b""
    if len(given) != 32:
        raise Malformed("content_digest.unreadable", _("Content-Digest 读不懂。应为 sha-256=:Base64:。"))
    own = hashlib.sha256(content)
    if own.digest() != given:
        raise Malformed("content_digest.mismatch", _("收到的内容与 Content-Digest 不符，没有接收。请重新发送。"))
    return own.hexdigest()
