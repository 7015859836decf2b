"""A difference for its readers: the records with who recorded what when, the paragraph, and JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.scoping import scope_required
from reporting.explain.buckets import Bucket
from reporting.explain.explaining import At, Explained, Explanation
from reporting.explain.records import Record
from reporting.figures import Count, Value, areas_in_scope, as_json
from reporting.members import by_key, number_of, subjects, unseen
from reporting.units import Counting
from services.cases import kinds
from services.ledger.models import Entry
from services.ledger.words import word


@dataclass(frozen=True)
class Told:
    """A record with its last entry and the entry that changed it (None: of a street that the reader does not see)."""

    record: Record
    subject: str  # masked
    entry: Entry | None
    cause: Entry | None

    def as_dict(self) -> dict[str, Any]:
        record, entry, cause = self.record, self.entry, self.cause
        return {
            "key": record.key,
            "subject": self.subject,
            "before": as_json(record.before),
            "after": as_json(record.after),
            "change": as_json(record.change),
            "entries": sorted(record.entries),
            "happened_on": entry.happened_on.isoformat() if entry else None,
            "street": entry.street_id if entry else None,
            "case": number_of(entry.case) if entry else "",
            "cause": cause
            and {
                "entry": cause.pk,
                "what": what(cause),
                "reason": cause.reason,
                "recorded_by": str(cause.recorded_by or _("系统")),
                "recorded_at": timezone.localtime(cause.recorded_at).isoformat(),
            },
        }


def told(explanation: Explanation, records: Sequence[Record]) -> list[Told]:
    """The records with their entries, as far as the scope in force may see them."""
    user = scope_required().user
    wanted = {key for record in records for key in (max(record.entries), record.cause) if key is not None}
    rows = Entry.objects.visible_to(user).select_related("case", "recorded_by")
    entries: dict[int, Entry] = by_key(rows, sorted(wanted))
    counting = explanation.after.indicator.unit.counting
    last = {record.key: entries.get(max(record.entries)) for record in records}
    if counting.is_distinct:
        keys = [int(record.key) if counting == Counting.ORGANISATION else record.key for record in records]
        names = {str(key): name for key, name in subjects(counting, keys, []).items()}
    else:
        named = subjects(Counting.ENTRY, [], [entry for entry in last.values() if entry])
        names = {key: named[entry.pk] for key, entry in last.items() if entry}
    return [
        Told(record, names.get(record.key, unseen()), last[record.key], entries.get(record.cause or 0))
        for record in records
    ]


def what(entry: Entry) -> str:
    """What an entry says happened, in words; what a step recorded beside itself (per item) is called like the step."""
    if entry.voids_id:
        return _("作废")
    steps = {code: label for kind in kinds.all_kinds() for code, label in kind.labels.items()}
    said = word(entry) or steps.get(entry.code) or steps.get(entry.code.rpartition("_")[0])
    return str(said or entry.code)


def signed(value: Count) -> str:
    return f"{value:+,}"


def paragraph(found: Explained) -> str:
    """What changed and why, in sentences that can stand in a report."""
    sentences = [_opening(found)]
    for name, part in found.parts.items():
        sentences += [_part_opening(name, part)] * bool(name) + [_reasons(part)]
    return ("" if (get_language() or "").startswith("zh") else " ").join(sentences)


def _opening(found: Explained) -> str:
    values = {
        "label": found.after.figure.label,
        "before": name_of(found.before, found.after),
        "after": name_of(found.after, found.before),
        "old": _valued(found.before.figure.symbol, found.value_before),
        "new": _valued(found.after.figure.symbol, found.value_after),
    }
    if "" in found.parts:
        values["difference"] = _difference(found.parts[""].change, found.after.figure.symbol)
        return _("“%(label)s”：%(before)s为%(old)s，%(after)s为%(new)s，%(difference)s。") % values
    return _("“%(label)s”：%(before)s为%(old)s，%(after)s为%(new)s。") % values


def _part_opening(name: str, part: Explanation) -> str:
    """Of the numerator or the denominator of a ratio."""
    return _("%(role)s“%(label)s”由%(before)s变为%(after)s%(unit)s，%(difference)s。") % {
        "role": _("分子") if name == "numerator" else _("分母"),
        "label": part.after.indicator.label,
        "before": spoken(part.value_before),
        "after": spoken(part.value_after),
        "unit": part.after.indicator.symbol,
        "difference": _difference(part.change, part.after.indicator.symbol),
    }


def spoken(value: Value) -> str:
    return _("无数据") if value is None else f"{value:,}"


def _valued(symbol: str, value: Value) -> str:
    return spoken(value) + ("" if value is None else symbol)


def _difference(change: Count, symbol: str) -> str:
    if not change:
        return _("没有变化")
    word = _("增加%(value)s") if change > 0 else _("减少%(value)s")
    return word % {"value": f"{abs(change):,}{symbol}"}


def _reasons(part: Explanation) -> str:
    if not part.buckets:
        return _("没有任何一条记录发生变化。")
    reasons = [
        _("%(bucket)s%(difference)s（%(count)s条）")
        % {
            "bucket": part.labels[bucket],
            "difference": _difference(part.contribution(bucket), part.after.indicator.symbol),
            "count": f"{len(records):,}",
        }
        for bucket, records in part.buckets.items()
    ]
    return _("其中：%(reasons)s。各项相加正好等于总的变化。") % {"reasons": _("、").join(reasons)}


def name_of(at: At, other: At) -> str:
    """A reading by what tells it from the other."""
    moment = f"{timezone.localtime(at.known_at):%Y-%m-%d %H:%M:%S}"
    parts = [areas_in_scope()[at.area], _("%(year)s年") % {"year": at.period}]
    if at.known_at != other.known_at:
        parts.append(_("截至%(moment)s登记的读数") % {"moment": moment})
    if at.figure.version != other.figure.version:
        parts.append(_("按第%(version)s版口径") % {"version": at.figure.version})
    if at.basis != other.basis:
        parts.append(_("按当时街道") if at.basis == "then" else _("按现行街道"))
    return " ".join(parts)


def as_dict(found: Explained, *, records: bool = True) -> dict[str, Any]:
    """JSON: both readings, the change, the paragraph, and the buckets (of a ratio by its parts)."""
    figure = found.after.figure
    answer: dict[str, Any] = {
        "code": figure.code,
        "label": str(figure.label),
        "unit": figure.symbol,
        "before": _at(found.before, found.value_before),
        "after": _at(found.after, found.value_after),
        "text": paragraph(found),
    }
    parts = {name: _part(part, records) for name, part in found.parts.items()}
    return answer | parts.get("", parts)


def _at(at: At, value: Any) -> dict[str, Any]:
    return {
        "version": at.figure.version,
        "period": str(at.period),
        "area": at.area,
        "known_at": timezone.localtime(at.known_at).isoformat(),
        "basis": at.basis,
        "value": as_json(value),
    }


def _part(part: Explanation, records: bool) -> dict[str, Any]:
    return {
        "change": as_json(part.change),
        "buckets": [
            {
                "bucket": bucket.value,
                "label": str(part.labels[bucket]),
                "change": as_json(part.contribution(bucket)),
                "count": len(rows),
                **({"records": [one.as_dict() for one in told(part, rows)]} if records else {}),
            }
            for bucket, rows in part.buckets.items()
        ],
    }


def contribution_share(part: Explanation, bucket: Bucket) -> float:
    """Between -1 and 1: the bucket against the largest one, for a bar."""
    largest = max((abs(float(part.contribution(one))) for one in part.buckets), default=0.0)
    return float(part.contribution(bucket)) / largest if largest else 0.0
