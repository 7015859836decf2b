"""The base of every REST view here: rights by role, strict input, one transaction with its deferred checks."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, MethodNotAllowed, ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.viewsets import GenericViewSet

from accounts import idempotency
from accounts.api_schema import ApiSchema, takes_key
from accounts.api_schema import ProblemSerializer as ProblemSerializer
from accounts.errors import DomainError, LengthMissing, Malformed, NotAllowed, NotReadable, TooLarge
from accounts.json_bodies import OneFormat
from accounts.keyset import KeysetPagination
from accounts.models import Street
from accounts.preconditions import refuse_stale
from accounts.receiving import announced
from accounts.roles import PUBLIC, SIGNED_IN, require, require_grant
from accounts.watching import moved_by, together, watched

SAFE_NAME = re.compile(r"[a-z_][a-z0-9_.-]{0,39}", re.IGNORECASE)  # what is repeated in an answer is never a number


class StrictSerializer(serializers.Serializer):
    """Refuses what it does not know: a mistyped name is an error and never ignored."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return super().to_internal_value(data)
        known = {name for name, field in self.fields.items() if not field.read_only}
        unknown = [ErrorDetail(_("没有这一项。请对照接口说明检查名称。"), code="unknown")]
        errors = {
            name if SAFE_NAME.fullmatch(str(name)) else "non_field_errors": unknown
            for name in data
            if name not in known
        }
        try:
            values = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**error.detail, **errors}) from None
        if errors:
            raise ValidationError(errors)
        return values


class MomentField(serializers.DateTimeField):
    """A moment; one that no calendar holds in UTC (the first day of the year 1 in Beijing) is an error like others."""

    def to_internal_value(self, value: Any) -> Any:
        try:
            return super().to_internal_value(value)
        except OverflowError:
            self.fail("overflow")


def street_field() -> serializers.Field:
    """For bodies of what belongs to a street and not to a person."""
    text = _("九位街道代码。全区用户必填（或用请求头 X-Street）；街道用户只能填自己的街道。")
    return serializers.PrimaryKeyRelatedField(queryset=Street.objects.all(), required=False, help_text=text)


class TrialQuery(StrictSerializer):
    """`dry_run` of what can be tried (accounts.api_schema describes it)."""

    dry_run = serializers.BooleanField()


class PageQuery(StrictSerializer):
    """The parameters of every list."""

    limit = serializers.IntegerField(min_value=1, max_value=200, default=50, help_text=_("每页条数，最多200。"))
    cursor = serializers.CharField(required=False, max_length=200, help_text=_("上一页的 next 里的值，不作解释。"))


class Rights(BasePermission):
    """Each operation names its right in `view.rights`; who may is the table's matter (accounts.roles)."""

    def has_permission(self, request: Any, view: Any) -> bool:
        right = view.rights[view.action]
        if right == PUBLIC:
            return True
        if request.user is None:
            return False
        if right != SIGNED_IN:
            if error := getattr(request._request, "scope_error", None):
                raise error
            require(request.scope, right)
            require_grant(request.scope, right, getattr(getattr(view, "kind", None), "code", ""))
        return True


class ApiView(GenericViewSet):
    """`rights`: action -> code of accounts.roles; `queries`: action -> serializer of its query parameters; `keyed`:
    actions that demand an Idempotency-Key; `unkept`: those whose answer is never kept, so that a key is of no use;
    `matched`: those that demand If-Match; `tried`: those that can be tried, since what they do can be rolled back;
    `once`: fields of answers that are shown once, empty when the answer is repeated; `sparse`: action -> serializer of
    what it shows (of a list: of each row), out of whose fields the parameter `fields` chooses."""

    rights: dict[str, str] = {}
    sparse: dict[str, type[serializers.BaseSerializer]] = {}
    query: dict[str, Any] = {}
    queries: dict[str, type[StrictSerializer]] = {}
    keyed: frozenset[str] = frozenset({"create"})
    unkept: frozenset[str] = frozenset()
    tried: frozenset[str] = frozenset()
    once: frozenset[str] = frozenset()
    matched: frozenset[str] = frozenset()
    permission_classes = [Rights]
    content_negotiation_class = OneFormat
    pagination_class = KeysetPagination
    metadata_class = None
    http_method_names = ["get", "post", "put", "patch", "delete", "head"]
    schema = ApiSchema()
    keyset = "pk"
    most_bytes: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer_row: int | None = None
    trial = False  # everything is done and nothing is kept
    moved: list[dict[str, Any]] = []  # published figures that this request moved

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        if self.action not in self.rights:
            raise MethodNotAllowed(request.method)
        self._refuse_body(request)
        super().initial(request, *args, **kwargs)
        if any("\0" in str(value) for value in kwargs.values()):
            raise Http404  # which no column holds, and the database does not even take
        self.query = self._read_query(request)
        if takes_key(self, request.method) and not self.trial:
            self.answer_row = idempotency.begin(request, request.user, required=self.action in self.keyed)

    def _refuse_body(self, request: Any) -> None:
        """What is not even read: too much, of unknown length, packed."""
        if announced(request) > self.most_bytes:
            raise TooLarge("request.too_large", _("请求的内容太大。请分成几次提交。"))
        if "Transfer-Encoding" in request.headers and "Content-Length" not in request.headers:
            detail = _("请在请求头 Content-Length 里写明正文的字节数；不接受分块传输（chunked）。")
            raise LengthMissing("request.length_missing", detail)
        if request.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
            detail = _("请求正文不能压缩。请去掉请求头 Content-Encoding，发送原文。")
            raise NotReadable("request.content_encoding", detail)

    def handle_exception(self, exc: Exception) -> Any:
        return exc.response if isinstance(exc, idempotency.Replayed) else super().handle_exception(exc)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if "fields" in self.query and response.status_code == 200:
            response.data = only(self.query["fields"], response.data)
        if self.trial and response.status_code < 400:
            transaction.set_rollback(True)
            return self._tried(response)
        if self.moved and response.status_code < 400:
            response.data = {**response.data, "moved_figures": self.moved}
        if self.answer_row is not None and response.status_code < 400:
            row, once = self.answer_row, self.once
            response.add_post_render_callback(lambda rendered: idempotency.keep(row, rendered, once))
        return response

    def _tried(self, response: Any) -> Any:
        """In place of what would have been answered: what it would have moved. Of the rest nothing is true."""
        response.data, response.status_code = {"moved_figures": self.moved}, 200
        for name in ("ETag", "Location"):
            response.headers.pop(name, None)
        return response

    def _read_query(self, request: Any) -> dict[str, Any]:
        if any(len(values) > 1 for _name, values in request.query_params.lists()):
            raise Malformed("parameter.repeated", _("同一个参数出现了多次。"))
        given = request.query_params.dict()
        shape = self.sparse.get(self.action)
        fields = given.pop("fields", None) if shape else None
        if self.action in self.tried and "dry_run" in given:
            trial = TrialQuery(data={"dry_run": given.pop("dry_run")})
            trial.is_valid(raise_exception=True)
            self.trial = trial.validated_data["dry_run"]
        serializer = self.queries.get(self.action, StrictSerializer)(data=given)
        serializer.is_valid(raise_exception=True)
        query = serializer.validated_data
        return query if shape is None or fields is None else {**query, "fields": _chosen(fields, shape)}

    def match(self, row: Any) -> None:
        """Locks the row; refuses when it is not as the caller has seen it (If-Match)."""
        rows = self.get_queryset().prefetch_related(None).select_for_update(of=("self",))
        refuse_stale(self.request, rows.get(pk=row.pk).version)

    def street(self, named: Street | None) -> Street:
        """The street of what is entered: of the scope, or (district) as named in the body."""
        own = self.request.scope.street
        if named and own and named.pk != own:
            raise NotAllowed("street.not_yours", _("您没有这个街道的权限。"), "street")
        if named is None and own is None:
            raise Malformed("street.missing", _("请选择街道。"), "street")
        return named or Street.objects.get(pk=own)

    def body(self, serializer_class: type[serializers.BaseSerializer]) -> dict[str, Any]:
        """What was sent, validated; its errors are a 400 with pointers."""
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def act(self, action: Callable[[], Any], **names: str) -> Any:
        """The result of a domain action; `names` are fields that this body calls otherwise than the action.

        Deferred constraints are checked here, while a refusal can still be an answer. Published figures that it moved
        are told in the answer.
        """
        with renamed(names), transaction.atomic():
            result, found = watched(action)
        self.moved = together(self.moved, moved_by(found))
        return result


def _chosen(names: str, shape: type[serializers.BaseSerializer]) -> frozenset[str]:
    chosen, known = frozenset(names.split(",")), list(shape().fields)
    if not chosen <= set(known):
        detail = _("有的栏目这里没有。可以选择的栏目：%(names)s。")
        raise Malformed("fields.unknown", detail % {"names": ", ".join(known)}, "fields")
    return chosen


def only(fields: frozenset[str], data: dict[str, Any]) -> dict[str, Any]:
    """Of what is answered only these fields; of a list only these of each row."""
    if "results" in data:
        return {**data, "results": [only(fields, row) for row in data["results"]]}
    return {name: value for name, value in data.items() if name in fields}


@contextmanager
def renamed(names: dict[str, str]) -> Iterator[None]:
    try:
        yield
    except DomainError as error:
        error.problems = [replace(p, pointer=names.get(p.pointer, p.pointer)) for p in error.problems]
        raise
