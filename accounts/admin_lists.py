"""Lists of the admin whose first page costs the same at any size: no exact count, no page far behind, keys to go on."""

from typing import Any

from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

MOST = 1000  # rows that are counted, and that pages lead to
AFTER = "after"


class CappedPaginator(Paginator):
    """`count` is at most MOST + 1, which says "more than MOST"."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        return rows.order_by()[: MOST + 1].count() if isinstance(rows, QuerySet) else len(rows)

    @cached_property
    def num_pages(self) -> int:
        return -(-MOST // self.per_page) if self.count > MOST else super().num_pages


class CappedChangeList(ChangeList):
    """Goes on after MOST rows by the last key seen, where the admin class names a `keyset`: the unique column by which
    alone the list is ordered, newest first."""

    most = MOST

    def get_filters_params(self, params: Any = None) -> Any:
        found = super().get_filters_params(params)
        found.pop(AFTER, None)
        return found

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        rows = super().get_queryset(request, exclude_parameters)
        if (column := self.model_admin.keyset) and (key := self.params.get(AFTER, "")).isdecimal():
            rows = rows.filter(**{f"{column}__lt": int(key)})
        return rows

    @property
    def is_capped(self) -> bool:
        return self.result_count > MOST

    @property
    def later_url(self) -> str | None:
        """The rows after the last one that pages lead to; None before that page, or without a key."""
        column = self.model_admin.keyset
        if not (column and self.is_capped and self.page_num == self.paginator.num_pages):
            return None
        key: Any = list(self.result_list)[-1]
        for name in column.split("__"):
            key = getattr(key, name)
        return self.get_query_string({AFTER: key}, remove=[PAGE_VAR])

    @property
    def first_url(self) -> str | None:
        """Back to the newest."""
        return self.get_query_string(remove=[AFTER, PAGE_VAR]) if AFTER in self.params else None
