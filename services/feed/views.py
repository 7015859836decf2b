"""REST: the change feed."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from accounts.api_base import ApiView, ProblemSerializer
from services.feed import cursors
from services.feed.reading import changes_after
from services.feed.representing import records
from services.feed.serializers import ChangesQuery, ChangesSerializer, item


class ChangesView(ApiView):
    rights = {"changes": "feed.read"}
    queries = {"changes": ChangesQuery}
    pagination_class = None  # type: ignore[assignment]

    @extend_schema(
        operation_id="changes_list",
        responses={
            200: ChangesSerializer,
            (410, "application/problem+json"): OpenApiResponse(ProblemSerializer, _("续读标记已失效，从头读取")),
        },
    )
    def changes(self, request: Any) -> Response:
        """变更：人员、残疾人证、家庭、身份与待遇、案件和台账记录，按登记先后，不漏不重。"""
        query = self.query
        what = [query["what"]] if "what" in query else []
        page = changes_after(cursors.decoded(query.get("cursor")), query["limit"], by=request.user, what=what)
        if query["full"]:
            shown = records(page.events, request.user)
            results = [item(*pair, full=True) for pair in zip(page.events, shown, strict=True)]
        else:
            results = [item(event) for event in page.events]
        cursor = cursors.encoded(page.position)
        following = replace_query_param(request.build_absolute_uri(), "cursor", cursor)
        return Response({"results": results, "cursor": cursor, "next": following, "more": page.more})
