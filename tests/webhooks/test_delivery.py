"""Events reach who may see them: signed, once each, in order of each case, again after a failure, given up at last."""

import datetime as dt
import json
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.clients import actions as clients
from accounts.errors import DomainError
from accounts.models import AuditEntry, Posting
from services.ledger import actions as ledger
from services.ledger.models import Entry
from services.webhooks import actions, runner
from services.webhooks.models import AllowedHost, Delivery, Endpoint, Off, State
from tests import make
from tests.webhooks.conftest import deliveries, make_due, open_endpoint
from tests.webhooks.receiver import receiving

pytestmark = pytest.mark.django_db


def look(row):
    with make.acting(None):
        return type(row).objects.get(pk=row.pk)


@contextmanager
def refused(code):
    with pytest.raises(DomainError) as refusal:
        yield
    assert refusal.value.code == code


def change(endpoint, **values):
    with make.acting(None):
        Endpoint.objects.filter(pk=endpoint.pk).update(**values)


def test_it_sends_what_was_recorded_thin_and_signed(endpoint, receiver, push):
    """The same as the change feed tells: keys, version and moment."""
    case = make.opened("fuel")
    push()
    assert receiver.refused == 0
    with make.acting(None):
        entry = Entry.objects.filter(case=case).earliest("id")
    body = receiver.seen[f"msg_e{entry.pk}"]
    assert body["type"] == entry.code == "fuel.submitted"
    assert dt.datetime.fromisoformat(body["timestamp"]) == entry.recorded_at
    told = {"what": "entry", "key": str(entry.pk), "operation": "created", "version": None, "case": str(case.pk)}
    told |= {"at": body["timestamp"], "street": make.STREET_A, "code": entry.code, "into": ""}
    assert body["data"] == told
    created = next(b for b in receiver.seen.values() if b["type"] == "case.created")
    assert (created["data"]["key"], created["data"]["version"]) == (str(case.pk), 1)
    sent = "".join(json.dumps(body, ensure_ascii=False) for body in receiver.seen.values())
    with make.acting("clerk_a"):
        assert case.person.name not in sent and case.person.id_number not in sent
    assert {d.state for d in deliveries()} == {State.DELIVERED}


def test_what_was_there_before_the_endpoint_is_not_sent_and_nothing_is_sent_twice(receiver, push):
    make.opened("fuel")
    open_endpoint(receiver)
    assert push() == 0
    make.lived("fuel", until="reviewed")
    first = push()
    assert first == len(receiver.seen) > 1
    assert push() == 0


def test_nothing_of_an_effect_that_was_rolled_back_is_sent(endpoint, receiver, push):
    class Stop(Exception):
        pass

    person = make.person()
    push()
    before = len(receiver.seen)
    with pytest.raises(Stop), transaction.atomic():
        make.opened("fuel", person)
        raise Stop
    assert push() == 0 and len(receiver.seen) == before


def test_an_integrator_gets_the_streets_of_its_postings_alone(receiver, push):
    open_endpoint(receiver, streets=(make.STREET_B,))
    make.opened("fuel", make.person(street=make.STREET_A))
    theirs = make.opened("fuel", make.person(street=make.STREET_B))
    push()
    assert {body["data"]["street"] for body in receiver.seen.values()} == {make.STREET_B}
    assert str(theirs.pk) in {body["data"].get("case") for body in receiver.seen.values()}


def test_a_posting_that_ended_stops_what_still_waits(receiver, push):
    one = open_endpoint(receiver, streets=(make.STREET_A,))
    make.opened("fuel")
    runner.plan()
    Posting.objects.filter(user=one.user).delete()
    push()
    assert receiver.requests == []
    assert {(d.state, d.error) for d in deliveries()} == {(State.DEAD, "posting.ended")}


def test_a_user_who_was_deactivated_gets_nothing(endpoint, receiver, push):
    make.User.objects.filter(pk=endpoint.user_id).update(is_active=False)
    make.opened("fuel")
    push()
    assert receiver.requests == []


def test_a_client_learns_of_cases_of_the_granted_kinds_alone(receiver, push):
    with make.acting("secadmin") as by:
        city, _secret = clients.register(
            by=by, name="市平台", scopes=["feed.read", "fuel.read"], streets=[], per_minute=60
        )
    open_endpoint(receiver, user=city.user)
    fuel = make.opened("fuel")
    make.opened("child_rehab", make.person(born=dt.date(2016, 1, 1), certificate=None, suspected=True))
    push()
    assert {body["data"]["case"] for body in receiver.seen.values()} == {str(fuel.pk)}
    with make.acting("secadmin") as by:
        clients.change(by=by, client=city, name="市平台", scopes=["fuel.read"], streets=[], per_minute=60)
    make.opened("fuel", make.person())
    receiver.seen.clear()
    push()
    assert receiver.seen == {}, "without the feed nothing is told"


def test_only_the_chosen_kinds_are_sent_with_their_voids(receiver, push):
    open_endpoint(receiver, kinds=["fuel"])
    case = make.opened("fuel")
    make.opened("child_rehab", make.person(born=dt.date(2016, 1, 1), certificate=None, suspected=True))
    with make.acting("clerk_a") as by:
        entry = Entry.objects.visible_to(by).filter(case=case).latest("id")
        mark = ledger.void(by=by, entry=entry, reason="录错")
    push()
    types = [body["type"] for body in receiver.seen.values()]
    assert set(types) == {entry.code, "ledger.voided"}
    assert receiver.seen[f"msg_e{mark.pk}"]["data"]["key"] == str(entry.pk)


def test_a_later_event_of_a_case_waits_for_an_earlier_one_and_other_cases_do_not(endpoint, receiver, push):
    person, other = make.person(), make.person()
    push()
    receiver.seen.clear()
    case = make.lived("fuel", person, until="reviewed")
    later = make.opened("fuel", other)
    receiver.denied = str(case.pk)
    push()
    seen = [body["data"]["case"] for body in receiver.seen.values()]
    assert set(seen) == {str(later.pk)}
    receiver.denied = "?"
    make_due()
    push()
    of_case = [int(m[5:]) for m, body in receiver.seen.items() if body["data"]["case"] == str(case.pk)]
    assert of_case == [d.position for d in deliveries(subject=f"case:{case.pk}")]


def test_a_failed_event_comes_again_under_its_number_after_the_delays_of_the_specification(endpoint, receiver, push):
    with make.acting("sysadmin") as by:
        test = actions.send_test(by=by, endpoint=endpoint)
    receiver.answers = [(500, {})] * 9
    for delay in runner.SCHEDULE:
        before = timezone.now()
        push()
        found = look(test)
        waits = (found.due_at - before).total_seconds()
        assert delay <= waits <= delay * 1.1 + 5
        assert (found.state, found.status, found.error) == (State.WAITING, 500, "receiver.refused")
        make_due()
    assert look(endpoint).failing_since is not None
    push()
    assert look(test).state == State.DELIVERED
    assert look(endpoint).failing_since is None
    assert {one["webhook-id"] for one in receiver.requests} == {test.message}
    assert len(receiver.requests) == 10


def test_an_event_that_fails_ten_times_is_given_up_and_the_next_of_its_case_goes_on(endpoint, receiver, push):
    case = make.lived("fuel", make.person(), until="reviewed")
    runner.plan()
    first, *rest = deliveries(subject=f"case:{case.pk}")
    with make.acting(None):
        Delivery.objects.filter(pk=first.pk).update(failures=9)
    receiver.answers = [(400, {})]
    with make.acting(None):
        Delivery.objects.exclude(subject=first.subject).update(state=State.DELIVERED, ended_at=timezone.now())
    push()
    assert look(first).state == State.DEAD
    assert all(look(one).state == State.DELIVERED for one in rest) and rest


@pytest.mark.parametrize(("which", "count"), [("one", 1), ("dead", 2), ("range", 3)])
def test_events_are_sent_again_under_their_old_numbers(endpoint, receiver, push, which, count):
    with make.acting("sysadmin") as by:
        tests = [actions.send_test(by=by, endpoint=endpoint) for _ in range(3)]
    push()
    with make.acting(None):
        Delivery.objects.filter(pk__in=[t.pk for t in tests[:2]]).update(state=State.DEAD, error="receiver.refused")
    receiver.requests.clear()
    with make.acting("sysadmin") as by:
        match which:
            case "one":
                actions.send_again(by=by, delivery=look(tests[0]))
            case "dead":
                assert actions.send_dead_again(by=by, endpoint=endpoint) == 2
            case "range":
                hour = dt.timedelta(hours=1)
                now = timezone.now()
                assert actions.send_range_again(by=by, endpoint=endpoint, since=now - hour, until=now + hour) == 3
    push()
    assert len(receiver.requests) == count
    assert {one["webhook-id"] for one in receiver.requests} <= {t.message for t in tests}
    assert AuditEntry.objects.filter(action="webhook.sent_again", data__count=count).count() == 1


def test_a_range_must_not_be_empty(endpoint):
    now = timezone.now()
    with make.acting("sysadmin") as by, refused("range.empty"):
        actions.send_range_again(by=by, endpoint=endpoint, since=now, until=now)


def test_while_a_secret_changes_both_sign_and_then_the_new_one_alone(endpoint, receiver, push):
    (old,) = receiver.secrets
    with make.acting("sysadmin") as by:
        new = actions.rotate_secret(by=by, endpoint=endpoint)
        with refused("secret.rotating"):
            actions.rotate_secret(by=by, endpoint=endpoint)
    for known in ([old], [new]):
        receiver.secrets = known
        with make.acting("sysadmin") as by:
            actions.send_test(by=by, endpoint=endpoint)
        push()
        assert receiver.refused == 0
    assert len(receiver.requests[-1]["webhook-signature"].split()) == 2
    with make.acting("sysadmin") as by:
        actions.end_old_secret(by=by, endpoint=endpoint)
        actions.send_test(by=by, endpoint=endpoint)
    receiver.secrets = [old]
    push()
    assert receiver.refused == 1, "the old secret signs no more"


def test_a_secret_is_sealed_in_the_database(endpoint, receiver):
    with make.acting(None):
        (secret,) = endpoint.secrets.all()
    assert receiver.secrets[0].removeprefix("whsec_").encode() not in bytes(secret.sealed)
    assert secret.text == receiver.secrets[0]


def test_a_receiver_that_is_gone_is_left_alone(endpoint, receiver, push):
    with make.acting("sysadmin") as by:
        test = actions.send_test(by=by, endpoint=endpoint)
    receiver.answers = [(410, {})]
    push()
    assert look(endpoint).off_because == Off.GONE
    make_due()
    assert push() == 0
    assert look(test).state == State.WAITING


def test_an_endpoint_that_fails_for_days_is_switched_off_and_misses_nothing(endpoint, receiver, push):
    make.opened("fuel")
    change(endpoint, failing_since=timezone.now() - runner.FAILING - dt.timedelta(minutes=1))
    receiver.answers = [(500, {})]
    push()
    assert look(endpoint).off_because == Off.FAILING
    assert AuditEntry.objects.filter(action="webhook.endpoint_off", by=None).count() == 1
    meanwhile = make.opened("fuel", make.person())
    assert push() == 0
    with make.acting("sysadmin") as by:
        actions.switch_on(by=by, endpoint=look(endpoint))
    push()
    assert str(meanwhile.pk) in {body["data"].get("case") for body in receiver.seen.values()}
    assert {d.state for d in deliveries()} == {State.DELIVERED}


def test_a_pause_that_the_receiver_asks_for_is_kept(endpoint, receiver, push):
    with make.acting("sysadmin") as by:
        tests = [actions.send_test(by=by, endpoint=endpoint) for _ in range(6)]
    receiver.answers = [(429, {"Retry-After": "120"})] * 6
    push()
    asked = len(receiver.requests)
    assert asked <= runner.SLOTS_OF_ONE
    assert max((look(t).due_at - timezone.now()).total_seconds() for t in tests) > 100
    make_due()
    assert push() == 0
    change(endpoint, paused_until=None)
    receiver.answers = []
    push()
    assert len(receiver.seen) == 6


def test_one_endpoint_that_fails_does_not_hold_up_another(endpoint, receiver, push):
    with receiving() as broken:
        other = open_endpoint(broken)
        broken.answers = [(500, {})] * 100
        make.opened("fuel")
        push()
    assert {d.state for d in deliveries(endpoint=endpoint)} == {State.DELIVERED}
    assert {d.state for d in deliveries(endpoint=other)} == {State.WAITING}


def test_a_host_that_is_forbidden_meanwhile_gets_nothing_more(endpoint, receiver, push):
    make.opened("fuel")
    with make.acting("secadmin") as by:
        actions.forbid_host(by=by, allowed=AllowedHost.objects.get())
    push()
    assert receiver.requests == []
    assert {d.error for d in deliveries()} <= {"host.not_allowed", ""}


def test_what_another_worker_has_taken_meanwhile_is_not_settled(endpoint, receiver):
    with make.acting("sysadmin") as by:
        test = actions.send_test(by=by, endpoint=endpoint)
    ((mine, _request),) = runner.claim([])
    assert runner.claim([]) == [], "the lease holds"
    make_due()
    ((theirs, request),) = runner.claim([])
    runner.settle(mine, runner.Answer(500))
    assert look(test).failures == 0
    runner.settle(theirs, request())
    assert look(test).state == State.DELIVERED


def test_delivered_events_are_dropped_after_a_while(endpoint, receiver, push):
    make.opened("fuel")
    push()
    sent = len(deliveries())
    assert runner.forget() == 0
    with make.acting(None):
        Delivery.objects.update(ended_at=timezone.now() - runner.KEPT - dt.timedelta(days=1))
    assert runner.forget() == sent


@pytest.mark.parametrize("name", ["clerk_a", "officer", "director", "integrator", "auditor", "secadmin"])
def test_only_the_system_administrator_manages_endpoints(endpoint, name):
    for act in (actions.send_test, actions.rotate_secret, actions.switch_off, actions.send_dead_again):
        with refused("role.not_allowed"), make.acting(name) as by:
            act(by=by, endpoint=endpoint)


@pytest.mark.parametrize("name", ["clerk_a", "officer", "sysadmin"])
def test_only_the_security_administrator_allows_hosts(db, name):
    with refused("role.not_allowed"), make.acting(name) as by:
        actions.allow_host(by=by, host="hooks.city.example", port=443, purpose="x")


def test_a_user_without_an_integrators_posting_gets_no_endpoint(endpoint, receiver):
    with make.acting("sysadmin") as by, refused("endpoint.user_is_no_integrator"):
        actions.open_endpoint(by=by, user=make.user("officer"), name="x", url=receiver.url, kinds=[])


BACKLOG = """
INSERT INTO webhooks_delivery (endpoint_id, street_id, message, type, subject, at, position, body, state, attempts,
                               failures, error)
SELECT %s, %s, 'msg_e' || n, 'fuel.visited', 'case:' || n %% 1500, now() - interval '1 day' + n * interval '1 ms', n,
       '{}', 'waiting', 0, 0, '' FROM generate_series(1, 30000) n
"""


def test_a_large_backlog_does_not_slow_the_search_for_what_is_due(endpoint):
    with make.acting(None), connection.cursor() as cursor:
        cursor.execute(BACKLOG, [endpoint.pk, make.STREET_A])
        cursor.execute("SET LOCAL statement_timeout = '3s'")
        assert sorted(d.position for d, _request in runner.claim([])) == list(range(1, runner.SLOTS_OF_ONE + 1))
        Delivery.objects.filter(position__lte=1500).update(due_at="2100-01-01T00:00:00Z")
        assert runner.claim([]) == [], "every case waits for its earliest event"
