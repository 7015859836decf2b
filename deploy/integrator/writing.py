"""Checks that write: a made-up person, a case of theirs that is withdrawn in the end, cases in bulk; webhooks."""

import base64
import datetime as dt
import hashlib
import json
import random
import time
import uuid
from typing import Any

from . import webhooks
from .running import Failed, Run, Skipped, check, demand, expect
from .speaking import Answer

KIND = "home_modification"
SYSTEM = "conformance"
PATIENCE = 60.0  # seconds until what was entered is told, and until a job has ended
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def made_up_number() -> str:
    """Of the area 110199, which was never given to anybody."""
    born = dt.date(1950, 1, 1) + dt.timedelta(days=random.randrange(18_000))
    body = f"110199{born:%Y%m%d}{random.randrange(1000):03}"
    return body + "10X98765432"[sum(w * int(digit) for w, digit in zip(WEIGHTS, body, strict=True)) % 11]


def _need_certified(run: Run) -> None:
    if not run.certified:
        raise Skipped("没有检验用的持证人员", "there is no person with a certificate to use")


def _today() -> str:
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date().isoformat()


@check("登记人员：要有 Idempotency-Key；重发只生效一次", "a person: Idempotency-Key is asked for; sent again, once")
def person(run: Run) -> None:
    run.may_write("people.read", "people.write")
    body = {"name": "接口检验", "id_number": made_up_number()}
    expect(run.api.request("POST", "people/", body), 400, "idempotency_key.missing")
    key = uuid.uuid4().hex
    first = run.api.post("people/", body, key)
    if first.status in (400, 422) and "/id_number" in first.content.decode():
        raise Skipped("不接受模拟证件号；请在测试环境运行", "made-up numbers are not accepted; use a test installation")
    expect(first, 201)
    again = expect(run.api.post("people/", body, key), 201)
    demand(again.body == first.body, "重发的答复不同", "the second answer is another one")
    demand(again.headers.get("Idempotency-Replayed"), "没有 Idempotency-Replayed", "no Idempotency-Replayed")
    expect(run.api.post("people/", {**body, "name": "另一人"}, key), 422, "idempotency_key.reused")
    demand(body["id_number"] not in first.content.decode(), "答复里有完整号码", "the answer holds the whole number")
    run.person, run.number = first.body["id"], body["id_number"]


@check("登记残疾人证：号码只以掩码出现", "a certificate: its number only ever masked")
def certificate(run: Run) -> None:
    run.may_write("certificates.write")
    if not run.person:
        raise Skipped("没有检验用的人员", "there is no person to use")
    body = {"person": run.person, "number": run.number + "42", "valid_from": "2020-01-01", "lower_limb": True}
    answer = expect(run.api.post("certificates/", body), 201)
    demand(run.number not in answer.content.decode(), "答复里有完整号码", "the answer holds the whole number")
    run.certified = True


def _application(run: Run) -> dict[str, Any]:
    return {
        "person": run.person,
        "opened_on": _today(),
        "tenure": "owned",
        "needs": "接口检验",
        "external_system": SYSTEM,
        "external_id": uuid.uuid4().hex,
    }


@check("试办（dry_run）：照样核对，什么都不写", "a trial (dry_run): checked as ever, and nothing is written")
def trial(run: Run) -> None:
    run.may_write(f"{KIND}.read", f"{KIND}.write")
    _need_certified(run)
    body, path = _application(run), f"cases/{KIND}/?dry_run=true"
    for _n in range(2):  # what had been written would be refused the second time
        answer = expect(run.api.request("POST", path, body), 200)
        demand(set(answer.body) == {"moved_figures"}, f"答复是 {answer.body}", f"got {answer.body}")
    expect(run.api.request("POST", path, {**body, "needs": ""}), 400)


@check("登记案件：外部编号只登记一次", "a case: an external id is registered once")
def case(run: Run) -> None:
    run.may_write(f"{KIND}.read", f"{KIND}.write")
    _need_certified(run)
    body = _application(run)
    first = expect(run.api.post(f"cases/{KIND}/", body), 201)
    run.case = first.body["id"]
    twice = expect(run.api.post(f"cases/{KIND}/", body), 409, "case.external_exists")
    demand(twice.body.get("case") == run.case, "没有指明已有的案件", "it does not say which case there is")
    unknown = expect(run.api.post(f"cases/{KIND}/", {**body, "colour": "red"}), 400)
    demand("/colour" in str(unknown.body["errors"]), "没有指明哪一项", "it does not say which field")


@check(
    "修改：If-Match 缺少 428，过时 412，办理后 ETag 改变", "changes: If-Match missing 428, stale 412, then a new ETag"
)
def conditional(run: Run) -> None:
    if not run.case:
        raise Skipped("没有检验用的案件", "there is no case to use")
    seen = expect(run.api.get(f"cases/{run.case}/"), 200)
    tag = seen.headers.get("ETag", "")
    demand(tag, "没有 ETag", "no ETag")
    slugs = [step["slug"] for step in seen.body["next_steps"]]
    if "withdrawn" not in slugs:
        raise Skipped("没有可以办理的下一步", "there is no step to take")
    path, body = f"cases/{run.case}/steps/withdrawn/", {"on": _today(), "reason": "接口检验"}
    expect(run.api.post(path, body), 428)
    expect(run.api.post(path, body, If_Match='"999"'), 412)
    key = uuid.uuid4().hex
    taken = expect(run.api.post(path, body, key, If_Match=tag), 201)
    demand(taken.headers.get("ETag") != tag, "ETag 没有改变", "the ETag stayed")
    again = expect(run.api.post(path, body, key, If_Match=tag), 201)
    demand(again.body == taken.body, "重发的答复不同", "the second answer is another one")


@check("变更通报：刚才登记的在里面", "the change feed: what was just entered is in it")
def fed(run: Run) -> None:
    run.need("changes/")
    run.may("feed.read")
    if not run.case:
        raise Skipped("没有检验用的案件", "there is no case to use")
    query: dict[str, Any] = {"limit": 200}
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        body = expect(run.api.get("changes/", **query), 200).body
        if any(run.case in str(row) for row in body["results"]):
            return
        query["cursor"] = body["cursor"]
        if not body["more"]:
            time.sleep(0.5)
    raise Failed("没有找到", "it was not found")


@check("成批提交：正文校验，逐行结果，重发不重复", "bulk: the body is checked, a result per line, nothing twice")
def bulk(run: Run) -> None:
    run.need("bulk/{kind}/", "post")
    run.may_write("bulk.write", f"{KIND}.write")
    _need_certified(run)
    line = _application(run)
    content = b"\n".join(json.dumps(one).encode() for one in (line, {"external_id": "nothing else"})) + b"\n"
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    expect(_bulk(run, content, "A" * 43 + "="), 400)
    answer = expect(_bulk(run, content, digest), 202)
    where = answer.headers["Location"]
    states = _lines(run, where)
    demand(states.get(1) == "new" and states.get(2) not in (None, "new"), f"结果是 {states}", f"got {states}")
    again = _lines(run, expect(_bulk(run, content, digest), 202).headers["Location"])
    demand(again.get(1) == "same", f"重发的结果是 {again}", f"sent again: {again}")


def _bulk(run: Run, content: bytes, digest: str) -> Answer:
    headers = {
        "Authorization": f"Bearer {run.api.current_token()}",
        "Content-Type": "application/x-ndjson",
        "Content-Digest": f"sha-256=:{digest}:",
        "Idempotency-Key": uuid.uuid4().hex,
        "X-Street": run.api.street,
    }
    return run.api.send("POST", f"bulk/{KIND}/", content, headers)


def _lines(run: Run, where: str) -> dict[int, str]:
    """Line -> status, when the job has ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if expect(run.api.get(where), 200).body.get("state") in ("done", "failed", "cancelled"):
            break
        time.sleep(0.5)
    rows = expect(run.api.get(where + "lines/"), 200).body["results"]
    return {row["line"]: row["status"] for row in rows}


@check("事件推送：验签函数对每个样例都判断正确", "webhooks: the signature check judges every vector rightly")
def signatures(run: Run) -> None:
    wrong = webhooks.wrong_vectors()
    demand(not wrong, f"判断错误：{wrong}", f"judged wrongly: {wrong}")


@check("接收端：只有准许的主机，密钥不在读取的内容里", "endpoints: allowed hosts alone, no secret in what is read")
def endpoints(run: Run) -> None:
    run.need("webhooks/", "post")
    run.may_write("webhooks.read", "webhooks.write")
    body = {"name": "接口检验", "url": "https://receiver.invalid/"}
    expect(run.api.request("POST", "webhooks/", body), 400, "idempotency_key.missing")
    expect(run.api.post("webhooks/", body), 422, "host.not_allowed")
    expect(run.api.post("webhooks/", {**body, "url": "ftp://receiver.invalid/"}), 400, "url.malformed")
    for one in expect(run.api.get("webhooks/"), 200).body["results"]:
        demand("secret" not in one, "读取的内容里有密钥", "a secret in what is read")
        expect(run.api.get(f"webhooks/{one['id']}/deliveries/", limit=1), 200)
    expect(run.api.get("webhooks/999999999/"), 404)
