"""HTTP by the standard library: a token that is fetched anew before it ends, and answers that are easy to ask."""

import base64
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from typing import Any

BASE = "/api/v1/"
PATIENCE = 30.0  # seconds for one answer


class Answer:
    """Status, headers (any case) and body of an answer."""

    def __init__(self, status: int, headers: Any, content: bytes) -> None:
        self.status, self.headers, self.content = status, headers, content

    @property
    def body(self) -> Any:
        """The JSON of the body; None when it is none."""
        try:
            return json.loads(self.content)
        except ValueError:
            return None

    @property
    def code(self) -> str:
        """Of problem details."""
        body = self.body
        return str(body.get("code", "")) if isinstance(body, dict) else ""

    def __str__(self) -> str:
        return f"{self.status} {self.code}".strip()


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Api:
    """One installation, spoken to by one client. `street` stands in X-Street when it is set."""

    def __init__(self, url: str, client: str, secret: str) -> None:
        self.url, self.client, self.secret = url.rstrip("/"), client, secret
        self.street, self.language = "", "zh-hans"
        self.token, self.until = "", 0.0
        self.opener = urllib.request.build_opener(NoRedirects)

    def send(
        self, method: str, path: str, content: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Any request, without anything added. A path without a leading slash is below /api/v1/."""
        where = path if path.startswith("http") else self.url + (path if path.startswith("/") else BASE + path)
        request = urllib.request.Request(where, content, headers or {}, method=method)
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def ask_token(self, secret: str | None = None, **form: str) -> Answer:
        """The token endpoint's answer; `form` is added to grant_type=client_credentials."""
        pair = f"{urllib.parse.quote(self.client)}:{urllib.parse.quote(self.secret if secret is None else secret)}"
        headers = {
            "Authorization": "Basic " + base64.b64encode(pair.encode()).decode(),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        content = urllib.parse.urlencode({"grant_type": "client_credentials", **form}).encode()
        return self.send("POST", "oauth/token/", content, headers)

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        token: str | None = None,
        street: str | None = None,
        **headers: str,
    ) -> Answer:
        """A request with the token, as JSON. `key`: the Idempotency-Key; `headers`: more of them, _ for -."""
        sent = {"Authorization": f"Bearer {token or self.current_token()}", "Accept-Language": self.language}
        if street or self.street:
            sent["X-Street"] = street or self.street
        if key is not None:
            sent["Idempotency-Key"] = key
        content = None
        if body is not None:
            sent["Content-Type"], content = "application/json", json.dumps(body).encode()
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        return self.send(method, path, content, sent)

    def get(self, path: str, **query: Any) -> Answer:
        return self.request("GET", path + ("?" + urllib.parse.urlencode(query) if query else ""))

    def post(self, path: str, body: Any, key: str | None = None, **more: Any) -> Answer:
        """With a fresh Idempotency-Key unless one is given."""
        return self.request("POST", path, body, key=key or uuid.uuid4().hex, **more)

    def current_token(self) -> str:
        if time.monotonic() > self.until:
            answer = self.ask_token()
            if answer.status != 200:
                raise RuntimeError(f"no token: {answer.status} {answer.body}")
            self.token = answer.body["access_token"]
            self.until = time.monotonic() + answer.body["expires_in"] * 0.8
        return self.token
