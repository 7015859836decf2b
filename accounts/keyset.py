"""Pages by the last key seen: the first and the millionth cost the same, and none is shown twice or skipped."""

import base64
import binascii
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from accounts.errors import Malformed


class KeysetPagination(BasePagination):
    """Reads `limit` and `cursor` of `view.query`; `view.keyset` names a unique column, "-" before it: newest first.

    The rows may be those of `values()`."""

    def paginate_queryset(self, queryset: QuerySet, request: Any, view: Any = None) -> list:
        column = view.keyset.lstrip("-")
        if cursor := view.query.get("cursor"):
            after = "lt" if view.keyset.startswith("-") else "gt"
            queryset = queryset.filter(**{f"{column}__{after}": decoded(cursor, queryset.model, column)})
        limit = view.query["limit"]
        rows = list(queryset.order_by(view.keyset)[: limit + 1])
        self.next = None
        if len(rows) > limit:
            rows.pop()
            last = rows[-1]
            self.next = with_cursor(request, last[column] if isinstance(last, dict) else getattr(last, column))
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, "next": self.next})

    def get_paginated_response_schema(self, schema: dict) -> dict:
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": schema,
                "next": {"type": ["string", "null"], "format": "uri", "description": str(_("下一页；没有时为空。"))},
            },
        }


class AllOnOnePage(KeysetPagination):
    """A short list of codes that is never paged; the same shape as any list."""

    def paginate_queryset(self, queryset: QuerySet, request: Any, view: Any = None) -> list:
        self.next = None
        return list(queryset)


def with_cursor(request: Any, key: Any, **parameters: str) -> str:
    """The address of this list after the row with that key."""
    url = request.build_absolute_uri()
    for name, value in {**parameters, "cursor": encoded(key)}.items():
        url = replace_query_param(url, name, value)
    return url


def encoded(key: Any) -> str:
    """The cursor after the row with that key."""
    return base64.urlsafe_b64encode(json.dumps(str(key)).encode()).decode().rstrip("=")


def decoded(cursor: str, model: Any, column: str) -> Any:
    """The key that a cursor holds; Malformed at `cursor` when it was not made by `encoded`."""
    field = model._meta.pk if column == "pk" else model._meta.get_field(column)
    try:
        text = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(text, str):
            raise ValueError
        return field.to_python(text)
    except (ValueError, binascii.Error, ValidationError):
        raise Malformed("cursor.invalid", _("翻页标记无效。请从第一页重新开始。"), "cursor") from None
