"""REST: the figures of a year with their passports, and exactly the records behind each."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts import audit
from accounts.api_base import ApiView
from accounts.errors import Malformed, NotThere
from accounts.keyset import decoded, with_cursor
from reporting import catalogue
from reporting.catalogue import Indicator, Ratio
from reporting.figures import passports
from reporting.members import Member, members
from reporting.periods import year as year_of
from reporting.publishing import with_ids
from reporting.serializers import (
    FiguresQuery,
    MemberSerializer,
    MembersQuery,
    MembersSerializer,
    PassportSerializer,
    PassportsSerializer,
)
from reporting.units import Counting
from reporting.views import FIRST_YEAR
from services.ledger.models import Entry
from services.ledger.reading import settle
from services.people.models import Person


class FiguresView(ApiView):
    rights = {"list": "figure.view", "members": "figure.view"}
    queries = {"list": FiguresQuery, "members": MembersQuery}
    sparse = {"list": PassportSerializer, "members": MemberSerializer}
    pagination_class = None  # type: ignore[assignment]

    @extend_schema(operation_id="figures_list", responses={200: PassportsSerializer})
    def list(self, request: Any, year: int) -> Response:
        """一年的全部指标，每个数字带着它的凭证。"""
        return Response({"results": self._passports(year)})

    @extend_schema(operation_id="figures_members", responses={200: MembersSerializer})
    def members(self, request: Any, year: int, code: str) -> Response:
        """一个数字背后的全部记录。"""
        query = self.query | {"known_at": settle(self.query.get("known_at"))}
        (passport,) = self._passports(year, code=code, known_at=query["known_at"])
        part = self._part(catalogue.get(code, year_of(year)), instead="instead" in passport)
        audit.record(
            by=request.user,
            action="figure.opened",
            target=code,
            street=request.scope.street,
            year=year,
            area=passport["area"],
        )
        after = decoded(query["cursor"], *key_of(part)) if "cursor" in query else None
        found: Sequence[Member] = members(  # type: ignore[assignment]
            part.code,
            year,
            passport["area"],
            query["known_at"],
            query["basis"],
            after=after,
            limit=query["limit"] + 1,
        )
        shown = found[: query["limit"]]
        rows = [member.as_dict(part.unit.counting) for member in shown]
        moment = query["known_at"].isoformat()  # in the link, else the list would move under its reader
        following = with_cursor(request, shown[-1].key, known_at=moment) if len(found) > len(shown) else None
        return Response({"passport": passport, "results": rows, "next": following})

    def _passports(self, year: int, **chosen: Any) -> Sequence[dict[str, Any]]:
        if not FIRST_YEAR <= year <= timezone.localdate().year:
            raise NotThere("year.not_there", _("没有这一年的汇总。请选择已经开始的年份。"))
        options = {"known_at": self.query.get("known_at"), **chosen}
        area = self.query.get("street") or self.request.scope.area
        return with_ids(year, passports(year, basis=self.query["basis"], area=area, **options))

    def _part(self, figure: Indicator | Ratio, *, instead: bool) -> Indicator:
        """The list that is asked for: of a ratio its numerator or its denominator."""
        part = self.query.get("part")
        if isinstance(figure, Ratio) != (part is not None):
            detail = _("比率要用 part 指明分子（numerator）或分母（denominator）；其他指标不填。")
            raise Malformed("figure.part", detail, "part")
        return catalogue.parts_of(figure, instead=instead)[part or ""]


def key_of(indicator: Indicator) -> tuple[type, str]:
    """A column of the same type as the keys of the members."""
    by_uuid = indicator.unit.counting in (Counting.PERSON, Counting.HOUSEHOLD)
    return (Person if by_uuid else Entry), "pk"
