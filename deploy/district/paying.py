"""Payments, batches, accounts and decisions into the database: every paid entry belongs to one payment."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from decimal import Decimal
from typing import Any

from accounts.models import User
from deploy.district.book import Book, Happening, Life
from deploy.district.days import first
from deploy.district.money import Explained, Law, decided_device, decided_home, facts
from deploy.district.money import explained as as_stored
from services.budget.models import BudgetLine, FunctionCode
from services.cases.models import Decision
from services.ledger.bulk import copy_rows, reserve_ids
from services.payments import schemes
from services.payments.accounts import sealed_number
from services.payments.models import Account, Batch, Payment, ProviderAccount
from services.people.models import Organisation
from services.rehabilitation import rules as training
from services.subsidies import rules as subsidies

FUNCTIONS = {"adult_rehab": "2081104", "child_rehab": "2081104", "device": "2081104", "social_insurance": "2081105"}
OVERSPENT = Decimal("0.97")
BANK = "（虚构）模拟银行"
HANDS = {"prepared": "编制", "checked": "复核", "approved": "审批", "released": "发放"}
DECIDED = {
    "home_help.approved",
    "social_insurance.approved",
    "fuel.approved",
    "adult_rehab.approved",
    "child_rehab.enrolled",
    "device.approved",
    "home_modification.designed",
    "home_modification.accepted",
}
PAYMENT = (
    "id",
    "case_id",
    "street_id",
    "person_id",
    "kind",
    "for_month",
    "decided_on",
    "amount",
    "lines",
    "terms",
    "claim",
    "state",
    "batch_id",
    "line_no",
    "account_id",
    "provider_account_id",
    "entry_id",
    "result_on",
    "result_reason",
)


def write(book: Book, law: Law, ids: dict[int, int], explained: dict[int, Explained]) -> dict[tuple[str, int], Decimal]:
    """Writes them and returns what was paid: (kind, year) -> yuan."""
    lives = {life.id: life for life, _claim in book.lives}
    decided = _write_decisions(book, law, ids, lives)
    paid = sorted((e for e in book.entries if e.key in explained and not e.mistaken), key=lambda e: ids[e.key])
    accounts = _write_accounts({lives[e.case or ""].person for e in paid if not _to_provider(e)}, book)
    providers = _write_providers({e.organisation for e in paid if _to_provider(e) and e.organisation})
    groups: defaultdict[tuple[str, dt.date], list[Happening]] = defaultdict(list)
    for entry in paid:
        groups[entry.code.partition(".")[0], entry.on.replace(day=1)].append(entry)
    rows: list[tuple] = []
    sums: defaultdict[tuple[str, int], Decimal] = defaultdict(Decimal)
    keys = iter(reserve_ids(Payment, len(paid)))
    batches = _batches(groups)
    for (kind, month), entries in sorted(groups.items()):
        batch, digest = batches[kind, month], hashlib.sha256()
        digest.update(f"{batch.pk}|{kind}|{batch.for_month}".encode())
        for line_no, entry in enumerate(entries, start=1):
            life, one, key = lives[entry.case or ""], explained[entry.key], next(keys)
            account = None if _to_provider(entry) else accounts[life.person_id]
            provider = providers[entry.organisation or 0] if _to_provider(entry) else None
            seen = (line_no, key, life.id, life.person_id, entry.for_month, f"{one.amount:.2f}", account, provider)
            digest.update("|".join(map(str, seen)).encode())
            sums[kind, entry.on.year] += one.amount
            terms = "{" + ",".join(map(str, one.terms)) + "}"
            rows.append((
                key, life.id, life.street, life.person_id, kind, entry.for_month, decided[life.id], f"{one.amount:.2f}",
                json.dumps(one.lines, ensure_ascii=False), terms, _claim(kind, life, entry), "paid", batch.pk, line_no,
                account, provider, ids[entry.key], entry.on, "",
            ))  # fmt: skip
        batch.content_hash = digest.hexdigest()
        batch.file_hash = hashlib.sha256(batch.content_hash.encode()).hexdigest()
        batch.count, batch.total = len(entries), sum((explained[e.key].amount for e in entries), Decimal(0))
    Batch.objects.bulk_create(batches.values())
    copy_rows(Payment, PAYMENT, rows)
    _write_budget(sums)
    return dict(sums)


def _write_budget(sums: dict[tuple[str, int], Decimal]) -> None:
    """A line for each kind and year of the load, a little above what was spent; one of them below."""
    hands = {name: User.objects.get(username=f"history_{name}") for name in ("prepared", "approved")}
    codes = {(one.fiscal_year, one.code): one for one in FunctionCode.objects.all()}
    rows = []
    for (kind, year), spent in sorted(sums.items()):
        wanted = (spent * (OVERSPENT if kind == "home_help" else Decimal("1.05"))).quantize(Decimal("1E3"))
        if function := codes.get((year, FUNCTIONS.get(kind, "2081199"))):
            amounts = {"original": wanted, "adjusted": wanted}
            by = {"entered_by": hands["prepared"], "confirmed_by": hands["approved"]}
            rows.append(BudgetLine(function=function, kind=kind, source="年度预算批复（模拟）", **amounts, **by))
    known = set(BudgetLine.objects.values_list("function", "kind"))
    BudgetLine.objects.bulk_create(row for row in rows if (row.function_id, row.kind) not in known)


def _to_provider(entry: Happening) -> bool:
    return entry.code in ("adult_rehab.paid", "child_rehab.paid", "home_modification.paid")


def _claim(kind: str, life: Life, entry: Happening) -> str:
    assert entry.for_month
    once = schemes.get(kind).cadence == schemes.Cadence.ONCE
    return f"{kind}:{life.id}" if once else f"{kind}:{life.person_id}:{entry.for_month:%Y-%m}"


def _batches(groups: dict[tuple[str, dt.date], list[Happening]]) -> dict[tuple[str, dt.date], Batch]:
    hands = {}
    for name, word in HANDS.items():
        user, _new = User.objects.get_or_create(
            username=f"history_{name}", defaults={"name": f"历史数据（{word}）", "is_active": False}
        )
        hands[f"{name}_by"] = user
    keys = reserve_ids(Batch, len(groups))
    found = {}
    for key, (kind, month) in zip(keys, sorted(groups), strict=True):
        day = dt.datetime.combine(month, dt.time(10), dt.timezone(dt.timedelta(hours=8)))
        times = {f"{name}_at": day for name in (*HANDS, "settled")}
        found[kind, month] = Batch(
            pk=key, kind=kind, for_month=_carrier(kind, month), state=Batch.State.SETTLED, **hands, **times
        )
    return found


def _carrier(kind: str, month: dt.date) -> dt.date:
    return first(month.year) if schemes.get(kind).cadence == schemes.Cadence.YEARLY else month


def _write_accounts(people: set[Any], book: Book) -> dict[str, int]:
    ordered = sorted(people, key=lambda person: person.id)
    keys, since = reserve_ids(Account, len(ordered)), first(book.years[0] - 2)
    copy_rows(
        Account,
        ("id", "person_id", "street_id", "bank", "holder", "number_cipher", "valid_from"),
        (
            (key, p.id, p.street, BANK, p.name, sealed_number(Account, p.id, f"999999{key:010d}"), since)
            for key, p in zip(keys, ordered, strict=True)
        ),
    )
    return {p.id: key for key, p in zip(keys, ordered, strict=True)}


def _write_providers(organisations: set[int]) -> dict[int, int]:
    rows = [
        ProviderAccount(
            organisation=one,
            bank=BANK,
            holder=one.name,
            valid_from=dt.date(2015, 1, 1),
            number_cipher=sealed_number(ProviderAccount, one.pk, f"888888{one.pk:010d}"),
        )
        for one in Organisation.objects.filter(pk__in=organisations).order_by("pk")
    ]
    return {one.organisation_id: one.pk for one in ProviderAccount.objects.bulk_create(rows)}


def _write_decisions(book: Book, law: Law, ids: dict[int, int], lives: dict[str, Life]) -> dict[str, dt.date]:
    """One for each step that decides; returns the day of each case's latest one."""
    items: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for life, item in book.items:
        items[life.id].append(item)
    built = {e.case: e for e in book.entries if e.code == "home_modification.built"}
    premiums = {row["case_id"]: row["premium"] for row in book.details.get("social_insurance", [])}
    days, rows = {}, []
    for entry in sorted((e for e in book.entries if e.code in DECIDED), key=lambda e: ids[e.key]):
        life = lives[entry.case or ""]
        days[life.id] = entry.on
        one = _decision(book, law, life, entry, items[life.id], built.get(entry.case), premiums.get(life.id))
        lines, amount = json.dumps(one.lines, ensure_ascii=False), f"{one.amount:.2f}" if one.lines else None
        terms = "{" + ",".join(map(str, one.terms)) + "}"
        rows.append((life.id, life.street, ids[entry.key], entry.on, amount, lines, "[]", terms))
    columns = ("case_id", "street_id", "entry_id", "decided_on", "amount", "lines", "refusals", "terms")
    copy_rows(Decision, columns, rows)
    return days


def _decision(
    book: Book,
    law: Law,
    life: Life,
    entry: Happening,
    items: list[dict[str, Any]],
    built: Happening | None,
    premium: str | None,
) -> Explained:
    person, on, texts = facts(life.person), entry.on, law.texts(entry.on)
    given: dict[str, Any] = {"person": person, "applied_on": life.opened_on, "day": on, "texts": texts}
    match entry.code:
        case "device.approved":
            return decided_device(book, law, life, on, items)
        case "home_modification.designed":
            return decided_home(law, life, None, on)
        case "home_modification.accepted":
            return decided_home(law, life, built, on)
        case "home_help.approved":
            verdict = subsidies.home_help(**given)
        case "social_insurance.approved":
            verdict = subsidies.social_insurance(**given, premium=Decimal(premium) if premium else None)
        case "fuel.approved":
            verdict = subsidies.fuel(person=person, day=on, texts=texts)
        case "adult_rehab.approved":
            verdict = training.adult_rehab(**given)
        case _other:
            verdict = training.child_rehab(**given)
    return as_stored(verdict.overridden(), texts)
