"""REST: photos and scans of a case, and their content."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from accounts import codes
from accounts.api_base import ApiView, PageQuery
from accounts.preconditions import etag
from services.cases.models import Case
from services.documents import actions
from services.documents import serializers as shapes
from services.documents.checking import MOST_BYTES, PDF
from services.documents.models import Document
from services.documents.serving import content_of


def _answer(document: Document, status: int = 200) -> Response:
    shown = shapes.DocumentSerializer(document).data
    return Response(shown, status=status, headers={"ETag": etag(document.version)})


class CaseDocumentsView(ApiView):
    """What stands with one case; more is attached here."""

    rights = {"list": "document.view", "create": "document.attach"}
    queries = {"list": PageQuery}
    tried = frozenset({"create"})
    sparse = {"list": shapes.DocumentSerializer}
    serializer_class = shapes.DocumentSerializer
    queryset = Document.objects.none()
    parser_classes = [MultiPartParser]
    most_bytes = MOST_BYTES + 100_000  # the file and what is around it

    def _case(self, key: UUID) -> Case:
        return get_object_or_404(Case.objects.visible_to(self.request.user), pk=key)

    @extend_schema(operation_id="documents_list")
    def list(self, request: Any, id: UUID) -> Response:
        """一个案件的材料。"""
        rows = Document.objects.visible_to(request.user).filter(case=self._case(id)).standing()
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.DocumentSerializer(page, many=True).data)

    @extend_schema(
        operation_id="documents_create",
        request={"multipart/form-data": shapes.AttachDocumentSerializer},
        responses={201: shapes.DocumentSerializer},
    )
    def create(self, request: Any, id: UUID) -> Response:
        """上传一份材料。"""
        case = self._case(id)
        given = self.body(shapes.AttachDocumentSerializer)
        file = given["file"]
        content = b"".join(file.chunks())
        document = self.act(
            lambda: actions.attach(
                by=request.user,
                case=case,
                purpose=given["purpose"],
                filename=file.name,
                content=content,
                trial=self.trial,
            )
        )
        return _answer(Document.objects.visible_to(request.user).get(pk=document.pk), status=201)


class AsItIs(JSONRenderer):
    """Content has the type that it has, whatever the client says it accepts; a refusal is JSON."""

    media_type = "*/*"


class DocumentsView(ApiView):
    rights = {"retrieve": "document.view", "content": "document.view", "withdraw": "document.attach"}
    sparse = {"retrieve": shapes.DocumentSerializer}
    matched = tried = frozenset({"withdraw"})
    serializer_class = shapes.DocumentSerializer
    queryset = Document.objects.none()

    def get_queryset(self) -> QuerySet:
        return Document.objects.visible_to(self.request.user)

    def get_renderers(self) -> list:
        return [AsItIs()] if self.action == "content" else super().get_renderers()

    @extend_schema(operation_id="documents_retrieve")
    def retrieve(self, request: Any, id: UUID) -> Response:
        """一份材料的说明；撤下的也在。"""
        return _answer(get_object_or_404(self.get_queryset(), pk=id))

    @extend_schema(
        operation_id="documents_content",
        responses={(200, kind): OpenApiTypes.BINARY for kind in (PDF, "image/jpeg", "image/png")},
    )
    def content(self, request: Any, id: UUID) -> HttpResponse:
        """文件内容；每次读取都留下记录。"""
        return content_of(request.user, get_object_or_404(self.get_queryset(), pk=id))

    @extend_schema(
        operation_id="documents_withdraw",
        request=shapes.WithdrawDocumentSerializer,
        responses={200: shapes.DocumentSerializer},
    )
    def withdraw(self, request: Any, id: UUID) -> Response:
        """撤下一份材料；记录和文件保留。"""
        document = get_object_or_404(self.get_queryset(), pk=id)
        reason = self.body(shapes.WithdrawDocumentSerializer)["reason"]
        self.match(document)
        self.act(lambda: actions.withdraw(by=request.user, document=document, reason=reason))
        return _answer(self.get_queryset().get(pk=document.pk))


codes.register("document.purpose", _("案件材料"), Document.Purpose.choices)
