"""From the ledger to the receivers: plans deliveries, sends those that are due, writes down what came of it.

Any number of processes may run this at any time and die at any moment. A delivery that was taken and not settled is
due again when its lease is over, so that a receiver may see an event twice (under the same number) but never misses it.
"""

import datetime as dt
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from accounts.scoping import enter, system_scope
from services.cases.models import Case
from services.ledger.models import VOIDED
from services.ledger.reading import feed
from services.webhooks import actions
from services.webhooks.addresses import Target, is_allowed, target_of
from services.webhooks.models import Delivery, Endpoint, Off, State
from services.webhooks.sending import LIMIT, Answer, post
from services.webhooks.signing import signed_headers

RUN = 1_000  # entries that are planned in one transaction
SLOTS = 16  # requests at a time, of one process
SLOTS_OF_ONE = 4  # to one endpoint; to one that fails a single one, which finds out whether it is back
LEASE = dt.timedelta(seconds=4 * LIMIT)  # no request lives as long
# The delays of the specification, in seconds; each a little longer by chance, so that not all come at once.
SCHEDULE = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
JITTER = 0.1
FAILING = dt.timedelta(days=3)  # then an endpoint is switched off, before the schedule gives its events up
KEPT = dt.timedelta(days=90)  # delivered events
COLUMNS = (
    *("id", "code", "recorded_at", "street_id", "case_id", "person_id", "household_id", "organisation_id"),
    *("into_id", "voids_id", "voids__code"),
)
SUBJECTS = ("case", "person", "household", "organisation")
GONE, POSTING_ENDED = 410, "posting.ended"


def push(seconds: float) -> int:
    """Plans and sends until nothing is due or `seconds` are over; how many requests were made."""
    plan()
    ends, made = time.monotonic() + seconds, 0
    with ThreadPoolExecutor(SLOTS, "webhook") as pool:
        flying: dict[Future[Answer], Delivery] = {}
        while True:
            if time.monotonic() < ends:
                for delivery, request in claim(flying.values()):
                    flying[pool.submit(request)] = delivery
            if not flying:
                return made
            for future in wait(flying, return_when=FIRST_COMPLETED).done:
                settle(flying.pop(future), future.result())
                made += 1


def plan() -> int:
    """Deliveries of all that the ledger holds behind its barrier and an endpoint has not got yet; how many."""
    with enter(system_scope()):
        keys = list(Endpoint.objects.on().values_list("pk", flat=True))
    made = 0
    for key in keys:
        while (planned := _plan_run(key)) is not None:
            made += planned
    return made


def _plan_run(key: int) -> int | None:
    """The next RUN entries for one endpoint; None when there are none, or somebody else is planning it."""
    with enter(system_scope()):
        locked = Endpoint.objects.on().select_for_update(skip_locked=True, of=("self",))
        endpoint = locked.filter(pk=key).select_related("user").first()
        rows = list(feed((endpoint.planned_at, endpoint.planned_to), RUN).values(*COLUMNS)) if endpoint else []
        if endpoint is None or not rows:
            return None
        streets = endpoint.streets
        wanted = [row for row in rows if is_wanted(row, streets, endpoint.kinds)]
        of_cases = Case.objects.visible_to(None).filter(pk__in={row["case_id"] for row in wanted})
        versions = dict(of_cases.values_list("pk", "version"))
        made = [_delivery(endpoint, row, versions) for row in wanted]
        Delivery.objects.bulk_create(made, ignore_conflicts=True)
        Endpoint.objects.filter(pk=key).update(planned_at=rows[-1]["recorded_at"], planned_to=rows[-1]["id"])
        return len(made)


def is_wanted(row: Mapping[str, Any], streets: Collection[str | None], kinds: Collection[str]) -> bool:
    """Whether an entry belongs to these streets (None among them: all) and kinds (none: all). A void is of the kind of
    what it voids."""
    noun = (row["voids__code"] if row["code"] == VOIDED else row["code"]).partition(".")[0]
    return (None in streets or row["street_id"] in streets) and (not kinds or noun in kinds)


def _delivery(endpoint: Endpoint, row: Mapping[str, Any], versions: Mapping[Any, int]) -> Delivery:
    keys = {name: row[f"{name}_id"] for name in ("case", "person", "household", "organisation", "into", "voids")}
    named = next((name for name in SUBJECTS if keys[name]), "")
    if named == "case":
        keys["person"] = keys["household"] = keys["organisation"] = None  # whose case it is, the case says
    data = {"key": row["id"], "street": row["street_id"], **{name: str(key) for name, key in keys.items() if key}}
    if row["voids_id"]:
        data["voids"] = row["voids_id"]
    if row["case_id"]:
        data["version"] = versions[row["case_id"]]
    timestamp = row["recorded_at"].astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    return Delivery(
        endpoint=endpoint,
        street_id=row["street_id"],
        message=f"msg_e{row['id']}",
        type=row["code"],
        subject=f"{named}:{keys[named]}" if named else f"entry:{row['id']}",
        at=row["recorded_at"],
        position=row["id"],
        body=json.dumps({"type": row["code"], "timestamp": timestamp, "data": data}, separators=(",", ":")),
    )


def claim(flying: Collection[Delivery]) -> list[tuple[Delivery, Callable[[], Answer]]]:
    """Deliveries that are ours for one lease, each with its request; as many as there is room for beside `flying`."""
    busy, room = Counter(delivery.endpoint_id for delivery in flying), SLOTS - len(flying)
    taken: list[tuple[Delivery, Callable[[], Answer]]] = []
    with enter(system_scope()):
        for endpoint in Endpoint.objects.ready().select_related("user").order_by("?"):
            slots = 1 if endpoint.failing_since else SLOTS_OF_ONE
            if (most := min(slots - busy[endpoint.pk], room - len(taken))) > 0:
                taken += _take(endpoint, most)
    return taken


def _take(endpoint: Endpoint, most: int) -> list[tuple[Delivery, Callable[[], Answer]]]:
    due = Delivery.objects.visible_to(None).due().filter(endpoint=endpoint).order_by("at", "position")
    keys = list(due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:most])
    if not keys:
        return []
    taken = Delivery.objects.visible_to(None).filter(pk__in=keys)
    taken.update(attempts=F("attempts") + 1, due_at=Now() + LEASE)
    target, streets = target_of(endpoint.url), endpoint.streets
    if not is_allowed(target):
        return [(delivery, partial(Answer, error="host.not_allowed")) for delivery in taken]
    secrets = [secret.text for secret in actions.valid_secrets(endpoint)]
    return [
        (delivery, _request(delivery, target, secrets))
        if streets and (None in streets or delivery.street_id in {None, *streets})
        else (delivery, partial(Answer, error=POSTING_ENDED))
        for delivery in taken
    ]


def _request(delivery: Delivery, target: Target, secrets: list[str]) -> Callable[[], Answer]:
    body = delivery.body.encode()
    headers = signed_headers(message=delivery.message, at=int(time.time()), body=body, secrets=secrets)
    return partial(post, target, body, headers)


def settle(delivery: Delivery, answer: Answer) -> None:
    """Writes down what came of an attempt, unless somebody else has taken the delivery meanwhile."""
    with enter(system_scope()):
        held = Delivery.objects.visible_to(None).waiting().filter(pk=delivery.pk, attempts=delivery.attempts)
        endpoint = Endpoint.objects.on().filter(pk=delivery.endpoint_id)
        if answer.taken:
            held.update(state=State.DELIVERED, status=answer.status, error="", ended_at=Now())
            endpoint.filter(failing_since__isnull=False).update(failing_since=None, paused_until=None)
            return
        error = answer.error or "receiver.refused"
        dead = error == POSTING_ENDED or delivery.failures >= len(SCHEDULE)
        held.update(
            status=answer.status or None,
            error=error,
            failures=F("failures") + 1,
            state=State.DEAD if dead else State.WAITING,
            ended_at=Now() if dead else None,
            due_at=Now() + (dt.timedelta() if dead else _delay(delivery.failures, answer.pause)),
        )
        if error != POSTING_ENDED:
            endpoint.update(failing_since=Coalesce("failing_since", Now()), paused_until=_pause(answer))
            _give_up(endpoint.first(), answer)


def _delay(failures: int, pause: int) -> dt.timedelta:
    return dt.timedelta(seconds=max(SCHEDULE[failures] * random.uniform(1, 1 + JITTER), pause))


def _pause(answer: Answer) -> Any:
    return Now() + dt.timedelta(seconds=answer.pause) if answer.pause else None


def _give_up(endpoint: Endpoint | None, answer: Answer) -> None:
    """Switches the endpoint off when it wants no more, or has failed for days."""
    if endpoint is None:
        return
    if answer.status == GONE:
        actions.switch_off(by=None, endpoint=endpoint, because=Off.GONE)
    elif endpoint.failing_since and timezone.now() - endpoint.failing_since > FAILING:
        actions.switch_off(by=None, endpoint=endpoint, because=Off.FAILING)


def forget() -> int:
    """Drops what was delivered long ago; the ledger keeps it all. How many."""
    with enter(system_scope()):
        return Delivery.objects.visible_to(None).filter(state=State.DELIVERED, ended_at__lt=Now() - KEPT).delete()[0]
