"""REST: cases sent by the thousand as NDJSON, and rows taken away as NDJSON; both are jobs."""

import io
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.response import Response

from accounts.api_base import ApiView, ProblemSerializer
from services.bulk import actions, digests
from services.bulk import serializers as shapes
from services.bulk.models import Export, Line, Upload
from services.cases import kinds

NDJSON, PROBLEM = "application/x-ndjson", "application/problem+json"
MOST_BYTES = 64 * 1024 * 1024
KIND = OpenApiParameter("kind", str, OpenApiParameter.PATH, description=_("案件类型，见 /kinds/。"))
DIGEST = OpenApiParameter(
    digests.HEADER,
    str,
    OpenApiParameter.HEADER,
    required=True,
    description=_("正文的 SHA-256（RFC 9530）：sha-256=:Base64:。不符时答复400，没有接收。"),
)


class NdjsonParser(BaseParser):
    """The lines as they came; the job reads them."""

    media_type = NDJSON

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> bytes:
        return stream.read()


class BulkView(ApiView):
    rights = {"create": actions.SEND}
    queries = {"create": shapes.BulkQuery}
    parser_classes = [NdjsonParser]
    most_bytes = MOST_BYTES
    pagination_class = None  # type: ignore[assignment]

    def check_throttles(self, request: Any) -> None:
        """The last that is asked before the body is needed: takes it whole, past Django's limit for forms."""
        super().check_throttles(request)
        content = request._request.read()
        request._request._body, request._request._stream = content, io.BytesIO(content)

    @extend_schema(
        operation_id="bulk_create",
        parameters=[KIND, DIGEST],
        request={NDJSON: OpenApiTypes.STR},
        responses={202: shapes.UploadSerializer},
    )
    def create(self, request: Any, kind: str) -> Response:
        """成批提交案件：每行一个 JSON 对象，内容同 POST /cases/<kind>/，并且必须有 external_system 和 external_id。

        同一个外部编号再次提交：内容相同的不变，不同的按更正办理。结果逐行给出，见 /uploads/<id>/lines/。
        """
        if kind not in {one.code for one in kinds.all_kinds()}:
            raise Http404
        sha256 = digests.checked(request.headers.get(digests.HEADER), request.data)
        trial = self.query["dry_run"]
        upload = self.act(
            lambda: actions.receive(
                by=request.user, kind=kinds.get(kind), content=request.data, sha256=sha256, trial=trial
            )
        )
        shown = shapes.UploadSerializer(upload, context={"user": request.user}).data
        return Response(shown, status=202, headers={"Location": f"/api/v1/uploads/{upload.pk}/"})


class UploadsView(ApiView):
    rights = {"retrieve": actions.SEND, "lines": actions.SEND}
    queries = {"lines": shapes.LinesQuery}
    serializer_class = shapes.UploadLineSerializer
    queryset = Line.objects.none()
    keyset = "line"

    def upload(self, key: UUID) -> Upload:
        rows = Upload.objects.visible_to(self.request.user).defer("content")
        return get_object_or_404(rows.select_related("job"), pk=key)

    @extend_schema(operation_id="uploads_retrieve", responses=shapes.UploadSerializer)
    def retrieve(self, request: Any, id: UUID) -> Response:
        """一次成批提交：进度和各种结果的行数。"""
        return Response(shapes.UploadSerializer(self.upload(id), context={"user": request.user}).data)

    @extend_schema(operation_id="uploads_lines", responses=shapes.UploadLineSerializer(many=True))
    def lines(self, request: Any, id: UUID) -> Response:
        """逐行的结果：new 新登记，changed 已更正，same 没有变化；其余没有登记，原因见 errors。试办的是将会怎样。"""
        rows: QuerySet = Line.objects.visible_to(request.user).filter(upload=self.upload(id))
        if "status" in self.query:
            rows = rows.filter(status=self.query["status"])
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.UploadLineSerializer(page, many=True).data)


class ExportsView(ApiView):
    rights = {"create": actions.TAKE, "retrieve": actions.TAKE, "file": actions.TAKE}
    pagination_class = None  # type: ignore[assignment]

    def perform_content_negotiation(self, request: Any, force: bool = False) -> Any:
        """Who asks for the file by its own type is not refused; a problem is JSON all the same."""
        return super().perform_content_negotiation(request, force=force or self.action == "file")

    def export(self, key: UUID) -> Export:
        rows = Export.objects.visible_to(self.request.user).defer("content")
        return get_object_or_404(rows.select_related("job"), pk=key)

    @extend_schema(
        operation_id="exports_create", request=shapes.AskExportSerializer, responses={202: shapes.ExportSerializer}
    )
    def create(self, request: Any) -> Response:
        """成批取出一类记录；由任务完成，之后的变更从清单里的 cursor 用 /changes/ 续读。"""
        given = self.body(shapes.AskExportSerializer)
        what, kind = given["what"], given.get("kind", "")
        export = self.act(lambda: actions.ask_export(by=request.user, what=what, kind=kind))
        headers = {"Location": f"/api/v1/exports/{export.pk}/"}
        return Response(shapes.ExportSerializer(export).data, status=202, headers=headers)

    @extend_schema(operation_id="exports_retrieve", responses=shapes.ExportSerializer)
    def retrieve(self, request: Any, id: UUID) -> Response:
        """一次取出的清单：行数、SHA-256、续读的 cursor；完成之前为空。"""
        return Response(shapes.ExportSerializer(self.export(id)).data)

    @extend_schema(
        operation_id="exports_file",
        responses={
            (200, NDJSON): OpenApiTypes.STR,
            (409, PROBLEM): OpenApiResponse(ProblemSerializer, _("文件还没有写完，或没有写成")),
            (410, PROBLEM): OpenApiResponse(ProblemSerializer, _("文件已经到期删除")),
        },
    )
    def file(self, request: Any, id: UUID) -> HttpResponse:
        """取出的文件：每行一个 JSON 对象，内容同 /changes/ 的 record。完成之前答复409。"""
        export = self.export(id)
        content = actions.read_export(by=request.user, export=export)
        headers = {digests.HEADER: digests.header_of(export.sha256), "Cache-Control": "private, no-store"}
        return HttpResponse(content, content_type=NDJSON, headers=headers)
