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
        """变更：人员、户籍与居住地、残疾人证、家庭、身份与待遇、单位、案件和台账记录，按登记先后，不漏不重。

        第一次不带 cursor，从头读取；也可以先用 POST /exports/ 取出全部，再从清单里的 cursor 续读。每次处理完 results，
        把答复里的 cursor 和副本一起保存，下次带着它来；more 为 false 时已是最新，过一会儿再来。deleted、left 的从副本里
        去掉，其余按 record（full=true）或重新读取的内容更新；同一条重复处理没有害处。答复410时清空副本，从头读取。
        """
        query = self.query
        what = query.get("what", "")
        position = cursors.decoded(query.get("cursor"), what)
        page = changes_after(position, query["limit"], by=request.user, what=[what] if what else [])
        if query["full"]:
            shown = records(page.events, request.user)
            results = [item(*pair, full=True) for pair in zip(page.events, shown, strict=True)]
        else:
            results = [item(event) for event in page.events]
        cursor = cursors.encoded(page.position, what)
        following = replace_query_param(request.build_absolute_uri(), "cursor", cursor)
        return Response({"results": results, "cursor": cursor, "next": following, "more": page.more})
