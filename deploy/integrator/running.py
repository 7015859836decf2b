"""Checks in order, each passed, failed or skipped with a word; what one finds the later ones use."""

import sys
import traceback
from collections.abc import Callable
from typing import Any

from .speaking import Answer, Api

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"
LABELS = {
    PASSED: ("通过", "passed"),
    FAILED: ("失败", "FAILED"),
    SKIPPED: ("跳过", "skipped"),
}
CHECKS: list[tuple[str, str, Callable[["Run"], None]]] = []


class Failed(Exception):
    """args: why, in Chinese and in English."""


class Skipped(Exception):
    """args: why, in Chinese and in English."""


class Run:
    """One run: the installation, its description, and what the checks have found so far."""

    def __init__(self, api: Api, *, english: bool = False, writes: bool = True) -> None:
        self.api, self.english, self.writes = api, english, writes
        self.paths: dict[str, Any] = {}
        self.scopes: set[str] = set()
        self.streets: list[str] = []
        self.others: list[str] = []
        self.person = self.number = self.case = ""
        self.certified = False
        self.results: list[tuple[str, str, str]] = []

    def offers(self, path: str, method: str = "get") -> bool:
        return method in self.paths.get("/api/v1/" + path, {})

    def need(self, path: str, method: str = "get") -> None:
        if not self.offers(path, method):
            raise Skipped("接口说明里没有", "not in the description")

    def may(self, *scopes: str) -> None:
        if missing := [scope for scope in scopes if scope not in self.scopes]:
            raise Skipped(f"这个客户端没有权限 {' '.join(missing)}", f"this client lacks {' '.join(missing)}")

    def may_write(self, *scopes: str) -> None:
        if not self.writes:
            raise Skipped("只读运行", "a run that only reads")
        self.may(*scopes)

    def everything(self, say: Callable[[str], None]) -> bool:
        """Whether no check failed."""
        for zh, en, function in CHECKS:
            state, why = self._one(function)
            title = en if self.english else zh
            self.results.append((state, title, why))
            colon = ": " if self.english else "："
            say(f"  {LABELS[state][self.english]}  {title}{colon + why if why else ''}")
        counts = {state: sum(found == state for found, _t, _w in self.results) for state in LABELS}
        say("")
        say((", " if self.english else "，").join(f"{LABELS[s][self.english]} {n}" for s, n in counts.items()))
        return counts[FAILED] == 0

    def _one(self, function: Callable[["Run"], None]) -> tuple[str, str]:
        try:
            function(self)
        except Skipped as reason:
            return SKIPPED, reason.args[self.english]
        except Failed as reason:
            return FAILED, reason.args[self.english]
        except Exception as error:  # a check that cannot go on has failed; the next ones still run
            place = traceback.extract_tb(sys.exc_info()[2])[-1]
            return FAILED, f"{type(error).__name__}: {error} ({place.name}:{place.lineno})"
        return PASSED, ""


def check(zh: str, en: str) -> Callable[[Callable[[Run], None]], Callable[[Run], None]]:
    """Adds a check under these words."""

    def add(function: Callable[[Run], None]) -> Callable[[Run], None]:
        CHECKS.append((zh, en, function))
        return function

    return add


def expect(answer: Answer, status: int, code: str = "") -> Answer:
    """The answer, when it has that status and (of problem details) that code."""
    wanted = f"{status} {code}".strip()
    if answer.status != status or (code and answer.code != code):
        raise Failed(f"应答复 {wanted}，实际 {answer}", f"expected {wanted}, got {answer}")
    return answer


def demand(condition: Any, zh: str, en: str) -> None:
    if not condition:
        raise Failed(zh, en)
