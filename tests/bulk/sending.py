"""Lines as a city's system sends them, and their way through the product: received, written, looked at."""

import base64
import hashlib
import json
import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from services.bulk import exporting, work
from services.bulk.models import Upload
from tests import make
from tests.api.conftest import BASE, Api


def ndjson(lines: list[Any]) -> bytes:
    return "".join(json.dumps(line, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n" for line in lines).encode()


def digest(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def posted(api: Api, kind: str, content: bytes, *, query: str = "", **headers: str | None) -> Any:
    given = {"Content-Digest": digest(content), "Idempotency-Key": uuid.uuid4().hex, **api.headers}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    given = {name: value for name, value in given.items() if value is not None}
    return api.client.post(f"{BASE}bulk/{kind}/{query}", content, content_type="application/x-ndjson", headers=given)


class Inline:
    """In place of services.jobs.registry.Running, for tests inside one transaction."""

    def __init__(self, user: Any, **args: str) -> None:
        self.user, self.args, self.kept = user, args, {}

    def advance(self, done: int, total: int, message: str = "") -> None:
        assert 0 <= done <= total

    def batch(self) -> "Inline":
        return self

    def __enter__(self) -> dict[str, Any]:
        return self.kept

    def __exit__(self, *_: object) -> None:
        return None


def sent(api: Api, kind: str, lines: list[Any], name: str = "integrator") -> list[dict[str, Any]]:
    """Sends, lets the job do its work, and gives the result of every line."""
    answer = posted(api, kind, ndjson(lines))
    assert answer.status_code == 202, answer.json()
    upload = answer.json()["id"]
    with make.acting(name) as by:
        work.write(Inline(by, upload=upload))
        assert Upload.objects.visible_to(by).get(pk=upload).content is None
    return api.get(f"uploads/{upload}/lines/", limit=200).json()["results"]


def taken(api: Api, name: str = "integrator", **asked: str) -> tuple[dict[str, Any], bytes]:
    """The manifest and the content of an export."""
    key = api.post("exports/", asked).json()["id"]
    with make.acting(name) as by:
        exporting.export(Inline(by, export=key))
    return api.get(f"exports/{key}/").json(), api.get(f"exports/{key}/file/").content
