"""REST: disability certificates."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.api_base import ApiView
from accounts.preconditions import etag
from services.certificates import actions
from services.certificates.filters import CertificateQuery
from services.certificates.serializers import EndCertificateSerializer, RegisterCertificateSerializer
from services.people.lookup import chosen_person
from services.people.models import Certificate
from services.people.serializers import CertificateSerializer


class CertificatesView(ApiView):
    rights = {
        "list": "person.view",
        "retrieve": "person.view",
        "create": "certificate.register",
        "end": "certificate.end",
    }
    matched = frozenset({"end"})
    tried = frozenset({"create", "end"})
    queries = {"list": CertificateQuery}
    sparse = {"list": CertificateSerializer, "retrieve": CertificateSerializer}
    serializer_class = CertificateSerializer
    queryset = Certificate.objects.none()

    def get_queryset(self) -> QuerySet:
        return Certificate.objects.visible_to(self.request.user).prefetch_related("components")

    @extend_schema(operation_id="certificates_list")
    def list(self, request: Any) -> Response:
        """残疾人证；可按人员筛选。"""
        rows = self.paginate_queryset(CertificateQuery.narrow(self.get_queryset(), self.query))
        return self.get_paginated_response(CertificateSerializer(rows, many=True).data)

    @extend_schema(operation_id="certificates_retrieve")
    def retrieve(self, request: Any, id: UUID) -> Response:
        """一本残疾人证。"""
        return self._answer(id)

    def _answer(self, key: UUID, status: int = 200) -> Response:
        certificate = get_object_or_404(self.get_queryset(), pk=key)
        shown = CertificateSerializer(certificate).data
        return Response(shown, status=status, headers={"ETag": etag(certificate.version)})

    @extend_schema(
        operation_id="certificates_create",
        request=RegisterCertificateSerializer,
        responses={201: CertificateSerializer},
    )
    def create(self, request: Any) -> Response:
        """登记一本残疾人证；证号写在请求正文里。"""
        given = self.body(RegisterCertificateSerializer)
        person = chosen_person(request.user, given)
        components = [(c["category"], c["grade"]) for c in given.pop("components", [])]
        values = {name: value for name, value in given.items() if name not in ("person", "id_number")}
        certificate = self.act(
            lambda: actions.register_certificate(
                by=request.user, person=person, components=components, today=timezone.localdate(), **values
            )
        )
        return self._answer(certificate.pk, status=201)

    @extend_schema(
        operation_id="certificates_end", request=EndCertificateSerializer, responses={200: CertificateSerializer}
    )
    def end(self, request: Any, id: UUID) -> Response:
        """登记一本残疾人证失效。"""
        certificate = get_object_or_404(self.get_queryset(), pk=id)
        given = self.body(EndCertificateSerializer)
        self.match(certificate)
        today = timezone.localdate()
        self.act(lambda: actions.end_certificate(by=request.user, certificate=certificate, today=today, **given))
        return self._answer(certificate.pk)
