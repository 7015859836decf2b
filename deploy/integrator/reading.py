"""Checks of what is read: tokens, problems, limits, lists, streets, the change feed."""

import re
import uuid
from typing import Any

from .running import Failed, Run, Skipped, check, demand, expect
from .speaking import Answer

WHOLE_NUMBER = re.compile(r"(?<!\d)\d{6}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dX](?!\d)")
PROBLEM = {"type", "title", "status", "code", "detail", "errors", "request_id"}
MOST_PAGES = 25


@check("接口说明：OpenAPI 3.1，写明怎样换取令牌", "the description: OpenAPI 3.1, saying how to get a token")
def description(run: Run) -> None:
    answer = expect(run.api.send("GET", "schema/?format=json"), 200)
    body = answer.body
    demand(str(body["openapi"]).startswith("3.1"), "不是 OpenAPI 3.1", "not OpenAPI 3.1")
    schemes = body["components"]["securitySchemes"].values()
    flows = [flow for scheme in schemes for flow in scheme.get("flows", {}).values()]
    demand(any(flow.get("tokenUrl") for flow in flows), "没有写 tokenUrl", "no tokenUrl")
    run.paths = body["paths"]


@check("令牌：用密钥换取，限时有效，不得缓存", "a token for the secret, short-lived, not to be cached")
def token(run: Run) -> None:
    answer = expect(run.api.ask_token(), 200)
    demand(answer.body["token_type"].lower() == "bearer", "token_type 不是 Bearer", "token_type is not Bearer")
    demand(0 < answer.body["expires_in"] <= 3600, "有效期不对", "expires_in is out of range")
    demand("no-store" in answer.headers.get("Cache-Control", ""), "没有 no-store", "no-store is missing")
    run.scopes = set(answer.body["scope"].split())
    _find_streets(run)


def _find_streets(run: Run) -> None:
    """The streets that answer to this client, and those that do not."""
    path = "people/" if "people.read" in run.scopes else "cases/"
    for one in expect(run.api.get("streets/"), 200).body["results"]:
        allowed = run.api.request("GET", f"{path}?limit=1", street=one["code"]).status == 200
        (run.streets if allowed else run.others).append(one["code"])
    if run.streets:
        run.api.street = run.streets[0]


@check("令牌：错误按 RFC 6749 答复", "token errors as RFC 6749 says")
def token_errors(run: Run) -> None:
    wrong = expect(run.api.ask_token(secret="wrong"), 401)
    demand(wrong.body == {"error": "invalid_client"}, "应为 invalid_client", "expected invalid_client")
    demand(wrong.headers.get("WWW-Authenticate"), "没有 WWW-Authenticate", "no WWW-Authenticate")
    grant = expect(run.api.ask_token(grant_type="password"), 400)
    demand(grant.body["error"] == "unsupported_grant_type", "应为 unsupported_grant_type", "unsupported_grant_type")
    scope = expect(run.api.ask_token(scope="nothing.read"), 400)
    demand(scope.body["error"] == "invalid_scope", "应为 invalid_scope", "expected invalid_scope")


@check("没有令牌或令牌无效：401", "no token, or a wrong one: 401")
def no_token(run: Run) -> None:
    expect(run.api.send("GET", "cases/"), 401)
    expect(run.api.request("GET", "cases/", token="tzt_wrong"), 401)


@check(
    "令牌只能用于申请的权限：403 client.scope_missing", "a token is good for what was asked: 403 client.scope_missing"
)
def narrow_token(run: Run) -> None:
    about_cases = next((s for s in sorted(run.scopes) if s != "people.read" and s.endswith(".read")), "")
    run.may("people.read")
    if not about_cases:
        raise Skipped("只有一项读取权限", "there is only one scope to read")
    narrow = expect(run.api.ask_token(scope=about_cases), 200).body
    demand(narrow["scope"] == about_cases, "令牌的权限不是申请的", "the token has other scopes than were asked for")
    expect(run.api.request("GET", "people/", token=narrow["access_token"]), 403, "client.scope_missing")


@check("请求数上限：每个答复都写明剩余", "rate limits: every answer says what is left")
def limits(run: Run) -> None:
    first, second = run.api.get("streets/"), run.api.get("nothing-here/")
    values = []
    for answer in (first, second):
        policy, left = answer.headers.get("RateLimit-Policy", ""), answer.headers.get("RateLimit", "")
        demand(re.search(r";q=\d+;w=\d+", policy), "没有 RateLimit-Policy", "no RateLimit-Policy")
        found = re.search(r";r=(\d+);t=\d+", left)
        if not found:
            raise Failed("没有 RateLimit", "no RateLimit")
        values.append(int(found[1]))
    demand(values[1] != values[0], "剩余数没有变化", "what is left did not change")


@check("错误：RFC 9457，带 request_id，中文和英文", "problems: RFC 9457 with request_id, in Chinese and in English")
def problems(run: Run) -> None:
    run.need("cases/{id}/")
    path = f"cases/{uuid.uuid4()}/"
    details = set()
    for language in ("zh-hans", "en"):
        answer = expect(run.api.request("GET", path, Accept_Language=language), 404)
        _is_problem(answer)
        details.add(answer.body["detail"])
    demand(len(details) == 2, "中文和英文相同", "Chinese and English are the same")
    _is_problem(expect(run.api.get("nothing-here/"), 404))


def _is_problem(answer: Answer) -> None:
    kind = answer.headers.get("Content-Type", "")
    demand(kind.startswith("application/problem+json"), f"类型是 {kind}", f"the type is {kind}")
    missing = PROBLEM - set(answer.body)
    demand(not missing, f"缺少 {sorted(missing)}", f"without {sorted(missing)}")
    same = answer.headers.get("X-Request-Id") == answer.body["request_id"]
    demand(same, "X-Request-Id 与正文不同", "X-Request-Id differs from the body")


@check("未知参数：400，不当作没有", "an unknown parameter: 400, not ignored")
def unknown_parameter(run: Run) -> None:
    expect(run.api.get("cases/", colour="red"), 400)
    expect(run.api.get("cases/", limit=100000), 400)


@check("分页：逐页读取不重不漏，无效的标记 400", "pages: nothing twice and nothing left out; a spoilt cursor: 400")
def pages(run: Run) -> None:
    path = "people/" if "people.read" in run.scopes else "cases/"
    whole = [row["id"] for row in expect(run.api.get(path, limit=3 * MOST_PAGES), 200).body["results"]]
    walked: list[str] = []
    answer = expect(run.api.get(path, limit=3), 200)
    while True:
        walked += [row["id"] for row in answer.body["results"]]
        if not answer.body["next"] or len(walked) >= len(whole):
            break
        answer = expect(run.api.get(answer.body["next"]), 200)
    demand(len(walked) == len(set(walked)), "有重复", "something came twice")
    demand(walked[: len(whole)] == whole, "与一次读取的不同", "not the same as in one page")
    expect(run.api.get(path, cursor="spoilt!"), 400)


@check("人员：号码只以掩码出现", "people: numbers only ever masked")
def masked(run: Run) -> None:
    for path, scope in (("people/", "people.read"), ("cases/", ""), ("certificates/", "people.read")):
        if scope and scope not in run.scopes:
            continue
        answer = expect(run.api.get(path, limit=50), 200)
        text = answer.content.decode()
        demand(not WHOLE_NUMBER.search(text), f"{path} 里有完整号码", f"a whole number in {path}")


@check("街道：别的街道 403，列表里只有自己的", "streets: 403 for others, only one's own in lists")
def streets(run: Run) -> None:
    demand(run.streets, "没有可用的街道", "no street answers")
    for street in run.others:
        expect(run.api.request("GET", "cases/?limit=1", street=street), 403, "street.not_yours")
    expect(run.api.request("GET", "cases/", street="999999999"), 403, "street.not_yours")
    for path, scope in (("people/", "people.read"), ("cases/", "")):
        if scope and scope not in run.scopes:
            continue
        found = {row["street"] for row in expect(run.api.get(path, limit=100), 200).body["results"]}
        demand(found <= {run.api.street}, f"{path} 里有别的街道", f"other streets in {path}")
    other = run.others[0] if run.others else ""
    if other:
        rows = expect(run.api.get("cases/", street=other), 200).body["results"]
        demand(not rows, "按别的街道筛选得到了记录", "a filter by another street found rows")
    expect(run.api.get(f"cases/{uuid.uuid4()}/"), 404)


@check("变更通报：从头续读，读完不再重复", "the change feed: read from the beginning, and on from there")
def feed(run: Run) -> None:
    run.need("changes/")
    run.may("feed.read")
    seen: set[Any] = set()
    cursor = ""
    for _page in range(MOST_PAGES):
        query: dict[str, Any] = {"limit": 50, **({"cursor": cursor} if cursor else {})}
        body = expect(run.api.get("changes/", **query), 200).body
        keys = [repr(sorted(row.items(), key=str)) for row in body["results"]]
        demand(not seen & set(keys), "有重复", "something came twice")
        seen |= set(keys)
        cursor = body["cursor"]
        if not body["more"]:
            break
    again = expect(run.api.get("changes/", limit=50, cursor=cursor), 200).body
    demand(not any(repr(sorted(row.items(), key=str)) in seen for row in again["results"]), "有重复", "twice")
    answer = run.api.get("changes/", cursor="spoilt!")
    demand(answer.status in (400, 410), f"无效的标记答复 {answer}", f"a spoilt cursor: {answer}")
