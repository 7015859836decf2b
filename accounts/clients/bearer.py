"""The token of a city system: who shows it, whether it holds, and whether the minute's requests are used up."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, AuthenticationFailed

from accounts.clients import limits, secrets, usage
from accounts.clients.models import Token
from accounts.models import User

SCHEME = "bearer"
CHALLENGE = 'Bearer realm="taizhang", error="invalid_token"'


class Limited(APIException):
    status_code = 429

    def __init__(self, wait: int) -> None:
        self.wait = wait  # becomes Retry-After
        detail = _("这一分钟的请求数已达上限。请在%(wait)s秒后再试。")
        super().__init__(detail % {"wait": wait}, "client.limited")


def shown(request: Any) -> bool:
    return request.headers.get("Authorization", "").partition(" ")[0].lower() == SCHEME


def authenticate(request: Any) -> tuple[User, Token]:
    """The user of the client and the token. AuthenticationFailed, Limited. Leaves `client` and `quota` there."""
    text = request.headers["Authorization"].partition(" ")[2].strip()
    tokens = Token.objects.select_related("secret__client__user")
    token = tokens.filter(digest=secrets.digest(text), expires_at__gt=timezone.now()).first()
    if token is None:
        raise AuthenticationFailed(_("令牌无效或已过期。请用密钥重新换取。"), "token.invalid")
    request.client = client = token.secret.client
    request.quota = quota = limits.take(f"client:{client.client_id}", client.per_minute)
    if client.blocked_at:
        raise AuthenticationFailed(_("这个对接系统已被停用。请联系安全管理员。"), "client.blocked")
    if quota and quota.exceeded:
        raise Limited(quota.reset)
    return client.user, token


class ClientMiddleware:
    """Every answer to a client says what is left of its minute, and is counted."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        request.client = request.quota = None
        response = self.get_response(request)
        for name, value in (request.quota.headers if request.quota else {}).items():
            response[name] = value
        if request.client:
            usage.note(request.client, request, response.status_code)
        return response
