"""The interface in two languages: Chinese is the source, and the English catalogue translates all of it."""

import ast
import re

import polib
import pytest
from django.apps import apps
from django.utils.translation import gettext, gettext_lazy, ngettext, override
from rest_framework.exceptions import NotAuthenticated

from accounts.roles import Role
from deploy import catalogue
from deploy.errors import TITLES
from reporting.units import APPLICATIONS, ITEMS
from services.cases import kinds

CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
# What is Chinese in either language, or is data: names, the demo's users, policy texts, the annual report and the
# language that its linter reads, formats.
NAMES = ("台账", "简体中文", "中文")
DATA = {
    "accounts/management/commands/demo_users.py",
    "services/people/names.py",
    "services/policy/data.py",
    "services/policy/texts.py",  # units
    "services/policy/holidays.py",
    "services/devices/data.py",
    "services/budget/data.py",
    "services/circumstances/imports.py",  # headings of files
    "services/workbooks/spellings.py",
    "services/payments/bank_file.py",
    "services/payments/settling.py",
    "deploy/integrator/reading.py",  # both languages, for who copies the kit
    "deploy/integrator/running.py",
    "deploy/integrator/writing.py",
    "deploy/integrator/__main__.py",
    "deploy/management/commands/sandbox_client.py",
    "reporting/benches/api_bulk.py",
    "reporting/benches/imports.py",
    "reporting/benches/load.py",
    "reporting/relations/wording.py",
    "reporting/documents/annual.py",
    "reporting/documents/checking.py",  # units that people type
    "reporting/documents/tokens.py",  # how a template asks for a figure
    "reporting/documents/word.py",
    "reporting/lint/aliases.py",
    "reporting/lint/characters.py",
    "reporting/lint/checks/language.py",
    "reporting/lint/checks/counted.py",
    "reporting/lint/checks/nouns.py",
    "reporting/lint/figures.py",
    "reporting/lint/labels.py",
    "reporting/lint/mentions.py",
    "reporting/lint/numerals.py",
    "reporting/lint/quantities.py",
    "reporting/lint/relations.py",
    "reporting/lint/rows.py",
    "reporting/lint/tables.py",
    "reporting/lint/text.py",
    "reporting/lint/words.py",
    "deploy/api_examples.py",
    "deploy/demo.py",
    "deploy/formats/zh_Hans/formats.py",
}
IN_TAGS = re.compile(r"{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}|{%.*?%}|{#.*?#}|{{.*?}}", re.S)
NOT_ASKED = "tests/test_translation.py: run `python -m deploy.catalogue`, translate what it lists, run it again"


@pytest.fixture(scope="module")
def english() -> polib.POFile:
    """The catalogue as it would be made now."""
    return catalogue.merged(catalogue.read(catalogue.ENGLISH), catalogue.extracted())


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def is_chinese(text: str) -> bool:
    for name in NAMES:
        text = text.replace(name, "")
    return bool(CJK.search(text))


def test_every_message_has_an_english_translation(english):
    assert catalogue.untranslated(english) == [], NOT_ASKED


def test_the_catalogues_are_what_the_source_gives(english):
    committed = catalogue.read(catalogue.ENGLISH)
    in_source, in_file = ({(e.msgctxt, e.msgid) for e in one} for one in (english, committed))
    assert in_source - in_file == set(), NOT_ASKED
    assert in_file - in_source == set(), NOT_ASKED
    assert str(english) == catalogue.ENGLISH.read_text(encoding="utf-8"), NOT_ASKED
    for path, one in ((catalogue.ENGLISH, english), (catalogue.CHINESE, catalogue.read(catalogue.CHINESE))):
        assert path.with_suffix(".mo").read_bytes() == one.to_binary(), NOT_ASKED


@pytest.mark.parametrize("path", [catalogue.ENGLISH, catalogue.CHINESE], ids=["en", "zh_Hans"])
def test_translations_keep_the_placeholders(path):
    wrong = []
    for entry in catalogue.read(path):
        wanted = sorted(m[0] for m in catalogue.PLACEHOLDER.finditer(entry.msgid))
        for text in translations(entry):
            if sorted(m[0] for m in catalogue.PLACEHOLDER.finditer(text)) != wanted:
                wrong.append((entry.msgid, text))
    assert wrong == []


def test_english_is_english(english):
    assert [text for entry in english for text in translations(entry) if is_chinese(text)] == []


def test_english_ends_and_begins_like_the_chinese(english):
    """A sentence stays a sentence, and spaces at the ends stand only where a colon or comma glues to what follows."""
    wrong = []
    for entry in english:
        for text in translations(entry):
            cut_short = entry.msgid.endswith("。") and not text.endswith((".", "%(because)s", "%(reason)s"))
            loose = text != text.strip() and not entry.msgid.endswith(("：", "、", "；"))
            if cut_short or loose:
                wrong.append((entry.msgid, text))
    assert wrong == []


def test_messages_are_sorted_without_line_numbers_and_dates():
    text = catalogue.ENGLISH.read_text(encoding="utf-8")
    assert "Date" not in text.split("\n\n")[0]
    assert not re.search(r"^#: .*:\d+", text, re.M)
    messages = [entry.msgid for entry in catalogue.read(catalogue.ENGLISH)]
    assert messages == sorted(messages)


def test_a_new_string_would_be_missed(english):
    """The check itself: a message that nobody has translated is named."""
    found = catalogue.merged(english, {**catalogue.extracted(), (None, "新的文字", None): {"deploy/new.py"}})
    assert catalogue.untranslated(found) == ["新的文字"]


def test_messages_are_literals(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    path = tmp_path / "module.py"
    path.write_text('_(f"{n} 人")\n', encoding="utf-8")
    with pytest.raises(catalogue.Untranslatable, match=r"module.py:1"):
        list(catalogue._of_module(path))


def test_templates_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    path = tmp_path / "page.html"
    path.write_text(
        '{% load i18n %}{% translate \'一\' %}{{ x|default:_("二") }}{% translate "三" context "四" %}\n'
        "{% blocktranslate count n=n trimmed %}\n  {{ n }} 条（共%）\n{% plural %}\n  {{ n }} 条\n"
        "{% endblocktranslate %}",
        encoding="utf-8",
    )
    assert list(catalogue._of_template(path)) == [
        (None, "一", None),
        (None, "二", None),
        ("四", "三", None),
        (None, "%(n)s 条（共%%）", "%(n)s 条"),
    ]


OUTSIDE = ("400.html", "500.html", "503.html")  # shown when nothing can be translated any more


def test_templates_hold_no_chinese_outside_translate_tags():
    wrong = []
    for path in catalogue.sources(".html"):
        for line in IN_TAGS.sub("", path.read_text(encoding="utf-8")).splitlines():
            if is_chinese(line) and path.name not in OUTSIDE:
                wrong.append(f"{path.relative_to(catalogue.ROOT)}: {line.strip()}")
    assert wrong == []


def test_modules_hold_no_chinese_outside_gettext_calls():
    wrong = []
    for path in catalogue.sources(".py"):
        name = path.relative_to(catalogue.ROOT).as_posix()
        if name not in DATA:
            wrong += [f"{name}:{n.lineno} {n.value}" for n in chinese_literals(path.read_text(encoding="utf-8"))]
    assert wrong == []


def chinese_literals(text: str) -> list[ast.Constant]:
    tree = ast.parse(text)
    translated = {id(part) for call in ast.walk(tree) if catalogue.is_call(call) for part in call.args}
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_chinese(node.value)
        if id(node) not in translated | docstrings
    ]


def test_english_leaves_the_libraries_in_english():
    with override("en"):
        assert [gettext(text) for text in ("Log in", "Save", "Home")] == ["Log in", "Save", "Home"]
        assert ngettext("%(count)d year", "%(count)d years", 2) == "%(count)d years"
        assert str(NotAuthenticated().detail) == "Authentication credentials were not provided."


def test_chinese_leaves_nothing_in_english():
    """Django's and DRF's own catalogues, and ours where they have nothing."""
    with override("zh-hans"):
        assert gettext("Log in") == "登录"
        ours = [e.msgid for e in catalogue.read(catalogue.CHINESE) if not e.msgid_plural]
        library = ["Authentication credentials were not provided.", "Invalid token.", "User inactive or deleted."]
        for text in [*ours, *library, "Enter a valid date.", "This field is required.", "This field may not be null."]:
            assert CJK.search(gettext(text)), text
        too_short = "This password is too short. It must contain at least %d character{}."
        assert CJK.search(ngettext(too_short.format(""), too_short.format("s"), 8))


def test_lazy_names_follow_the_language():
    names = [role.label for role in Role] + list(TITLES.values())
    for model in apps.get_models():
        if model.__module__.startswith(("accounts", "services", "reporting")):
            names += [model._meta.verbose_name, *(f.verbose_name for f in model._meta.fields if f.verbose_name)]
    names += [label for kind in kinds.all_kinds() for label in (kind.label, *kind.labels.values())]
    with override("en"):
        assert [text for text in map(str, names) if is_chinese(text)] == []
        assert (str(APPLICATIONS), str(ITEMS)) == ("applications", "items")
        assert str(kinds.S.RETURNED.label) == "Returned for correction"
    with override("zh-hans"):
        assert (str(APPLICATIONS), str(ITEMS)) == ("件", "件")
        assert str(gettext_lazy("街道")) == "街道"
