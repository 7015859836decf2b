"""REST: disability certificates."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.api_base import ApiView
from services.certificates import actions
from services.certificates.filters import CertificateQuery
from services.certificates.serializers import RegisterCertificateSerializer
from services.people.lookup import chosen_person
from services.people.models import Certificate
from services.people.serializers import CertificateSerializer


class CertificatesView(ApiView):
    rights = {"list": "person.view", "create": "certificate.register"}
    queries = {"list": CertificateQuery}
    sparse = {"list": CertificateSerializer}
    serializer_class = CertificateSerializer
    queryset = Certificate.objects.none()

    def get_queryset(self) -> QuerySet:
        return Certificate.objects.visible_to(self.request.user).prefetch_related("components")

    @extend_schema(operation_id="certificates_list")
    def list(self, request: Any) -> Response:
        """残疾人证；可按人员筛选。"""
        rows = self.paginate_queryset(CertificateQuery.narrow(self.get_queryset(), self.query))
        return self.get_paginated_response(CertificateSerializer(rows, many=True).data)

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
        return Response(CertificateSerializer(self.get_queryset().get(pk=certificate.pk)).data, status=201)
