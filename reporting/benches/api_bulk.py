"""Cases sent in bulk against what DRF's documentation gives: a serializer with `many=True` whose `create` is
`update_or_create`, over the same rows and the same tables; in databases of their own, where both commit.

Both send every row twice, as a nightly push does: first it is new, then it is there.
"""

import hashlib
from typing import Any

import orjson
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.models import AuditEntry, Street
from accounts.scoping import enter, system_scope
from reporting.benches import scratch
from reporting.benches.imports import DAY, MANY, Held, people_of, timed
from services.bulk import actions, work
from services.cases import kinds
from services.cases.models import Case
from services.ledger.models import Entry

KIND, OWN = "ability_assessment", ("need", "文员")  # of the kinds without a rule: the rival has none either
FEW, ROUNDS = 200, 3
SYSTEM = "bench"


def ratios() -> dict[str, float]:
    """`bulk_vs_drf`: our rows a second over the rival's, both times together; `new_` and `again_` each alone."""
    return measured()["ratios"]


def measured() -> dict[str, Any]:
    seconds = scratch.measured(__name__, scratch.as_it_is, many=MANY, few=FEW, rounds=ROUNDS)
    median = {name: sorted(found)[len(found) // 2] for name, found in seconds.items()}
    new, again = (median[f"drf_{name}"] / median[f"ours_{name}"] for name in ("new", "again"))
    both = (median["drf_new"] + median["drf_again"]) / (median["ours_new"] + median["ours_again"])
    return {
        "ratios": {"bulk_vs_drf": round(both, 1), "new_vs_drf": round(new, 1), "again_vs_drf": round(again, 1)},
        "detail": {"rows": MANY, "rows_per_second": {name: round(1 / found) for name, found in median.items()}},
    }


def measure(names: list[str], *, many: int, few: int, rounds: int) -> dict[str, list[float]]:
    """In the child: seconds a row in each round."""
    seconds: dict[str, list[float]] = {name: [] for name in ("ours_new", "ours_again", "drf_new", "drf_again")}
    with enter(system_scope()):
        street = Street.objects.values_list("pk", flat=True)[0]
        rows = [_row(n, key) for n, (key, *_rest) in enumerate(people_of(street, many))]
    content, body = b"\n".join(map(orjson.dumps, rows)), orjson.dumps(rows[:few])
    for _round in range(rounds):
        with scratch.copied(names[0]):
            for name in ("ours_new", "ours_again"):
                seconds[name].append(timed(_in_bulk, content) / many)
            _expect(many)
        with scratch.copied(names[0]):
            for name in ("drf_new", "drf_again"):
                seconds[name].append(timed(_by_drf, body, street) / few)
            _expect(few)
    return seconds


def _row(n: int, person: Any) -> dict[str, Any]:
    return {
        "external_system": SYSTEM,
        "external_id": f"bench-{n}",
        "opened_on": DAY.isoformat(),
        "person": str(person),
        OWN[0]: OWN[1],
    }


def _expect(count: int) -> None:
    with enter(system_scope()):
        if Case.objects.filter(external_system=SYSTEM).count() != count:
            raise CommandError(_("没有写入 %(count)s 行，测不出结果。") % {"count": count})


def _in_bulk(content: bytes) -> None:
    sha256 = hashlib.sha256(content).hexdigest()
    with enter(system_scope()):
        upload = actions.receive(by=None, kind=kinds.get(KIND), content=content, sha256=sha256)
    work.write(Held(upload=str(upload.pk)))


def _by_drf(content: bytes, street: str) -> None:
    """The body of a request, validated and saved row by row, as the documentation shows."""
    kind = kinds.get(KIND)

    class Assessment(serializers.ModelSerializer):
        need = serializers.CharField(max_length=200)

        class Meta:
            model = Case
            fields = ("external_system", "external_id", "opened_on", "person", "need")
            validators: list[Any] = []  # the pair of external columns is what is looked up

        def create(self, validated_data: dict[str, Any]) -> Case:
            need = validated_data.pop("need")
            outside = {name: validated_data.pop(name) for name in ("external_system", "external_id")}
            claim = f"{KIND}:{validated_data['person'].pk}"
            columns = {**validated_data, "street_id": street, "kind": KIND, "claim": claim, "status": kind.opening.to}
            case, new = Case.objects.update_or_create(**outside, defaults=columns)
            beside = {"street_id": street, "need": need}
            kind.detail_model.objects.update_or_create(case=case, defaults=beside)
            if new:
                entry = Entry(code=kind.opening.code, happened_on=case.opened_on, street_id=street, case=case)
                entry.person, entry.to_status = case.person, case.status
                entry.save(force_insert=True)
            AuditEntry(action=kind.opening.code, street_id=street, target=str(case.pk), outcome="done").save()
            return case

    serializer = Assessment(data=orjson.loads(content), many=True)
    with enter(system_scope()):
        serializer.is_valid(raise_exception=True)
        serializer.save()
