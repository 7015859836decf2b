"""Senders die by kill -9 and receivers misbehave: nothing is missing, nothing out of order, nothing forged."""

import itertools
import os
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path

import pytest
from django.db import connection

from services.ledger import bulk
from services.ledger.models import Entry
from services.webhooks.models import Delivery, State
from services.webhooks.signing import new_secret, signed_headers
from tests import make
from tests.webhooks.conftest import LOOPBACK, open_endpoint
from tests.webhooks.receiver import Receiver, receiving

pytestmark = pytest.mark.crash
BASE_DIR = Path(__file__).resolve().parents[2]
LIMIT, LEASE = 0.4, 1.5  # seconds of one request, of one hold
COLUMNS = ("code", "happened_on", "street_id", "case_id", "person_id", "quantity")
NOTHING = {"detail": "", "sex": "", "suspected": False, "from_status": "", "to_status": "", "reason": ""}


def sender() -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.webhooks.sender", str(LIMIT), str(LEASE)],
        cwd=BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "deploy.settings", "WEBHOOK_NETWORKS": str(LOOPBACK[0])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def write(cases: list, count: int, chance: random.Random) -> None:
    """`count` entries about these cases in transactions of many lengths, some slow: what follows must wait for them."""
    columns = [*COLUMNS, *NOTHING]
    while count:
        some = min(count, chance.randint(1, 40))
        count -= some
        with make.acting("clerk_a"):
            chosen = [chance.choice(cases) for _ in range(some)]
            rows = [
                ("fuel.visited", "2023-05-01", c.street_id, c.pk, c.person_id, 1, *NOTHING.values()) for c in chosen
            ]
            bulk.append(columns, rows)
            time.sleep(chance.choice([0, 0, 0.02, 0.1]))
    connection.close()


def forge(receiver: Receiver, stop: threading.Event) -> None:
    """What an attacker sends: signed with another secret, changed on the way, kept and sent late."""
    for number in itertools.count():
        if stop.wait(0.05):
            return
        body, at = b'{"type":"fuel.paid","data":{"key":0}}', int(time.time())
        late = at - 3600
        known = receiver.secrets[:1]
        for headers in (
            signed_headers(message=f"msg_f{number}", at=at, body=body, secrets=[new_secret()]),
            signed_headers(message=f"msg_f{number}", at=at, body=body + b" ", secrets=known),
            signed_headers(message=f"msg_f{number}", at=late, body=body, secrets=known),
            {**signed_headers(message="msg_e1", at=at, body=body, secrets=known), "webhook-id": f"msg_f{number}"},
            {**signed_headers(message="msg_e1", at=at, body=body, secrets=known), "webhook-timestamp": str(at + 1)},
        ):
            if receiver.verified(headers, body):
                receiver.note(headers, body)


def waiting() -> int:
    with make.acting(None):
        planned = Delivery.objects.exclude(state=State.WAITING).count()
        return Entry.objects.of("fuel.visited").count() * 2 - planned


def test_a_storm_of_kills_and_faults_loses_nothing_and_keeps_the_order_of_every_case(own_database, full):
    events, kills, chance = (2_000, 15, random.Random(7)) if full else (160, 3, random.Random(3))
    cases = [make.opened("fuel", make.person()) for _ in range(40 if full else 8)]
    stop = threading.Event()
    with receiving(faults=0.25, sleep=2 * LIMIT) as one, receiving(faults=0.25, sleep=2 * LIMIT) as two:
        for receiver in (one, two):
            open_endpoint(receiver, kinds=["fuel"])
        writer = threading.Thread(target=write, args=(cases, events, chance))
        forger = threading.Thread(target=forge, args=(one, stop))
        writer.start(), forger.start()
        killed, senders, deadline = 0, [sender(), sender()], time.monotonic() + (280 if full else 60)
        try:
            while writer.is_alive() or waiting():
                assert time.monotonic() < deadline, f"{waiting()} are still on their way after {killed} kills"
                seen = len(one.requests)
                time.sleep(chance.uniform(0.2, 0.8))
                if killed < kills and len(one.requests) > seen:  # it was at work
                    victim = senders.pop(chance.randrange(len(senders)))
                    victim.kill(), victim.wait()
                    killed, senders = killed + 1, [*senders, sender()]
        finally:
            stop.set()
            for process in senders:
                process.kill(), process.wait()
            writer.join(), forger.join()
        with make.acting(None):
            written = list(Entry.objects.of("fuel.visited").order_by("recorded_at", "id").values_list("id", "case_id"))
    expected = defaultdict(list)
    for key, case in written:
        expected[str(case)].append(key)
    assert len(written) == events and killed == kills
    for receiver in (one, two):
        arrived = defaultdict(list)
        for body in receiver.seen.values():
            arrived[body["data"]["case"]].append(int(body["data"]["key"]))
        assert arrived == expected
        faults = len(receiver.requests) - events
        print(f"{events} events, {killed} kills, {len(receiver.requests)} requests, {faults} more than events")
        assert faults > events / 10
    assert not any(message.startswith("msg_f") for message in one.seen), "a forged event was accepted"
