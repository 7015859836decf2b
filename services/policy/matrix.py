"""The double-claim matrix (DOMAIN C.11). Pure: claims and rules in, refusals out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from services.policy.verdict import Refusal, Severity


@dataclass(frozen=True)
class Claim:
    """What somebody has, or applied for, in [since, after); `ref` names the case."""

    programme: str
    since: dt.date
    after: dt.date | None = None
    ref: str = ""


@dataclass(frozen=True)
class Rule:
    """`a` and `b` exclude each other; `key` is its row."""

    key: int
    a: str
    b: str
    severity: Severity

    def other(self, programme: str) -> str | None:
        """What excludes `programme` by this rule."""
        return {self.a: self.b, self.b: self.a}.get(programme)


def conflicts(
    programme: str, since: dt.date, after: dt.date | None, claims: Iterable[Claim], rules: Iterable[Rule]
) -> tuple[Refusal, ...]:
    """RC09 for each claim that overlaps [since, after) and that a rule excludes, in a fixed order."""
    by_other = {rule.other(programme): rule for rule in rules if rule.other(programme)}
    found = []
    for claim in claims:
        rule = by_other.get(claim.programme)
        if rule and (after is None or claim.since < after) and (claim.after is None or since < claim.after):
            values = {"other": claim.programme, "since": claim.since, "ref": claim.ref, "exclusion": rule.key}
            found.append(Refusal("RC09", "excludes", values, rule.severity))
    return tuple(sorted(found, key=lambda r: (r.values["other"], r.values["since"], r.values["ref"])))
