"""REST: a published figure by its permanent id, and its records as they were known when it was published."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts import audit
from accounts.api_base import ApiView
from accounts.errors import Conflict, Malformed
from accounts.keyset import decoded, with_cursor
from reporting import catalogue
from reporting.catalogue import Indicator, Ratio
from reporting.members import members_of
from reporting.models import Figure
from reporting.passports import divided, passport_row, reproduce
from reporting.periods import year
from reporting.publishing import area_of, as_passport
from reporting.rest import key_of
from reporting.serializers import MemberSerializer, MembersSerializer, PassportMembersQuery, PublishedSerializer


class PublishedView(ApiView):
    rights = {"retrieve": "figure.view", "members": "figure.view"}
    queries = {"members": PassportMembersQuery}
    sparse = {"retrieve": PublishedSerializer, "members": MemberSerializer}
    pagination_class = None  # type: ignore[assignment]

    @extend_schema(operation_id="passports_retrieve", responses={200: PublishedSerializer})
    def retrieve(self, request: Any, id: str) -> Response:
        """一个已发布的数字；reproduces 是刚刚按发布时的登记情况重新计算的结果。"""
        row = passport_row(id)
        self._opened(request, row)
        publication = row.publication
        more = {"publication": publication.version, "published_at": publication.frozen_at}
        return Response(as_passport(row) | more | {"reproduces": reproduce(row).same})

    @extend_schema(operation_id="passports_members", responses={200: MembersSerializer})
    def members(self, request: Any, id: str) -> Response:
        """一个已发布的数字背后的全部记录，按发布时的登记情况。"""
        row = passport_row(id)
        part = self._part(row)
        self._opened(request, row)
        publication, query = row.publication, self.query
        found = members_of(
            part,
            year(publication.year),
            area_of(row),
            publication.known_at,
            publication.basis,
            after=decoded(query["cursor"], *key_of(part)) if "cursor" in query else None,
            limit=query["limit"] + 1,
        )
        shown = found[: query["limit"]]
        following = with_cursor(request, shown[-1].key) if len(found) > len(shown) else None
        rows = [member.as_dict(part.unit.counting) for member in shown]
        return Response({"passport": as_passport(row), "results": rows, "next": following})

    def _opened(self, request: Any, row: Figure) -> None:
        audit.record(by=request.user, action="passport.opened", target=row.pk, street=request.scope.street)

    def _part(self, row: Figure) -> Indicator:
        """The list that is asked for: of a ratio its numerator or its denominator."""
        figure, part = catalogue.version(row.code, row.version), self.query.get("part")
        if figure is None:
            raise Conflict("passport.definition_gone", _("程序里已经没有这一版口径，名单无法打开。"))
        if isinstance(figure, Ratio) != (part is not None):
            detail = _("比率要用 part 指明分子（numerator）或分母（denominator）；其他指标不填。")
            raise Malformed("figure.part", detail, "part")
        return divided(row, figure)[str(part)] if isinstance(figure, Ratio) else figure
