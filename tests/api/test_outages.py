"""What city systems see while the database is away: problems, and afterwards the same answers as before."""

import base64
import json

from django.db import connection
from knox.models import AuthToken

from deploy.errors import RETRY_AFTER
from tests import databases, make
from tests.api.server import Server

BASIC = base64.b64encode(b"tz-0:tzs_0").decode()
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Basic {BASIC}"}


def admitted(name: str, *, allowed: bool) -> None:
    """Whether anybody may connect to the database; who is connected is sent away."""
    with databases.owner() as owner:
        owner.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {str(allowed).lower()}")
    if not allowed:
        with connection.cursor() as cursor:  # the server's connections are of the same role as ours
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid()"
            )
        connection.close()


def test_without_the_database_everything_is_a_problem_that_says_when_to_come_again(own_database, tmp_path):
    token = {"Authorization": f"Token {AuthToken.objects.create(make.user('clerk_a'))[1]}", "Accept-Language": "en"}
    asked = [
        ("GET", "/api/v1/cases/", token, None),
        ("POST", "/api/v1/people/", {**token, "Idempotency-Key": "k"}, {"name": "x"}),
        ("POST", "/api/v1/sign-in/", {}, {"username": "clerk_a", "password": "x"}),
        ("POST", "/api/v1/oauth/token/", FORM, None),
        ("GET", "/api/v1/cases/", {"Cookie": "sessionid=" + "x" * 32}, None),
        ("GET", "/api/v9/", token, None),
    ]
    with Server(tmp_path / "server.log", threads=2) as server:
        before = [server.request(*one)[0] for one in asked]
        assert 503 not in before
        admitted(own_database, allowed=False)
        try:
            for one in asked:
                status, headers, content = server.request(*one)
                assert (status, headers["content-type"]) == (503, "application/problem+json"), (one, content)
                assert (json.loads(content)["code"], headers["retry-after"]) == ("server.unavailable", str(RETRY_AFTER))
        finally:
            admitted(own_database, allowed=True)
        assert [server.request(*one)[0] for one in asked] == before
