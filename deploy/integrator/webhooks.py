"""The check of a webhook's signature, after the Standard Webhooks specification. Copy this file into your receiver.

`verify` is all that a receiver needs. VECTORS are examples with their right answer; `wrong_vectors()` tries them.
"""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Iterable, Mapping
from typing import Any

TOLERANCE = 300  # seconds between their clock and ours


class Forged(Exception):
    """Not from whom it claims to be, or too old; args[0] says why. Answer 400 and keep nothing of it."""


def _key(secret: str) -> bytes:
    return base64.b64decode(secret[len("whsec_") :] if secret.startswith("whsec_") else secret)


def sign(secret: str, webhook_id: str, timestamp: str, content: bytes) -> str:
    signed = webhook_id.encode() + b"." + timestamp.encode() + b"." + content
    return "v1," + base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode()


def verify(secrets: Iterable[str], headers: Mapping[str, Any], content: bytes, *, now: float | None = None) -> str:
    """The webhook-id of a genuine message (keep it: the same id may come again). Raises Forged.

    `secrets`: all that are valid now, two while one is changed; `content`: the body as it came, not parsed and
    written again.
    """
    given = {str(name).lower(): str(value) for name, value in headers.items()}
    try:
        webhook_id, timestamp, signatures = (given[f"webhook-{n}"] for n in ("id", "timestamp", "signature"))
        age = abs((time.time() if now is None else now) - int(timestamp))
    except (KeyError, ValueError):
        raise Forged("headers") from None
    if age > TOLERANCE:
        raise Forged("timestamp")
    try:
        right = [sign(secret, webhook_id, timestamp, content).encode() for secret in secrets]
    except (binascii.Error, ValueError):
        raise Forged("secret") from None
    if not any(hmac.compare_digest(one, sent.encode()) for one in right for sent in signatures.split()):
        raise Forged("signature")
    return webhook_id


SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_" + base64.b64encode(b"another secret of 32 bytes......").decode()
CONTENT = b'{"test": 2432232314}'
NOW = 1614265330
GENUINE = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": str(NOW),
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
# name, secrets, headers that differ from GENUINE, body, time of receipt, whether it is genuine
VECTORS: list[tuple[str, list[str], dict[str, str], bytes, int, bool]] = [
    ("genuine", [SECRET], {}, CONTENT, NOW, True),
    ("two secrets while one is changed", [OTHER, SECRET], {}, CONTENT, NOW, True),
    (
        "two signatures while one is changed",
        [SECRET],
        {"webhook-signature": "v1,AAAA " + GENUINE["webhook-signature"]},
        CONTENT,
        NOW,
        True,
    ),
    ("header names in other case", [SECRET], {"Webhook-Id": GENUINE["webhook-id"]}, CONTENT, NOW, True),
    ("another body", [SECRET], {}, CONTENT + b" ", NOW, False),
    ("another secret", [OTHER], {}, CONTENT, NOW, False),
    ("another id", [SECRET], {"webhook-id": "msg_x"}, CONTENT, NOW, False),
    ("another time", [SECRET], {"webhook-timestamp": str(NOW + 1)}, CONTENT, NOW, False),
    ("too old", [SECRET], {}, CONTENT, NOW + TOLERANCE + 1, False),
    ("from the future", [SECRET], {}, CONTENT, NOW - TOLERANCE - 1, False),
    (
        "an unknown version",
        [SECRET],
        {"webhook-signature": GENUINE["webhook-signature"].replace("v1,", "v2,")},
        CONTENT,
        NOW,
        False,
    ),
    ("no signature", [SECRET], {"webhook-signature": ""}, CONTENT, NOW, False),
    ("a time that is none", [SECRET], {"webhook-timestamp": "yesterday"}, CONTENT, NOW, False),
]


def wrong_vectors() -> list[str]:
    """The names of the vectors that `verify` judges wrongly: none."""
    wrong = []
    for name, secrets, headers, content, now, genuine in VECTORS:
        try:
            verify(secrets, {**GENUINE, **headers}, content, now=now)
            judged = True
        except Forged:
            judged = False
        if judged != genuine:
            wrong.append(name)
    return wrong
