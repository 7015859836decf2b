"""A city's system that only ever does one thing when the network breaks: it sends the same request again. The server is
killed in the middle of its work, clients lose their patience; in the end every record stands there once."""

import http.client
import json
import random
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db.models import Count
from knox.models import AuthToken

from accounts.models import IdempotencyKey
from services.cases.models import Case
from services.ledger.models import Entry
from services.people import numbers
from services.people.models import Certificate, Person
from tests import make
from tests.api.server import Server

BASE, BURST, CLIENTS = "/api/v1/", 12, 6
BORN = make.dt.date(1970, 1, 1)


class Vendor:
    """Sends everything until it is answered, now and then twelve times at once; remembers every answer by its key."""

    def __init__(self, server: Server, token: str) -> None:
        self.server, self.headers = server, {"Authorization": f"Token {token}"}
        self.answers: dict[str, set[tuple[int, bytes]]] = {}
        self.sent: dict[str, tuple[str, dict, Any]] = {}

    def post(self, path: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
        key, burst = uuid.uuid4().hex, random.random() < 0.05
        self.answers[key], self.sent[key] = set(), (path, headers, body)
        if burst:
            with ThreadPoolExecutor(BURST) as pool:
                list(pool.map(self.until_answered, [key] * BURST))
        else:
            self.until_answered(key)
        ((status, content),) = self.answers[key]  # one answer, however often it was asked for
        assert status == 201, (path, status, content.decode(), self.server.log.read_text()[-5000:])
        return json.loads(content)

    def until_answered(self, key: str) -> dict[str, str]:
        """The headers of the answer."""
        path, headers, body = self.sent[key]
        deadline = time.monotonic() + 120
        while True:
            try:
                given = {**self.headers, **headers, "Idempotency-Key": key}
                status, found, content = self.server.request("POST", BASE + path, given, body)
                self.answers[key].add((status, content))
                return found
            except (OSError, http.client.HTTPException):
                assert time.monotonic() < deadline, "the server does not come back"
                time.sleep(0.05)


def live(vendor: Vendor, n: int) -> None:
    """Four requests: a person, the certificate, a case, and the case is withdrawn."""
    number = numbers.synthetic_id(BORN + make.dt.timedelta(n // 400), "M", n % 400)
    person = vendor.post("people/", {"name": "周玉", "id_number": number, "street": make.STREET_A})
    certificate = {"person": person["id"], "number": f"{number}42", "valid_from": "2020-01-01"}
    vendor.post("certificates/", certificate)
    body = {"person": person["id"], "opened_on": "2023-03-01", "tenure": "owned", "needs": "坡道"}
    outside = {"external_system": "onecard", "external_id": f"X-{n}"}
    case = vendor.post("cases/home_modification/", body | outside)
    step = {"on": "2023-03-02", "reason": "不再需要"}
    vendor.post(f"cases/{case['id']}/steps/withdrawn/", step, **{"If-Match": f'"{case["version"]}"'})


def killer(server: Server, vendor: Vendor, kills: int, requests: int, over: threading.Event) -> int:
    """Kills the process that answers whenever so many requests more have been sent; every tenth time all of it."""
    killed, chance = 0, random.Random(7)
    while killed < kills and not over.is_set():
        if len(vendor.sent) < (killed + 1) * requests // (kills + 1):
            time.sleep(0.005)
            continue
        time.sleep(chance.uniform(0, 0.05))
        killed += 1
        if killed % 10 == 0:
            server.kill()
            server.start()
        else:
            server.kill_worker()
            server.await_answer()
    return killed


@pytest.mark.crash
def test_whatever_dies_every_request_has_one_effect_and_one_answer(own_database, tmp_path, full):
    persons, kills = (200, 60) if full else (8, 3)
    token = AuthToken.objects.create(make.user("integrator"))[1]
    over = threading.Event()
    with Server(tmp_path / "server.log", threads=16) as server, ThreadPoolExecutor(CLIENTS + 1) as pool:
        vendor = Vendor(server, token)
        killing = pool.submit(killer, server, vendor, kills, persons * 4, over)
        try:
            list(pool.map(lambda n: live(vendor, n), range(persons)))
        finally:
            over.set()
        assert killing.result() == kills
        server.await_answer()
        replayed = [vendor.until_answered(key) for key in vendor.sent]
        assert {answer.get("idempotency-replayed") for answer in replayed} == {"true"}
        assert {len(answers) for answers in vendor.answers.values()} == {1}
    assert len(vendor.sent) == persons * 4
    with make.acting("integrator") as by:
        keys = IdempotencyKey.objects.filter(user=by)
        assert (keys.count(), keys.filter(status=None).count()) == (persons * 4, 0)
        assert Person.objects.count() == Certificate.objects.count() == persons
        assert {(case.status, case.version) for case in Case.objects.all()} == {("withdrawn", 2)}
        assert Case.objects.values("external_id").distinct().count() == Case.objects.count() == persons
        told = Entry.objects.filter(case__isnull=False).order_by().values_list("code").annotate(n=Count("pk"))
        assert dict(told) == {f"home_modification.{what}": persons for what in ("submitted", "withdrawn")}
    assert "Traceback" not in server.log.read_text()


@pytest.mark.storm
def test_of_many_who_edit_the_same_nobody_loses_a_change(own_database, tmp_path, full):
    """Each reads a number and writes the next one, as long as nobody was faster: the sum says whether one was lost."""
    editors, edits = CLIENTS, 200 if full else 4
    case = make.lived("employer_visit", until="vacancies_developed")
    headers = {"Authorization": f"Token {AuthToken.objects.create(make.user('clerk_a'))[1]}"}
    path, code = f"{BASE}cases/{case.pk}/", "employer_visit.vacancies_developed"
    with Server(tmp_path / "server.log", threads=editors) as server:

        def read() -> tuple[str, dict[str, Any]]:
            _status, found, content = server.request("GET", path, headers)
            (entry,) = (one for one in json.loads(content)["entries"] if one["code"] == code)
            return found["etag"], entry

        def edit(_editor: int) -> int:
            written = refused = 0
            while written < edits:
                seen, entry = read()
                body = {"quantity": entry["quantity"] + 1, "reason": "更正岗位数"}
                given = {**headers, "If-Match": seen, "Idempotency-Key": uuid.uuid4().hex}
                status, _found, _content = server.request("POST", f"{path}entries/{entry['id']}/correct/", given, body)
                assert status in (201, 404, 412), (status, _content.decode())
                written, refused = written + (status == 201), refused + (status != 201)
            return refused

        first = read()[1]["quantity"]
        with ThreadPoolExecutor(editors) as pool:
            refused = sum(pool.map(edit, range(editors)))
        assert read()[1]["quantity"] == first + editors * edits
    print(f"{editors * edits} edits, {refused} refused as stale")
    with make.acting("clerk_a"):
        assert Case.objects.get(pk=case.pk).version == case.version + editors * edits
        assert Entry.objects.filter(case=case, code=code).standing().count() == 1
