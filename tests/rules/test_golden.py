"""The office's worked examples: each line of the CSV files names itself and says what must come out."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from services.circumstances import rules as allowances
from services.circumstances import words as allowance_words
from services.circumstances.facts import CertificateFacts, Circumstance, Employment, PersonFacts, Span
from services.devices import data as devices_data
from services.devices import rules as devices
from services.devices import words as device_words
from services.home_modifications import rules as homes
from services.home_modifications import words as home_words
from services.policy.data import texts_on
from services.policy.verdict import Verdict
from services.rehabilitation import rules as training
from services.rehabilitation import words as training_words
from services.subsidies import rules as subsidies
from services.subsidies import words as subsidy_words

FOLDER = Path(__file__).resolve().parent.parent / "golden" / "rules"
Line = dict[str, str]
LINES = [
    (path.stem, line)
    for path in sorted(FOLDER.glob("*.csv"))
    for line in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
]
CATALOGUE = {row[0]: row for row in devices_data.CATALOGUE}
WORDS = {
    "home_help": subsidy_words.WORDS,
    "social_insurance": subsidy_words.WORDS,
    "fuel": subsidy_words.WORDS,
    "adult_rehab": training_words.WORDS,
    "child_rehab": training_words.WORDS,
    "device": device_words.WORDS,
    "home_modification": home_words.WORDS,
    "living_allowance": allowance_words.WORDS,
    "nursing_allowance": allowance_words.WORDS,
}


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def impairments(text: str) -> tuple[tuple[int, int], ...]:
    pairs = (part.rstrip("L").split(":") for part in text.split("+"))
    return tuple((int(category), int(grade)) for category, grade in pairs)


def certificates(line: Line) -> tuple[CertificateFacts, ...]:
    if not line["证件"]:
        return ()
    parts = impairments(line["证件"])
    category, grade = parts[0] if len(parts) == 1 else (7, min(grade for _c, grade in parts))
    span = Span(dt.date.fromisoformat(line["证件自"]), day(line["证件至"]))
    return (CertificateFacts(span, category, grade, parts, "L" in line["证件"]),)


def person(line: Line) -> PersonFacts:
    held = []
    for text in line["身份"].split():
        code, _at, since = text.partition("@")
        held.append(Circumstance(code, Span(day(since) or dt.date(2010, 1, 1))))
    status, _sep, form = line["就业"].partition(":")
    return PersonFacts(
        dt.date.fromisoformat(line["出生"]),
        line["性别"],
        day(line["死亡"]),
        bool(line["疑似"]),
        certificates(line),
        (Span(dt.date(1900, 1, 1), day(line["户籍至"])),),
        tuple(held),
        (Employment(status, Span(dt.date(2010, 1, 1)), form),) if status else (),
    )


def item(text: str) -> devices.Item:
    code, _sep, quantity = text.partition(":")
    if code == "?":
        return devices.Item(None, "目录外的器具", int(quantity))
    _code, iso, name, unit, life, standard, _level, categories, _source = CATALOGUE[code]
    fits = tuple(int(c) for c in categories.split())
    return devices.Item(code, name, int(quantity), unit, iso, fits, Decimal(standard), life)


def answer(programme: str, line: Line) -> Verdict:
    who, on = person(line), dt.date.fromisoformat(line["判断日"])
    more: dict[str, str] = dict(part.split("=", 1) for part in line["其他"].split(";") if part)
    common: dict[str, Any] = {"person": who, "day": on, "texts": texts_on(on)}
    applied = common | {"applied_on": dt.date.fromisoformat(line["申请日"])}
    price = Decimal(more["price"]) if more.get("price") else None
    match programme:
        case "home_help":
            return subsidies.home_help(**applied)
        case "social_insurance":
            return subsidies.social_insurance(**applied, premium=Decimal(more.get("premium") or 0) or None)
        case "fuel":
            return subsidies.fuel(**common)
        case "adult_rehab" if "sessions" in more:
            sessions = [(day(more.get("on", "")) or on, price)] * int(more["sessions"])
            paid = Decimal(more.get("paid", "0"))
            return training.adult_settlement(**common, sessions=sessions, paid_this_year=paid)
        case "adult_rehab":
            return training.adult_rehab(**applied)
        case "child_rehab" if "sessions" in more:
            return training.child_settlement(**common, sessions=int(more["sessions"]), price=price)
        case "child_rehab":
            return training.child_rehab(**applied, last_assessed_on=day(more.get("assessed", "")))
        case "device":
            items = [item(text) for text in more["item"].split(",")]
            return devices.device(**applied, items=items, earlier=earlier_devices(more.get("had", "")))
        case "home_modification":
            cost = Decimal(more["cost"]) if more["cost"] else None
            options = {name: more[name] for name in ("reason", "tenure") if name in more}
            return homes.home_modification(**applied, cost=cost, earlier=acceptances(more.get("had", "")), **options)
        case "living_allowance":
            return allowances.living_allowance(**common)
        case _nursing:
            return allowances.nursing_allowance(**common)


def earlier_devices(text: str) -> list[devices.Earlier]:
    if not text:
        return []
    device_class, _at, rest = text.partition("@")
    on, _sep, life = rest.partition(":")
    return [devices.Earlier(device_class, dt.date.fromisoformat(on), int(life))]


def acceptances(text: str) -> list[homes.Acceptance]:
    if not text:
        return []
    on, _sep, held = text.partition("/")
    parts = impairments(held)
    physical = min((grade for category, grade in parts if category == 4), default=None)
    return [homes.Acceptance(dt.date.fromisoformat(on), tuple(category for category, _g in parts), physical)]


@pytest.mark.parametrize(("programme", "line"), LINES, ids=[f"{p}-{line['例子'][:40]}" for p, line in LINES])
def test_the_offices_example(programme, line):
    verdict = answer(programme, line)
    assert sorted(r.code for r in verdict.refusals) == line["原因"].split()
    if line["金额"]:
        assert verdict.amount == Decimal(line["金额"])
    assert verdict.amount == sum((one.amount for one in verdict.lines), Decimal(0))
    words = WORDS[programme]
    for refusal in verdict.refusals:
        assert str(words[refusal.key]) % {"other": "", **refusal.values}
    for one in verdict.lines:
        assert str(words[one.what]) % one.values


def test_there_are_enough_of_them():
    assert len(LINES) >= 150


@pytest.mark.parametrize("programme", sorted(WORDS))
def test_every_reason_and_line_has_an_example(programme):
    """What has words is said by some example of a programme that shares them."""
    shared = [name for name, words in WORDS.items() if words is WORDS[programme]]
    verdicts = [answer(name, line) for name, line in LINES if name in shared]
    said = {r.key for v in verdicts for r in v.refusals} | {one.what for v in verdicts for one in v.lines}
    assert set(WORDS[programme]) - said <= {("RC17", "same_device")}  # of other cases: tests/cases
