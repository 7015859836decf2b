"""Token sign-in. The middleware needs the user before the view runs, so the token is read there, once."""

from typing import Any

from django.utils import timezone
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed

from accounts.clients import bearer


class StoredToken(TokenAuthentication):
    """Looks at this token alone: what else of the user has expired goes when he signs in, not at every request."""

    def _cleanup_token(self, auth_token: AuthToken) -> bool:
        expired = auth_token.expiry is not None and auth_token.expiry < timezone.now()
        if expired:
            auth_token.delete()
        return expired


def token_user(request: Any) -> Any:
    """The user of an `Authorization` header on an API path, else None; what is wrong with it is kept for the view.

    `Token` is a person's, `Bearer` a city system's.
    """
    request.token_auth = request.token_error = None
    if not request.path.startswith("/api/") or "Authorization" not in request.headers:
        return None
    try:
        if not (request.headers["Authorization"].isascii() and request.headers["Authorization"].isprintable()):
            raise AuthenticationFailed
        scheme = bearer if bearer.shown(request) else StoredToken()
        request.token_auth = scheme.authenticate(request)
    except APIException as error:
        request.token_error = error
    return request.token_auth and request.token_auth[0]


class TokenOfRequest(BaseAuthentication):
    """DRF's view of what the middleware found."""

    def authenticate(self, request: Any) -> Any:
        if request._request.token_error:
            raise request._request.token_error
        return request._request.token_auth

    def authenticate_header(self, request: Any) -> str:
        return bearer.CHALLENGE if bearer.shown(request) else "Token"


class BearerOfRequest(TokenOfRequest):
    """The same for a city system; apart, so that the description can say which scope an operation needs."""


class SessionOfRequest(SessionAuthentication):
    """The browser's session, with its CSRF check (the docs page and the managers' own scripts)."""
