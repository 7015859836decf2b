"""Signing in for systems, and the streets."""

import hashlib
from typing import Any

from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle

from accounts import actions, audit
from accounts.api_base import PUBLIC, SIGNED_IN, ApiView
from accounts.keyset import AllOnOnePage
from accounts.models import Street
from accounts.scoping import current
from accounts.serializers import SignInSerializer, StreetSerializer, TokenSerializer


class AccountThrottle(SimpleRateThrottle):
    """Guesses at one account from one address."""

    scope, rate = "sign_in_account", "5/min"

    def get_cache_key(self, request: Any, view: Any) -> str:
        name = request.data.get("username") if isinstance(request.data, dict) else ""
        account = hashlib.sha256(str(name).casefold().encode(errors="replace")).hexdigest()[:32]
        return self.cache_format % {"scope": self.scope, "ident": f"{account}:{self.get_ident(request)}"}


class AddressThrottle(SimpleRateThrottle):
    """Guesses at many accounts from one address."""

    scope, rate = "sign_in_address", "30/min"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class SignInView(ApiView):
    rights = {"create": PUBLIC, "destroy": SIGNED_IN}
    serializer_class = SignInSerializer

    def get_throttles(self) -> list:
        return [AccountThrottle(), AddressThrottle()] if self.action == "create" else []

    @extend_schema(operation_id="sign_in", responses={201: TokenSerializer}, auth=[])
    def create(self, request: Any) -> Response:
        """用户名和密码换令牌。"""
        given = self.body(SignInSerializer)
        user = authenticate(request._request, **given)
        if user is None:
            audit.refuse(by=None, action="user.sign_in")
            if current() is None:  # else the scope writes it when it ends
                audit.write_refusals()
            raise AuthenticationFailed(_("用户名或密码不对。请核对后再试。"), "sign_in.refused")
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
