"""The grant of client credentials (RFC 6749, section 4.4) as oauthlib carries it out, over our tables."""

import base64
import binascii
from typing import Any
from urllib.parse import unquote_plus

from django.utils import timezone
from oauthlib.oauth2 import BackendApplicationServer, RequestValidator

from accounts.clients import actions, secrets
from accounts.clients.models import Client, Secret


def given(request: Any) -> tuple[str, str] | None:
    """Identifier and secret of the Basic header or of the body; None when neither is readable, or both differ."""
    scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return (request.client_id or "", request.client_secret or "")
    try:
        text = base64.b64decode(value.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    name, colon, secret = text.partition(":")
    name, secret = unquote_plus(name), unquote_plus(secret)
    agreed = request.client_id in (None, name) and request.client_secret is None
    return (name, secret) if scheme.lower() == "basic" and colon and agreed else None


class Validator(RequestValidator):
    """What oauthlib asks about a request."""

    def client_authentication_required(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        return True

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        found = given(request)
        if found is None or not all(secrets.USABLE.fullmatch(text) for text in found):
            return False
        name, text = found
        valid = Secret.objects.valid(timezone.now()).select_related("client__user")
        request.secret = valid.filter(digest=secrets.digest(text), client__user__username=name).first()
        request.client = request.secret and request.secret.client
        return request.client is not None and request.client.blocked_at is None

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        return grant_type == "client_credentials"

    def get_default_scopes(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> list[str]:
        return request.client.scopes

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Client, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        return bool(scopes) and set(scopes) <= set(client.scopes)

    def save_bearer_token(self, token: dict, request: Any, *args: Any, **kwargs: Any) -> None:
        actions.issue_token(secret=request.secret, text=token["access_token"], scopes=request.scopes)


server = BackendApplicationServer(
    Validator(),
    token_generator=lambda request: secrets.new(secrets.TOKEN),
    token_expires_in=int(actions.LIFE.total_seconds()),
)
