"""Paragraphs of invented districts and years with planted faults, written before the rules (corpus/) and with them.

What begins with "fresh-" was written by somebody who did not see the rules; half of it, drawn by its name, is held
out: not looked at while rules were made. All else was, in the end; seen.json holds what was written meanwhile to find
weak spots. A finding is right when its rule is the expected one and its place is at the expected number.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from reporting.lint.checking import check_text
from reporting.lint.draft import Draft
from reporting.lint.figures import Book, Known
from reporting.lint.findings import RULES, Severity
from reporting.lint.text import Text

CORPUS = sorted(Path(__file__).with_name("corpus").glob("*.json"))
SEEN = Path(__file__).with_name("seen.json")
LEAST = {False: (0.97, 0.97), True: (0.77, 0.86)}  # recall and precision: seen, held out


def is_held_out(path: Path) -> bool:
    return path.stem.startswith("fresh-") and sha256(path.stem.encode()).digest()[1] % 2 == 1


Paragraph = tuple[int, str, list[tuple[str, str]], list[tuple[str, str]], Book | None]


def read(path: Path) -> Paragraph:
    """Year, text, the findings expected, those that are right as well but need not be made, the figures it is to be
    compared with."""
    return paragraph(json.loads(path.read_text(encoding="utf-8")))


def paragraph(found: dict[str, Any]) -> Paragraph:
    expected, tolerated = ([(rule, number) for rule, number in found.get(key, [])] for key in ("expected", "tolerated"))
    known = Book([_known(one) for one in found["official"]], [], "") if "official" in found else None
    return found["year"], "\n".join(found["text"]), expected, tolerated, known


def _known(one: dict[str, Any]) -> Known:
    values = {(int(year), ""): Decimal(str(value)) for year, value in one.items() if year.isdigit()}
    return Known(one["code"], one["label"], one["unit"], values)


@dataclass
class Score:
    right: Counter = field(default_factory=Counter)
    missed: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    sentences: list[str] = field(default_factory=list)

    def add(self, name: str, one: Paragraph) -> None:
        year, text, expected, tolerated, known = one
        for one in check_text(text, year, known):
            if one.severity is Severity.INFO and known is None:
                continue
            hits = [e for e in expected if e[0] == one.rule and e[1].replace(" ", "") in one.found.replace(" ", "")]
            if hits:
                expected.remove(hits[0])
                self.right[one.rule] += 1
            elif not any(rule == one.rule and number in one.found for rule, number in tolerated):
                self.wrong[one.rule] += 1
                self.sentences.append(f"{name}: {one.rule} at {one.found} ({one.relation})")
        for rule, number in expected:
            self.missed[rule] += 1
            self.sentences.append(f"{name}: {rule} at {number} was not found")

    @property
    def recall(self) -> float:
        return self.right.total() / (self.right.total() + self.missed.total())

    @property
    def precision(self) -> float:
        return self.right.total() / (self.right.total() + self.wrong.total())

    def table(self) -> str:
        rules = sorted(self.right | self.missed | self.wrong)
        rows = [f"{rule:<24}{self.right[rule]:>7}{self.missed[rule]:>8}{self.wrong[rule]:>7}" for rule in rules]
        head = f"{'rule':<24}{'found':>7}{'missed':>8}{'wrong':>7}"
        return "\n".join([head, *rows, f"recall {self.recall:.3f}, precision {self.precision:.3f}"])


@pytest.mark.parametrize("held_out", [False, True], ids=["seen", "held out"])
def test_planted_faults_are_found_and_little_else(held_out, capsys, full):
    score = Score()
    for path in CORPUS:
        if is_held_out(path) is held_out:
            score.add(path.stem, read(path))
    for number, one in enumerate([] if held_out else json.loads(SEEN.read_text(encoding="utf-8"))):
        score.add(f"seen {number}", paragraph(one))
    if full:
        with capsys.disabled():
            print(f"\n{score.table()}")
    shown = score.table() if held_out else "\n".join(score.sentences)
    recall, precision = LEAST[held_out]
    assert score.recall >= recall and score.precision >= precision, shown


def test_the_corpus_is_large_enough():
    faults = [rule for path in CORPUS for rule, _number in read(path)[2]]
    assert len(CORPUS) >= 40 and len(faults) >= 60
    assert sum(len(Draft(Text(text), year).mentions) for year, text, *_ in map(read, CORPUS)) >= 200
    assert set(faults) <= set(RULES)


def test_enough_of_it_is_held_out():
    held_out = [path for path in CORPUS if is_held_out(path)]
    assert len(held_out) >= 50 and len(CORPUS) - len(held_out) >= 400


def test_an_expected_fault_stands_in_its_paragraph():
    for path in CORPUS:
        _year, text, expected, tolerated, _known = read(path)
        assert all(number in text for _rule, number in expected + tolerated), path.stem
