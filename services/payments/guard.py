"""The pay guard: what stops a payment besides the rule. Asked when a batch is prepared and again when it is released.

A stop is a hold with its reasons, for people to decide; never silent.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from services.circumstances.facts import PersonFacts
from services.circumstances.reading import facts_of
from services.payments.models import Account, Payment, ProviderAccount
from services.payments.schemes import Cadence, Scheme
from services.people.models import Person
from services.policy import matrix
from services.policy.models import Exclusion
from services.policy.verdict import Refusal, Severity

WORDS: Mapping[Any, Any] = {
    ("RC15", "died_since"): _("此人已于%(died_on)s死亡。请核实后决定由继承人领取，或不予发放。"),
    ("RC15", "died_before"): _("此人在所属月份之前（%(died_on)s）已经死亡，不应发放。"),
    ("RC17", "twin"): _("同一个人的另一条记录在这个月份已有一笔发放（%(number)s）。请核实后决定。"),
    ("RC17", "twice"): _("同一个人在这一批里有两笔（两条人员记录已合并）。请核实后只发一笔。"),
    ("RC18", "not_due"): _("案件已作废、撤销或停发，不再有这个月份的待遇。请核对案件后决定。"),
    ("RC07", "account"): _("没有登记银行账户。请街道联系本人登记账户。"),
    ("RC08", "holder"): _("账户户名与收款人姓名不一致。请核对账户。"),
}


@dataclass(frozen=True)
class Candidate:
    """What is to be paid, as the guard looks at it."""

    person: UUID | None
    organisation: int | None
    for_month: dt.date
    key: Any


def next_month(month: dt.date) -> dt.date:
    return (month.replace(day=1) + dt.timedelta(32)).replace(day=1)


class Guard:
    """Reads once what it needs of everybody; then says for each candidate what stops it."""

    def __init__(self, scheme: Scheme, candidates: Sequence[Candidate], today: dt.date) -> None:
        people = {one.person for one in candidates if one.person}
        self.scheme, self.today = scheme, today
        self.facts: Mapping[UUID, PersonFacts] = facts_of(people)
        self.names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
        self.rules = Exclusion.objects.rules(today)
        self.accounts = {one.person_id: one for one in Account.objects.current().filter(person__in=people)}
        organisations = {one.organisation for one in candidates if one.organisation}
        providers = ProviderAccount.objects.filter(organisation__in=organisations, valid_to=None)
        self.providers = {one.organisation_id: one for one in providers.select_related("organisation")}
        self.stands_for = _stands_for(people)
        self.twins = self._twins(people)
        self.others = self._others(people)
        self.seen: set[tuple[UUID, dt.date]] = set()

    def _twins(self, people: set[UUID]) -> dict[UUID, set[UUID]]:
        """Person -> other records of the same person."""
        records: dict[UUID, set[UUID]] = defaultdict(set)
        for record, kept in self.stands_for.items():
            records[kept] |= {record, kept}
        kept_of = {person: self.stands_for.get(person, person) for person in people}
        return {person: records[kept] - {person} for person, kept in kept_of.items() if kept in records}

    def _others(self, people: set[UUID]) -> dict[UUID, list[tuple[str, dt.date, int]]]:
        """Record -> live payments (kind, month, key) of each person and of the person's other records."""
        everybody = people | {twin for twins in self.twins.values() for twin in twins}
        rows = Payment.objects.live().filter(person__in=everybody).values_list("person", "kind", "for_month", "pk")
        found: dict[UUID, list[tuple[str, dt.date, int]]] = defaultdict(list)
        for person, kind, month, key in rows:
            found[person].append((kind, month, key))
        return found

    def account_of(self, one: Candidate) -> Account | ProviderAccount | None:
        return (
            self.providers.get(one.organisation)
            if one.organisation
            else self.accounts.get(one.person)
            if one.person
            else None
        )

    def against(self, one: Candidate) -> list[Refusal]:
        found = list(self._of_person(one)) if one.person else []
        return [*found, *self._of_account(one)]

    def _of_person(self, one: Candidate) -> Iterator[Refusal]:
        assert one.person
        facts = self.facts[one.person]
        if facts.died_on and facts.died_on <= self.today:
            before = facts.died_on < one.for_month and self.scheme.cadence != Cadence.ONCE
            yield Refusal("RC15", "died_before" if before else "died_since", {"died_on": facts.died_on})
        yield from self._conflicts(one, facts)
        if self.scheme.cadence != Cadence.ONCE:
            key_of_person = (self.stands_for.get(one.person, one.person), one.for_month)
            if key_of_person in self.seen:
                yield Refusal("RC17", "twice")
            self.seen.add(key_of_person)
            for twin in self.twins.get(one.person, ()):
                for kind, month, key in self.others.get(twin, ()):
                    if kind == self.scheme.kind.code and month == one.for_month:
                        yield Refusal("RC17", "twin", {"number": f"FF-{key:08d}"})

    def _conflicts(self, one: Candidate, facts: PersonFacts) -> Iterable[Refusal]:
        kind = self.scheme.kind.code
        if self.scheme.cadence == Cadence.ONCE or not any(kind in (rule.a, rule.b) for rule in self.rules):
            return ()
        claims = [matrix.Claim(c.code, c.span.since, c.span.after) for c in facts.circumstances]
        assert one.person
        for record in {one.person, *self.twins.get(one.person, ())}:
            for other, month, key in self.others.get(record, ()):
                claims.append(matrix.Claim(other, month, next_month(month), f"FF-{key:08d}"))
        return matrix.conflicts(kind, one.for_month, next_month(one.for_month), claims, self.rules)

    def _of_account(self, one: Candidate) -> Iterator[Refusal]:
        account = self.account_of(one)
        if account is None:
            yield Refusal("RC07", "account")
        elif isinstance(account, ProviderAccount):
            if account.holder != account.organisation.name:
                yield Refusal("RC08", "holder")
        elif one.person and account.holder != self.names.get(one.person):
            yield Refusal("RC08", "holder")


def _stands_for(people: set[UUID]) -> dict[UUID, UUID]:
    """Every merged record of these people -> the one that was kept, at the end of the chain."""
    into: dict[UUID, UUID] = {}
    known, size = set(people), -1
    while len(known) > size:
        size = len(known)
        merged = Person.objects.filter(Q(pk__in=known) | Q(merged_into__in=known), merged_into__isnull=False)
        into = dict(merged.values_list("pk", "merged_into"))
        known |= {*into, *into.values()}

    def end(record: UUID) -> UUID:
        while record in into:
            record = into[record]
        return record

    return {record: end(record) for record in into}


def stops(refusals: Iterable[Refusal]) -> list[Refusal]:
    """Those that hold a payment; warnings of the matrix are shown with it and let it pass."""
    return [refusal for refusal in refusals if refusal.severity == Severity.BLOCK]
