"""JSON of REST: written by orjson, read strictly. What two readers could take differently is refused."""

import json
from types import SimpleNamespace
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _
from rest_framework import renderers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.utils.encoders import JSONEncoder

from accounts.errors import Malformed

UTF8 = ("utf-8", "utf8")
_encoder = JSONEncoder()


class JsonRenderer(renderers.JSONRenderer):
    """The same JSON as the framework's, in a tenth of the time."""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if data is None:
            return b""
        return orjson.dumps(data, default=_encoder.default, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z)


class JsonParser(BaseParser):
    """One JSON text in UTF-8. A name that stands twice, a lone surrogate, NaN, a nesting without end is Malformed."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        if (parser_context or {}).get("encoding", "utf-8").lower() not in UTF8:
            raise Malformed("request.charset", _("请求正文应为 UTF-8 编码的 JSON。"))
        body = stream.read()
        try:
            orjson.loads(body)  # strict in all but repeated names
            return json.loads(body, object_pairs_hook=_named_once)
        except (ValueError, RecursionError):
            raise Malformed("request.parse_error", _("请求正文不是有效的 JSON（UTF-8）。请检查后重发。")) from None


class OneFormat(DefaultContentNegotiation):
    """`format` is no parameter here: unknown like any other that is not described."""

    settings = SimpleNamespace(URL_FORMAT_OVERRIDE=None)


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("request.name_repeated", _("请求正文里同一个名称出现了多次。请只写一次。"))
    return found
