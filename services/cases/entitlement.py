"""Between the workflow and the pure rules: gathers what a rule looks at, adds what excludes each other, keeps what
was decided. Reasons are said in the words of the kind; all of them at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.errors import Problem, RuleBroken
from accounts.lookups import Array
from services.cases import kinds
from services.cases.kinds import Kind
from services.cases.models import Case, Decision, Override
from services.circumstances.facts import PersonFacts
from services.circumstances.models import Code
from services.circumstances.reading import facts_of
from services.ledger.models import Entry
from services.people.models import Household, Person, owners_of
from services.policy import matrix
from services.policy.models import Exclusion, Policy
from services.policy.texts import Texts
from services.policy.verdict import Refusal, Verdict

EXCLUDES = ("RC09", "excludes")
WORDS: Mapping[Any, Any] = {
    EXCLUDES: _(
        "此人已有“%(other)s”（%(ref)s自%(since)s起），按规定两项不能同时享受。请先结束其中一项，或核对登记是否有误。"
    ),
}


@dataclass(frozen=True)
class Application:
    """What a rule judges: who applies for what, on which day; `texts` are those of `day`."""

    kind: Kind
    applied_on: dt.date
    day: dt.date
    texts: Texts
    person: Person | None = None
    facts: PersonFacts | None = None
    household: Household | None = None
    parties: Sequence[PersonFacts] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Any] = ()
    case: Case | None = None

    @property
    def who(self) -> PersonFacts:
        """The facts of the person, whom every kind with a rule has."""
        assert self.facts
        return self.facts

    def entry(self, slug: str) -> Entry | None:
        """The latest standing entry of that step; None for a case that is not there yet."""
        rows = Entry.objects.filter(case=self.case).standing().of(f"{self.kind.code}.{slug}") if self.case else None
        return rows.order_by("-happened_on", "-id").first() if rows is not None else None


def application(
    kind: Kind,
    *,
    on: dt.date,
    person: Person | None,
    household: Household | None,
    parties: Iterable[Person],
    details: Mapping[str, Any],
    rows: Sequence[Any],
) -> Application:
    """One that is being handed in on `on`."""
    everybody = [*([person] if person else []), *parties]
    facts = facts_of(everybody)
    return Application(
        kind,
        on,
        on,
        Policy.objects.texts(on),
        person,
        person and facts[person.pk],
        household,
        [facts[each.pk] for each in everybody if each is not person],
        details,
        rows,
    )


def standing(case: Case, day: dt.date) -> Application:
    """A registered case, judged on `day`."""
    kind = case.of_kind
    parties = [party.person for party in case.parties.select_related("person")]
    facts = facts_of([*([case.person] if case.person else []), *parties])
    return Application(
        kind,
        case.opened_on,
        day,
        Policy.objects.texts(day),
        case.person,
        case.person and facts[case.person.pk],
        case.household,
        [facts[each.pk] for each in parties],
        details_of(case),
        [row for model in kind.detail_rows for row in model.objects.filter(case=case).order_by("pk")],
        case,
    )


def details_of(case: Case) -> dict[str, Any]:
    """The columns of the kind's own row, as an opening gives them."""
    row = case.of_kind.detail_model.objects.get(pk=case.pk)
    fields = row._meta.concrete_fields
    return {f.name: getattr(row, f.name) for f in fields if f.name not in ("case", "street")}


def judge(asked: Application) -> Verdict:
    """The kind's rule, and what the double-claim matrix says; without a rule nothing is refused."""
    return judge_many([asked])[0]


def judge_many(asked: Sequence[Application]) -> list[Verdict]:
    """As `judge` for each of these applications of one kind; what others they have is read together."""
    if not asked or (rule := asked[0].kind.rule) is None:
        return [Verdict()] * len(asked)
    kind = asked[0].kind
    rules_on = Exclusion.objects.naming(kind.code).rules_by_day()
    others = _other_cases([one for one in asked if one.person and rules_on(one.day)])
    verdicts = []
    for one in asked:
        verdict, conflicts = rule(one), _conflicts(one, rules_on(one.day), others)
        verdicts.append(verdict.with_refusals(conflicts) if conflicts else verdict)
    return verdicts


def _other_cases(asked: Sequence[Application]) -> Mapping[UUID, list[Case]]:
    """Person -> open cases of other kinds, those of records merged into this one included."""
    if not asked:
        return {}
    people = [one.person.id for one in asked if one.person]
    owner = owners_of(people)
    found: defaultdict[UUID, list[Case]] = defaultdict(list)
    for case in Case.objects.filter(person__any=Array(owner)).open().exclude(kind=asked[0].kind.code):
        found[owner[case.person_id]].append(case)
    return found


def _conflicts(
    asked: Application, rules: Sequence[matrix.Rule], others: Mapping[UUID, list[Case]]
) -> Sequence[Refusal]:
    """`rules` are those that name the kind."""
    if asked.person is None or asked.facts is None or not rules:
        return ()
    held = [matrix.Claim(c.code, c.span.since, c.span.after) for c in asked.facts.circumstances]
    cases = others.get(asked.person.id, ())
    held += [matrix.Claim(case.kind, case.opened_on, None, case.number) for case in cases]
    if not held:
        return ()
    return matrix.conflicts(asked.kind.code, asked.day, None, held, rules)


# Words.


def label_of(programme: str) -> Any:
    """The name of a kind, or of a benefit that is granted elsewhere."""
    try:
        return kinds.get(programme).label
    except KeyError:
        return Code(programme).label


def sentence(kind: Kind, refusal: Refusal) -> str:
    words = kind.words.get(refusal.key) or WORDS[refusal.key]
    values = dict(refusal.values)
    if "other" in values:
        values["other"] = label_of(values["other"])
    return str(words) % values


def described(kind: Kind, lines: Iterable[Mapping[str, Any]]) -> list[tuple[str, Decimal]]:
    """(what in words, yuan) of stored lines."""
    return [(str(kind.words[line["what"]]) % line["values"], Decimal(line["amount"])) for line in lines]


def refuse(kind: Kind, refusals: Iterable[Refusal]) -> None:
    """RuleBroken with every reason; nothing when there is none."""
    problems = [Problem("person", f"refusal.{r.code.lower()}", sentence(kind, r)) for r in refusals]
    if problems:
        raise RuleBroken(problems[0].code, problems[0].detail, "person", problems)


# Exceptions, and what is kept.


def granted(asked: Application) -> list[Override]:
    """Exceptions of this case; before there is one, those granted for the person and not used yet."""
    rows = Override.objects.filter(kind=asked.kind.code).granted()
    if asked.case:
        return list(rows.filter(case=asked.case))
    return list(rows.filter(person=asked.person, case=None)) if asked.person else []


def stopping(verdict: Verdict, exceptions: Iterable[Override]) -> list[Refusal]:
    """The blocks which no exception lifts."""
    lifted = {(one.code, one.why) for one in exceptions}
    return [refusal for refusal in verdict.blocks if refusal.key not in lifted]


def lines_of(verdict: Verdict) -> list[dict[str, Any]]:
    return [{"what": x.what, "amount": str(x.amount), "values": plain(x.values)} for x in verdict.lines]


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON can hold them: numbers and days as text."""
    return {k: v if isinstance(v, int | str) or v is None else str(v) for k, v in values.items()}


def decision(*, case: Case, entry: Entry, verdict: Verdict, texts: Texts) -> Decision:
    """What is kept of a verdict (unsaved)."""
    return Decision(
        case=case,
        street_id=case.street_id,
        entry=entry,
        decided_on=entry.happened_on,
        amount=verdict.amount if verdict.lines else None,
        lines=lines_of(verdict),
        refusals=[
            {"code": r.code, "why": r.why, "severity": str(r.severity), "values": plain(r.values)}
            for r in verdict.refusals
        ],
        terms=list(texts.used),
    )
