"""REST: people and organisations. Numbers are taken in bodies only and shown masked only."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts import codes
from accounts.api_base import ApiView
from accounts.errors import Conflict, RuleBroken
from accounts.preconditions import etag, expected_version
from accounts.refusals import constraint_of
from services.people import actions, lists
from services.people import serializers as shapes
from services.people.filters import OrganisationQuery, PeopleQuery
from services.people.forms import MOST
from services.people.models import Category, Certificate, Grade, HouseholdMember, Organisation, Person, Residence, Sex


class PeopleView(ApiView):
    rights = {
        "list": "person.view",
        "retrieve": "person.view",
        "find": "person.view",
        "create": "person.register",
        "update": "person.correct",
        "reveal": "person.reveal",
    }
    matched = frozenset({"update"})
    unkept = frozenset({"reveal"})
    tried = frozenset({"create", "update"})
    queries = {"list": PeopleQuery}
    sparse = {"list": shapes.PersonSerializer, "retrieve": shapes.PersonWithCertificatesSerializer}
    serializer_class = shapes.PersonSerializer
    queryset = Person.objects.none()
    keyset = "id"

    def get_queryset(self) -> QuerySet:
        return Person.objects.visible_to(self.request.user).current()

    @extend_schema(operation_id="people_list")
    def list(self, request: Any) -> Response:
        """本人权限内的人员。"""
        rows = self.paginate_queryset(lists.columns_of(PeopleQuery.narrow(self.get_queryset(), self.query)))
        return self.get_paginated_response([lists.shown(row) for row in rows])

    @extend_schema(operation_id="people_retrieve", responses=shapes.PersonWithCertificatesSerializer)
    def retrieve(self, request: Any, id: UUID) -> Response:
        """一个人和他的残疾人证。"""
        return self._answer(id)

    def _answer(self, key: UUID, status: int = 200) -> Response:
        rows = Person.objects.visible_to(self.request.user).prefetch_related("certificates__components")
        person = get_object_or_404(rows, pk=key)
        shown = shapes.PersonWithCertificatesSerializer(person).data
        return Response(shown, status=status, headers={"ETag": etag(person.version)})

    @extend_schema(
        operation_id="people_create",
        request=shapes.RegisterPersonSerializer,
        responses={201: shapes.PersonWithCertificatesSerializer},
    )
    def create(self, request: Any) -> Response:
        """登记一个人；身份证号写在请求正文里。"""
        given = self.body(shapes.RegisterPersonSerializer)
        self._refuse_known(given)
        street = self.street(given.pop("street", None))
        _refuse_community(given, street.pk)
        try:
            person = self.act(
                lambda: actions.register_person(by=request.user, street=street, today=timezone.localdate(), **given)
            )
        except IntegrityError as error:
            if constraint_of(error) == "external_person_is_registered_once":
                self._refuse_known(given)  # somebody was faster
                raise _exists(None) from None
            raise
        return self._answer(person.pk, status=201)

    def _refuse_known(self, given: dict[str, Any]) -> None:
        if known := self._called(given).first():
            raise _exists(known.standing())

    def _called(self, given: dict[str, Any]) -> QuerySet:
        """Whom another system calls so; nobody where nothing is given."""
        rows = Person.objects.visible_to(self.request.user)
        names = ("external_system", "external_id")
        return rows.filter(**{name: given[name] for name in names}) if "external_id" in given else rows.none()

    @extend_schema(
        operation_id="people_update",
        request=shapes.CorrectPersonSerializer,
        responses=shapes.PersonWithCertificatesSerializer,
    )
    def update(self, request: Any, id: UUID) -> Response:
        """更正一个人的资料；已经统计的数字不会因此变动。"""
        person = get_object_or_404(self.get_queryset(), pk=id)
        given = self.body(shapes.CorrectPersonSerializer)
        _refuse_community(given, person.street_id)
        self.match(person)
        today, seen = timezone.localdate(), expected_version(request)
        self.act(
            lambda: actions.correct_person(by=request.user, person=person, seen_version=seen, today=today, **given)
        )
        return self._answer(person.pk)

    @extend_schema(
        operation_id="people_reveal", request=shapes.PurposeSerializer, responses={200: shapes.RevealedSerializer}
    )
    def reveal(self, request: Any, id: UUID) -> Response:
        """完整的身份证号。写明用途，每次都留下记录；答复不保存，也不应保存。"""
        person = get_object_or_404(self.get_queryset(), pk=id)
        purpose = self.body(shapes.PurposeSerializer)["purpose"]
        number = self.act(lambda: actions.reveal_number(by=request.user, person=person, purpose=purpose))
        return Response({"id_number": number}, headers={"Cache-Control": "private, no-store"})

    @extend_schema(
        operation_id="people_find",
        request=shapes.FindPersonSerializer,
        responses={200: shapes.FoundPeopleSerializer},
    )
    def find(self, request: Any) -> Response:
        """按姓名、拼音、证件号或外部编号查找；条件写在请求正文里，不写在网址里。"""
        given = self.body(shapes.FindPersonSerializer)
        if "term" in given:
            found = list(Person.objects.visible_to(request.user).found_by(given["term"])[: MOST + 1])
        else:
            found = [one.standing() for one in self._called(given)]
        answer = {"results": found[:MOST], "truncated": len(found) > MOST}
        return Response(shapes.FoundPeopleSerializer(answer).data)


def _refuse_community(given: dict[str, Any], street: str) -> None:
    if (community := given.get("community")) and community.street_id != street:
        raise RuleBroken("community.other_street", _("这个社区不属于所选的街道。"), "community")


def _exists(known: Person | None) -> Conflict:
    """The same external number again: the caller learns which person it already has."""
    detail = _("这个外部编号的人已经登记。请使用已有的人，不要重复登记。")
    members = {"person": str(known.pk)} if known else {}
    return Conflict("person.external_exists", detail, "external_id", members=members)


class OrganisationsView(ApiView):
    rights = {"list": "case.view", "retrieve": "case.view", "create": "organisation.enter"}
    tried = frozenset({"create"})
    queries = {"list": OrganisationQuery}
    sparse = {"list": shapes.OrganisationSerializer, "retrieve": shapes.OrganisationSerializer}
    serializer_class = shapes.OrganisationSerializer
    queryset = Organisation.objects.all()

    @extend_schema(operation_id="organisations_list")
    def list(self, request: Any) -> Response:
        """用人单位、服务机构和场所。"""
        rows = self.paginate_queryset(OrganisationQuery.narrow(self.get_queryset(), self.query))
        return self.get_paginated_response(shapes.OrganisationSerializer(rows, many=True).data)

    @extend_schema(operation_id="organisations_retrieve")
    def retrieve(self, request: Any, id: int) -> Response:
        """一个单位。"""
        return Response(shapes.OrganisationSerializer(get_object_or_404(self.get_queryset(), pk=id)).data)

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


class ResidencesView(ApiView):
    rights = {"retrieve": "person.view"}
    sparse = {"retrieve": shapes.ResidenceSerializer}
    serializer_class = shapes.ResidenceSerializer
    queryset = Residence.objects.none()

    @extend_schema(operation_id="residences_retrieve")
    def retrieve(self, request: Any, id: int) -> Response:
        """一个人的一段户籍地或居住地；详细地址不提供。"""
        one = get_object_or_404(Residence.objects.visible_to(request.user), pk=id)
        return Response(shapes.ResidenceSerializer(one).data)


for name, label, choices in (
    ("sex", _("性别"), Sex.choices),
    ("certificate.category", _("残疾类别"), Category.choices),
    ("certificate.grade", _("残疾等级"), Grade.choices),
    ("certificate.end_reason", _("残疾人证失效原因"), Certificate.EndReason.choices),
    ("household.relation", _("与户主关系"), HouseholdMember.Relation.choices),
    ("organisation.kind", _("单位类型"), Organisation.Kind.choices),
):
    codes.register(name, label, choices)
