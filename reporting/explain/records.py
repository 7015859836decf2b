"""Records of a difference: each gathers what happened to it from step to step."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from reporting.catalogue import Indicator
from reporting.explain.buckets import Bucket
from reporting.explain.evidence import Evidence, decisive
from reporting.explain.sides import Difference

FIXED = {"definition": Bucket.DEFINITION, "scope": Bucket.SCOPE}
Step = tuple[str, Evidence | None, list[Difference]]


class Record:
    """What one record contributed to both readings, why that changed, and which entry (`cause`) changed it."""

    def __init__(self, key: str, indicator: Indicator) -> None:
        self.key = key
        self.distinct = indicator.unit.counting.is_distinct
        self.before = self.after = indicator.unit.zero
        self.entries: dict[int, bool] = {}  # whether the later reading counts it
        self.bucket = Bucket.CORRECTION
        self.cause: int | None = None

    @property
    def change(self) -> Any:
        return self.after - self.before

    def take(self, step: str, evidence: Evidence | None, found: list[Difference]) -> None:
        """One step: the entries that came and went in it."""
        change = self._count(found)
        self.entries |= {one.entry: one.gained for one in found}
        if not change:
            return
        if evidence is not None:
            self.bucket, self.cause = _reason(self.key, evidence, found)
        elif step in FIXED:
            self.bucket, self.cause = FIXED[step], None
        else:
            self.bucket = Bucket.NEW if not self.before else Bucket.CHANGED if self.after else Bucket.GONE
            self.cause = None

    def _count(self, found: list[Difference]) -> Any:
        """Carries `before` and `after` on; the change of this step."""
        if self.distinct:
            if not self.entries:
                self.before = int(not found[0].gained)
            self.after = int(found[0].gained)
            return 1 if self.after else -1
        change = sum(one.value if one.gained else -one.value for one in found)
        from_the_outset = sum(one.value for one in found if not one.gained and one.entry not in self.entries)
        self.before += from_the_outset
        self.after += from_the_outset + change
        return change


def _reason(key: str, evidence: Evidence, found: list[Difference]) -> tuple[Bucket, int | None]:
    if any(one.elsewhere for one in found):
        return Bucket.IDENTITY, evidence.merge_of(key)
    gone = [evidence.why_gone(one.entry) for one in found if not one.gained]
    come = [evidence.why_come(one.entry) for one in found if one.gained]
    reason = decisive(gone, come)
    return reason.bucket, reason.cause


def sorted_out(indicator: Indicator, steps: Iterable[Step], by_subject: bool) -> dict[Bucket, list[Record]]:
    """Buckets with their records by key; a record whose steps cancel each other out is in none."""
    records: dict[str, Record] = {}
    roots: dict[int, int] = {}
    for what, evidence, found in steps:
        roots |= {key: one.root for key, one in evidence.of.items()} if evidence else {}
        together: dict[str, list[Difference]] = defaultdict(list)
        for one in found:
            by_key = by_subject or indicator.unit.counting.is_distinct
            together[one.key if by_key else str(roots.get(one.entry, one.entry))].append(one)
        for key, ones in together.items():
            records.setdefault(key, Record(key, indicator)).take(what, evidence, ones)
    buckets: dict[Bucket, list[Record]] = {bucket: [] for bucket in Bucket}
    for key in sorted(records):
        if records[key].change:
            buckets[records[key].bucket].append(records[key])
    return {bucket: rows for bucket, rows in buckets.items() if rows}
