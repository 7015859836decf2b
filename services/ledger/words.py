"""What a ledger code says to people. Kinds of case say theirs in their steps; the floors register the others here."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from services.ledger.models import HANDED_OVER, MERGED, Entry

Said = Callable[[Entry], Any]
_words: dict[str, Any] = {MERGED: _("与另一条记录合并"), HANDED_OVER: _("移交其他街道")}
_details: dict[str, Said] = {}


def register(words: Mapping[str, Any], details: Mapping[str, Said] = {}) -> None:
    """Called from AppConfig.ready: ledger code -> what happened; and what the entry's detail adds to it."""
    _words.update(words)
    _details.update(details)


def word(entry: Entry) -> str | None:
    """None for a code that nobody speaks of (the void of another entry)."""
    if entry.code not in _words:
        return None
    detail = _details[entry.code](entry) if entry.code in _details else ""
    return f"{_words[entry.code]} {detail}".strip()


def nouns() -> dict[str, Any]:
    """The nouns of the codes registered here -> what can happen to them, in words."""
    found: dict[str, list[str]] = {}
    for code, said in _words.items():
        found.setdefault(code.partition(".")[0], []).append(str(said))
    return {noun: _("、").join(said) for noun, said in found.items()}
