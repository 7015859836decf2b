"""REST: households, and who joins and leaves them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from accounts.api_base import ApiView
from accounts.preconditions import etag
from services.people import actions
from services.people import serializers as shapes
from services.people.filters import HouseholdQuery
from services.people.lookup import chosen_person
from services.people.models import Household, HouseholdMember

MEMBER = OpenApiParameter("member", int, OpenApiParameter.PATH, description=_("成员登记的编号，见 members。"))


class HouseholdsView(ApiView):
    rights = {
        "list": "person.view",
        "retrieve": "person.view",
        "create": "household.enter",
        "join": "household.enter",
        "leave": "household.enter",
    }
    queries = {"list": HouseholdQuery}
    sparse = {"list": shapes.HouseholdSerializer, "retrieve": shapes.HouseholdSerializer}
    keyed = frozenset({"create", "join"})
    matched = frozenset({"leave"})
    tried = frozenset({"create", "join", "leave"})
    serializer_class = shapes.HouseholdSerializer
    queryset = Household.objects.none()

    def get_queryset(self) -> QuerySet:
        return Household.objects.visible_to(self.request.user).prefetch_related("members")

    def _answer(self, key: UUID, status: int = 200) -> Response:
        household = get_object_or_404(self.get_queryset(), pk=key)
        shown = shapes.HouseholdSerializer(household).data
        return Response(shown, status=status, headers={"ETag": etag(household.version)})

    @extend_schema(operation_id="households_list")
    def list(self, request: Any) -> Response:
        """家庭和成员；可按人员筛选。"""
        rows = self.paginate_queryset(HouseholdQuery.narrow(self.get_queryset(), self.query))
        return self.get_paginated_response(shapes.HouseholdSerializer(rows, many=True).data)

    @extend_schema(operation_id="households_retrieve")
    def retrieve(self, request: Any, id: UUID) -> Response:
        """一个家庭和它历来的成员。"""
        return self._answer(id)

    @extend_schema(
        operation_id="households_create",
        request=shapes.StartHouseholdSerializer,
        responses={201: shapes.HouseholdSerializer},
    )
    def create(self, request: Any) -> Response:
        """登记一个家庭，本人为户主。"""
        given = self.body(shapes.StartHouseholdSerializer)
        head = chosen_person(request.user, given)
        household = self.act(
            lambda: actions.start_household(
                by=request.user, head=head, on=given["on"], address=given.get("address", "")
            )
        )
        return self._answer(household.pk, status=201)

    @extend_schema(
        operation_id="households_join",
        request=shapes.JoinHouseholdSerializer,
        responses={201: shapes.HouseholdSerializer},
    )
    def join(self, request: Any, id: UUID) -> Response:
        """增加一名家庭成员。"""
        household = get_object_or_404(self.get_queryset(), pk=id)
        given = self.body(shapes.JoinHouseholdSerializer)
        person = chosen_person(request.user, given)
        self.act(
            lambda: actions.join_household(
                by=request.user, household=household, person=person, relation=given["relation"], on=given["on"]
            )
        )
        return self._answer(household.pk, status=201)

    @extend_schema(
        operation_id="households_leave",
        parameters=[MEMBER],
        request=shapes.DaySerializer,
        responses={200: shapes.HouseholdSerializer},
    )
    def leave(self, request: Any, id: UUID, member: int) -> Response:
        """登记一名成员离开家庭。"""
        household = get_object_or_404(self.get_queryset(), pk=id)
        members = HouseholdMember.objects.visible_to(request.user).filter(household=household)
        one = get_object_or_404(members, pk=member)
        on = self.body(shapes.DaySerializer)["on"]
        self.match(household)
        self.act(lambda: actions.leave_household(by=request.user, member=one, on=on))
        return self._answer(household.pk)
