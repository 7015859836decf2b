"""Secrets and signatures as the Standard Webhooks specification writes them (version v1, HMAC-SHA256)."""

import base64
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
BYTES = 32  # the specification asks for 24 to 64


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signed_headers(*, message: str, at: int, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The three headers; one signature per secret, so that a receiver may change over in peace. `at` in seconds."""
    content = f"{message}.{at}.".encode() + body
    return {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(_signature(secret, content) for secret in secrets),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, content, "sha256")).decode()
