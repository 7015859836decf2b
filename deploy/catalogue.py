"""`python -m deploy.catalogue`: the messages of the source, merged into the catalogues and compiled.

Chinese is the source language; `locale/en` translates all of it. `locale/zh_Hans` holds by hand what Django and the
libraries leave in English. Nothing but Python is needed (polib in place of GNU gettext).
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "deploy" / "locale"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"
CHINESE = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"
TOPS = ("accounts", "services", "reporting", "deploy")
SKIPPED = {"migrations", "district", "locale", "__pycache__"}
PLURALS = {"en": "nplurals=2; plural=(n != 1);", "zh_Hans": "nplurals=1; plural=0;"}

CALLS = {name + lazy for name in ("gettext", "ngettext", "pgettext", "npgettext") for lazy in ("", "_lazy")}
CALLS |= {"_", "gettext_noop"}
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"(?<!\w)(_|n?p?gettext)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)", re.S)
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-z]|%[sd]")

type_of_key = tuple[str | None, str, str | None]  # context, message, plural


class Untranslatable(Exception):
    """A gettext call whose message is not written there as one literal."""


def sources(suffix: str) -> Iterator[Path]:
    for top in TOPS:
        for path in sorted((ROOT / top).rglob(f"*{suffix}")):
            if not SKIPPED & set(path.relative_to(ROOT).parts):
                yield path


def extracted() -> dict[type_of_key, set[str]]:
    """Every message of the source, with the files it stands in."""
    found: dict[type_of_key, set[str]] = defaultdict(set)
    for read, suffix in ((_of_module, ".py"), (_of_template, ".html")):
        for path in sources(suffix):
            for key in read(path):
                found[key].add(path.relative_to(ROOT).as_posix())
    return found


def is_call(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    return name in CALLS


def _of_module(path: Path) -> Iterator[type_of_key]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and is_call(node):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            yield _key(name, words, f"{path.relative_to(ROOT)}:{node.lineno}")


def _of_template(path: Path) -> Iterator[type_of_key]:
    for name, literals in IN_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"))):
        words = [ast.literal_eval(literal) for literal in re.findall(LITERAL, literals, re.S)]
        yield _key(name, words, str(path.relative_to(ROOT)))


def _key(name: str, words: list[str], where: str) -> type_of_key:
    context, plural = "pgettext" in name, name.startswith("n")
    if len(words) != 1 + context + plural:
        raise Untranslatable(f"{where}: the message of {name}() is not one literal")
    return (words[0] if context else None, words[context], words[context + 1] if plural else None)


def merged(old: polib.POFile, messages: dict[type_of_key, set[str]]) -> polib.POFile:
    """The messages with the translations that `old` has for them; what is obsolete is left out."""
    new = _empty("en")
    before = {(e.msgctxt, e.msgid): e for e in old if not e.obsolete}
    for context, message, plural in sorted(messages, key=lambda key: (key[1], key[0] or "", key[2] or "")):
        entry = polib.POEntry(msgid=message, msgctxt=context)
        entry.occurrences = [(path, "") for path in sorted(messages[context, message, plural])]
        if PLACEHOLDER.search(message):
            entry.flags = ["python-format"]
        known = before.get((context, message))
        if plural is not None:
            entry.msgid_plural = plural
            entry.msgstr_plural = (known and known.msgstr_plural) or {0: "", 1: ""}
        elif known:
            entry.msgstr = known.msgstr
        new.append(entry)
    return new


def _empty(locale: str) -> polib.POFile:
    new = polib.POFile(wrapwidth=0)
    new.metadata = {
        "Project-Id-Version": "taizhang",
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[locale],
    }
    return new


def read(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=0) if path.exists() else _empty(path.parts[-3])


def untranslated(catalogue: polib.POFile) -> list[str]:
    return [e.msgid for e in catalogue if not all((e.msgstr_plural or {0: e.msgstr}).values())]


def main() -> int:
    if not settings.configured:
        settings.configure()  # templatize() asks for nothing of ours
    english = merged(read(ENGLISH), extracted())
    for path, catalogue in ((ENGLISH, english), (CHINESE, read(CHINESE))):
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        path.with_suffix(".mo").write_bytes(catalogue.to_binary())
    missing = untranslated(english)
    for message in missing:
        print(f"not translated: {message}")
    print(f"{len(english)} messages, {len(missing)} of them not translated.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
