"""What the proxy's example says agrees with what the product expects of its proxy."""

import json
import re
from pathlib import Path

from accounts.receiving import MOST_OF_PAGES
from deploy.errors import TITLES
from services.bulk.views import MOST_BYTES

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
CONF = (DEPLOY / "nginx.conf").read_text()


def said(name: str) -> str:
    (found,) = re.findall(rf"^    {name}\s+(.+?);", CONF, re.M)
    return found


def test_it_takes_what_the_views_take_and_no_more_than_it_must():
    assert max(MOST_OF_PAGES, MOST_BYTES) < int(said("client_max_body_size")[:-1]) * 1024**2 < MOST_BYTES * 1.1


def test_it_says_for_itself_what_a_client_may_not_claim():
    """HTTPS and the client's address decide about cookies and limits: both replace what was sent (settings.py)."""
    headers = dict(re.findall(r"proxy_set_header (\S+) (\S+);", CONF))
    assert headers == {
        "Connection": '""',
        "Host": "$host",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "$remote_addr",
        "X-Request-Id": "$taizhang_id",
    }
    assert "set_real_ip_from" not in CONF


def test_static_files_lie_where_they_are_collected():
    (root,) = re.findall(r"^STATIC_ROOT=(.+)$", (DEPLOY / "env.example").read_text(), re.M)
    assert re.findall(r"alias (\S+);", CONF) == [f"{root}/"]


def test_what_it_answers_by_itself_to_systems_is_a_problem_like_ours():
    found = re.findall(r"return (\d+) '(\{.*\})';", CONF)
    assert {int(status) for status, _text in found} == {400, 413, 503}
    for status, text in found:
        problem = json.loads(text)
        assert problem.keys() == {"type", "title", "status", "code", "detail", "errors", "request_id"}
        assert problem["status"] == int(status) and problem["title"] == str(TITLES[int(status)])
        assert problem["type"] == f"/api/v1/problems/{problem['code']}" and problem["request_id"] == "$taizhang_id"
