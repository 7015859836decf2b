"""The token endpoint. Its answers are those of RFC 6749, section 5, and no problem details."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from oauthlib.common import Request
from oauthlib.oauth2 import OAuth2Error
from rest_framework.throttling import BaseThrottle

from accounts import audit
from accounts.clients import limits
from accounts.clients.credentials import given, server
from accounts.clients.models import Client

TRIES, TRIES_OF_ADDRESS = 30, 120  # a minute
HEADERS = {"Cache-Control": "no-store", "Pragma": "no-cache", "Content-Type": "application/json"}


@csrf_exempt
@sensitive_post_parameters()
def token(request: HttpRequest) -> HttpResponse:
    """`grant_type=client_credentials`, the client by HTTP Basic or in the form, `scope` if less is wanted than all."""
    asked = Request(request.get_full_path(), request.method, request.body.decode("latin-1"), dict(request.headers))
    if wait := _wait(request, asked):
        body = {"error": "temporarily_unavailable", "error_description": f"Too many requests. Wait {wait} seconds."}
        return HttpResponse(json.dumps(body), status=429, headers={**HEADERS, "Retry-After": str(wait)})
    try:
        server.validate_token_request(asked)
        with transaction.atomic():
            _headers, text, status = server.credentials_grant.create_token_response(asked, server.bearer)
    except OAuth2Error as error:
        text, status = error.json, error.status_code
    answer = HttpResponse(text, status=status, headers=HEADERS)
    request.client = asked.client  # type: ignore[attr-defined]
    if status == 401:
        answer["WWW-Authenticate"] = 'Basic realm="taizhang"'
    if status != 200:
        _note(asked.client, json.loads(text)["error"])
    return answer


def _wait(request: HttpRequest, asked: Request) -> int:
    """Seconds until the address, or the client from that address, may try again; 0: now."""
    address = BaseThrottle().get_ident(request)
    name = hashlib.sha256((given(asked) or ("", ""))[0].encode(errors="replace")).hexdigest()[:32]
    tries = (f"token:{name}:{address}", TRIES), (f"token:{address}", TRIES_OF_ADDRESS)
    quotas = [quota for who, limit in tries if (quota := limits.take(who, limit))]
    request.quota = min(quotas, key=lambda quota: quota.limit - quota.used, default=None)  # type: ignore[attr-defined]
    return max((quota.reset for quota in quotas if quota.exceeded), default=0)


def _note(client: Client | None, error: Any) -> None:
    """Nobody's scope is in force here, so the refusal is written at once."""
    audit.refuse(by=client and client.user, action="client.token_refused", target=client or "", error=error)
    audit.write_refusals()
