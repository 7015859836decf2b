"""REST: people and organisations. Numbers are taken in bodies only and shown masked only."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.api_base import ApiView
from accounts.errors import RuleBroken
from services.people import actions
from services.people import serializers as shapes
from services.people.filters import OrganisationQuery, PeopleQuery
from services.people.forms import MOST
from services.people.models import Organisation, Person


class PeopleView(ApiView):
    rights = {
        "list": "person.view",
        "retrieve": "person.view",
        "find": "person.view",
        "create": "person.register",
    }
    queries = {"list": PeopleQuery}
    sparse = {"list": shapes.PersonSerializer, "retrieve": shapes.PersonWithCertificatesSerializer}
    serializer_class = shapes.PersonSerializer
    queryset = Person.objects.none()

    def get_queryset(self) -> QuerySet:
        return Person.objects.visible_to(self.request.user).current()

    @extend_schema(operation_id="people_list")
    def list(self, request: Any) -> Response:
        """本人权限内的人员。"""
        rows = self.paginate_queryset(PeopleQuery.narrow(self.get_queryset(), self.query))
        return self.get_paginated_response(shapes.PersonSerializer(rows, many=True).data)

    @extend_schema(operation_id="people_retrieve", responses=shapes.PersonWithCertificatesSerializer)
    def retrieve(self, request: Any, id: UUID) -> Response:
        """一个人和他的残疾人证。"""
        return Response(self._shown(id))

    def _shown(self, key: UUID) -> dict:
        rows = Person.objects.visible_to(self.request.user).prefetch_related("certificates__components")
        return shapes.PersonWithCertificatesSerializer(get_object_or_404(rows, pk=key)).data

    @extend_schema(
        operation_id="people_create",
        request=shapes.RegisterPersonSerializer,
        responses={201: shapes.PersonWithCertificatesSerializer},
    )
    def create(self, request: Any) -> Response:
        """登记一个人；身份证号写在请求正文里。"""
        given = self.body(shapes.RegisterPersonSerializer)
        street = self.street(given.pop("street", None))
        if (community := given.get("community")) and community.street_id != street.pk:
            raise RuleBroken("community.other_street", _("这个社区不属于所选的街道。"), "community")
        person = self.act(
            lambda: actions.register_person(by=request.user, street=street, today=timezone.localdate(), **given)
        )
        return Response(self._shown(person.pk), status=201)

    @extend_schema(
        operation_id="people_find",
        request=shapes.FindPersonSerializer,
        responses={200: shapes.FoundPeopleSerializer},
    )
    def find(self, request: Any) -> Response:
        """按姓名、拼音或证件号查找；条件写在请求正文里，不写在网址里。"""
        term = self.body(shapes.FindPersonSerializer)["term"]
        found = list(Person.objects.visible_to(request.user).found_by(term)[: MOST + 1])
        answer = {"results": found[:MOST], "truncated": len(found) > MOST}
        return Response(shapes.FoundPeopleSerializer(answer).data)


class OrganisationsView(ApiView):
    rights = {"list": "case.view", "create": "organisation.enter"}
    queries = {"list": OrganisationQuery}
    sparse = {"list": shapes.OrganisationSerializer}
    serializer_class = shapes.OrganisationSerializer
    queryset = Organisation.objects.all()

    @extend_schema(operation_id="organisations_list")
    def list(self, request: Any) -> Response:
        """用人单位、服务机构和场所。"""
        rows = self.paginate_queryset(OrganisationQuery.narrow(self.get_queryset(), self.query))
        return self.get_paginated_response(shapes.OrganisationSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="organisations_create",
        request=shapes.RegisterOrganisationSerializer,
        responses={201: shapes.OrganisationSerializer},
    )
    def create(self, request: Any) -> Response:
        """登记一个单位。"""
        given = self.body(shapes.RegisterOrganisationSerializer)
        organisation = self.act(lambda: actions.register_organisation(by=request.user, **given))
        return Response(shapes.OrganisationSerializer(organisation).data, status=201)
