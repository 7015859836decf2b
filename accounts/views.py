"""Signing in for systems, and the streets."""

from typing import Any

from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.response import Response

from accounts import actions, guessing
from accounts.api_base import PUBLIC, SIGNED_IN, ApiView
from accounts.keyset import AllOnOnePage
from accounts.models import Street
from accounts.serializers import SignInSerializer, StreetSerializer, TokenSerializer


class SignInView(ApiView):
    rights = {"create": PUBLIC, "destroy": SIGNED_IN}
    serializer_class = SignInSerializer

    def get_throttles(self) -> list:
        return [guessing.GuessThrottle()] if self.action == "create" else []

    @extend_schema(operation_id="sign_in", responses={201: TokenSerializer}, auth=[])
    def create(self, request: Any) -> Response:
        """用户名和密码换令牌。"""
        given = self.body(SignInSerializer)
        user = authenticate(request._request, **given)
        if user is None:
            actions.refuse_sign_in()
            raise AuthenticationFailed(_("用户名或密码不对。请核对后再试。"), "sign_in.refused")
        guessing.was_right(request, given["username"])
        row, token = actions.issue_token(by=user)
        return Response(TokenSerializer({"token": token, "expires_at": row.expiry}).data, status=201)

    @extend_schema(operation_id="sign_out", request=None, responses={204: None})
    def destroy(self, request: Any) -> Response:
        """令牌作废。"""
        actions.revoke_token(by=request.user, token=request.auth if isinstance(request.auth, AuthToken) else None)
        return Response(status=204)


class StreetsView(ApiView):
    rights = {"list": SIGNED_IN}
    sparse = {"list": StreetSerializer}
    serializer_class = StreetSerializer
    pagination_class = AllOnOnePage

    def get_queryset(self) -> Any:
        return Street.objects.prefetch_related("community_set").order_by("code")

    @extend_schema(operation_id="streets_list")
    def list(self, request: Any) -> Response:
        """街道和社区的代码表。"""
        rows = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(StreetSerializer(rows, many=True).data)
