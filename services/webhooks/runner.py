"""From the change feed to the receivers: plans deliveries, sends those that are due, writes down what came of it.

Any number of processes may run this at any time and die at any moment. A delivery that was taken and not settled is
due again when its lease is over, so that a receiver may see an event twice (under the same number) but never misses it.
"""

import datetime as dt
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from accounts.grants import grant_of, readable
from accounts.scoping import enter, system_scope
from services.cases.models import Case
from services.feed.granting import ORGANISATION, PEOPLE
from services.feed.reading import ENTRIES, Event, changes_after
from services.feed.serializers import item
from services.ledger.models import VOIDED, Entry
from services.webhooks import actions
from services.webhooks.addresses import Target, is_allowed, target_of
from services.webhooks.models import Delivery, Endpoint, Off, State, at_position
from services.webhooks.sending import LIMIT, Answer, post
from services.webhooks.signing import signed_headers

RUN = 1_000  # events that are planned in one transaction
SLOTS = 16  # requests at a time, of one process
SLOTS_OF_ONE = 8  # to one endpoint; to one that fails a single one, which finds out whether it is back
LEASE = dt.timedelta(seconds=4 * LIMIT)  # no request lives as long
# The delays of the specification, in seconds; each a little longer by chance, so that not all come at once.
SCHEDULE = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
JITTER = 0.1
FAILING = dt.timedelta(days=3)  # then an endpoint is switched off, before the schedule gives its events up
KEPT = dt.timedelta(days=90)  # delivered events
# Of those waiting the earliest about each subject, where its time has come. It costs the same however many are due, two
# or three microseconds per delivery that waits; it does not lean on the table's statistics.
DUE = """
SELECT id FROM (SELECT DISTINCT ON (subject) id, due_at, at FROM webhooks_delivery
                 WHERE endpoint_id = %s AND state = 'waiting' ORDER BY subject, at, position) AS head
 WHERE due_at <= statement_timestamp() ORDER BY due_at, at LIMIT %s
"""
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
    """Deliveries of all that was recorded behind the barrier and an endpoint has not got yet; how many."""
    with enter(system_scope()):
        keys = list(Endpoint.objects.on().values_list("pk", flat=True))
    made = 0
    for key in keys:
        while (planned := _plan_run(key)) is not None:
            made += planned
    return made


def _plan_run(key: int) -> int | None:
    """The next RUN events for one endpoint; None when there are none, or somebody else is planning it."""
    with enter(system_scope()):
        locked = Endpoint.objects.on().select_for_update(skip_locked=True, of=("self",))
        if (endpoint := locked.filter(pk=key).select_related("user").first()) is None:
            return None
        page = changes_after(endpoint.planned, RUN, by=None)
        if not page.events:
            return None
        wanted = wanted_of(endpoint, page.events)
        made = [_delivery(endpoint, event) for event in wanted]
        Delivery.objects.bulk_create(made, ignore_conflicts=True)
        Endpoint.objects.filter(pk=key).update(**at_position(page.position))
        return len(made)


def wanted_of(endpoint: Endpoint, events: Collection[Event]) -> list[Event]:
    """Those of the endpoint's kinds (none: all) of which its user may know: in the streets of its postings and, of a
    client, about what was granted to be read (as services.feed.granting). A void is of the kind of what it voids."""
    streets = endpoint.streets
    everybody = {ORGANISATION} if streets else set()
    seen = [event for event in events if None in streets or event.street in streets or event.what in everybody]
    grants = next((scope.grants for scope in endpoint.scopes), None)
    if grants is not None:
        of_kind = _kinds_of(seen)
        known, people = set(readable(grants)), grant_of(PEOPLE) in grants
        seen = [
            event
            for event in seen
            if (of_kind.get(event.case) in known if event.case else people or event.what == ORGANISATION)
        ]
    if not endpoint.kinds:
        return seen
    voided = _voided(seen)
    codes = ((event, voided[event.key] if event.code == VOIDED else event.code) for event in seen)
    return [event for event, code in codes if (code.partition(".")[0] or event.what) in endpoint.kinds]


def _kinds_of(events: Collection[Event]) -> dict[str, str]:
    """Case -> its kind."""
    rows = Case.objects.visible_to(None).filter(pk__in={event.case for event in events if event.case})
    return {str(key): kind for key, kind in rows.values_list("pk", "kind")}


def _voided(events: Collection[Event]) -> dict[str, str]:
    """Of the voids among these events: the key of what was voided -> its code."""
    keys = [event.key for event in events if event.code == VOIDED]
    rows = Entry.objects.visible_to(None).filter(pk__in=keys).values_list("pk", "code") if keys else ()
    return {str(key): code for key, code in rows}


def _delivery(endpoint: Endpoint, event: Event) -> Delivery:
    at, source, key = event.position
    type_ = event.code or f"{event.what}.{event.operation}"
    data = {**item(event), "at": _written(at)}
    return Delivery(
        endpoint=endpoint,
        street_id=None if event.what == ORGANISATION else event.street,
        message=f"msg_{'e' if source == ENTRIES else 'c'}{key}",
        type=type_,
        subject=f"case:{event.case}" if event.case else f"{event.what}:{event.key}",
        at=at,
        position=key,
        body=json.dumps({"type": type_, "timestamp": _written(at), "data": data}, separators=(",", ":")),
    )


def _written(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def claim(flying: Collection[Delivery]) -> list[tuple[Delivery, Callable[[], Answer]]]:
    """Deliveries that are ours for one lease, each with its request; as many as there is room for beside `flying`."""
    busy, room = Counter(delivery.endpoint_id for delivery in flying), SLOTS - len(flying)
    taken: list[tuple[Delivery, Callable[[], Answer]]] = []
    with enter(system_scope()):
        for endpoint in Endpoint.objects.ready().select_related("user").order_by("?"):
            slots = 1 if endpoint.failing_since else SLOTS_OF_ONE
            most = min(slots - busy[endpoint.pk], room - len(taken))
            if most > 0 and busy[endpoint.pk] <= slots // 2:  # some at once: to look for one costs as much
                taken += _take(endpoint, most)
    return taken


def _take(endpoint: Endpoint, most: int) -> list[tuple[Delivery, Callable[[], Answer]]]:
    with connection.cursor() as cursor:
        cursor.execute(DUE, [endpoint.pk, most])
        found = [key for (key,) in cursor.fetchall()]
    due = Delivery.objects.visible_to(None).waiting().filter(pk__in=found, due_at__lte=Now())
    keys = list(due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
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
    """Drops what was delivered long ago, and endpoints that were deleted; the ledger keeps it all. How many."""
    old = Q(state=State.DELIVERED, ended_at__lt=Now() - KEPT) | Q(endpoint__off_because=Off.CLOSED)
    with enter(system_scope()):
        count = Delivery.objects.visible_to(None).filter(old).delete()[0]
        Endpoint.objects.filter(off_because=Off.CLOSED).delete()
        return count
