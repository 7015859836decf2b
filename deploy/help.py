"""A short page of help for each screen, in plain words. One file of Markdown for each topic and language (help/).

SCREENS says which topic explains which screen: the first pattern that the name of its address matches.
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.pages import page
from services.cases.kinds import all_kinds

FOLDER = Path(settings.BASE_DIR) / "deploy" / "help"
SCREENS = [
    (r"index|app_list|work", "work"),
    (r"find", "find"),
    (r"grids?|grid_sheet.*", "sheets"),
    (r".*(import|workbook).*", "imports"),
    (r"jobs?|job_.*", "jobs"),
    (r"document_.*", "documents"),
    (r"login|logout|password_.*|auth_user_password_change", "sign-in"),
    (r"person_(merge|merge_into|unmerge|hand_over)|people_(apart|duplicates)", "people"),
    (r"people_handoverrequest_.*|household_.*|residence", "people"),
    (r"people_certificate_.*|certificate_notice", "certificates"),
    (r"people_organisation_.*", "organisations"),
    (r"people_person_.*", "person"),
    (r"suspicions|payments_(hold|payment)_.*", "holds"),
    (r"payments?_.*", "payments"),
    (r"unclaimed.*", "unclaimed"),
    (r"circumstances?_.*|employment_status.*", "circumstances"),
    (r"override_ask|cases_override_.*", "exceptions"),
    (r"policy_.*|devices_catalogueitem_.*", "policy"),
    (r"budget.*", "budget"),
    (r"webhooks_.*", "webhooks"),
    (r"accounts_.*", "users"),
    (r"clients_.*", "clients"),
    (r"(last_)?summary.*|figure.*|relations|targets|fates|why|explain.*", "summary"),
    (r"view_.*", "summary"),
    (r"publication.*|passport", "publication"),
    (r"report_check|check.*|lint.*", "report-check"),
    (r"report.*", "reports"),
    (r"help(_topic)?", "work"),
]


# Of a case of any kind: the end of the name -> the topic.
OF_A_CASE = {
    "changelist": "case-list",
    "add": "new-case",
    "step": "step",
    "correct": "corrections",
    "details": "corrections",
    "take_back": "corrections",
    "annul": "corrections",
}


@cache
def _names_of_kinds() -> tuple[str, ...]:
    return tuple(kind.model.lower().replace(".", "_") + "_" for kind in all_kinds())


def topic_of(name: str) -> str | None:
    """The topic of the screen whose address has that name; None when nobody has written one."""
    for of_kind in _names_of_kinds():
        if name.startswith(of_kind):
            return OF_A_CASE.get(name.removeprefix(of_kind), "case")
    return next((topic for pattern, topic in SCREENS if re.fullmatch(pattern, name)), None)


def topics() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.md") if not path.name.endswith(".en.md"))


@lru_cache
def text_of(topic: str, language: str) -> str:
    """The Markdown of a topic; Chinese is the source, any other language is served the English."""
    name = f"{topic}.md" if language.startswith("zh") else f"{topic}.en.md"
    return (FOLDER / name).read_text(encoding="utf-8")


def title_of(topic: str) -> str:
    return text_of(topic, get_language() or "zh-hans").partition("\n")[0].removeprefix("# ")


def as_html(text: str) -> SafeString:
    """Headings, paragraphs and lists, which is all that help needs. A heading with a reason code can be linked to."""
    lines: list[str] = []
    within = ""
    for line in [*text.splitlines()[1:], ""]:
        kind, words = _read(line)
        wanted = {"-": "ul", "1": "ol"}.get(kind, "")
        if within != wanted:
            lines += [f"</{within}>"] * bool(within) + [f"<{wanted}>"] * bool(wanted)
            within = wanted
        match kind:
            case "#":
                code = re.match(r"RC\d\d", words)
                lines.append(f"<h2{f' id={code[0]}' if code else ''}>{words}</h2>")
            case "-" | "1":
                lines.append(f"<li>{words}</li>")
            case "p":
                lines.append(f"<p>{words}</p>")
    return mark_safe("\n".join(lines))


def _read(line: str) -> tuple[str, str]:
    for kind, mark in (("#", r"## "), ("-", r"- "), ("1", r"\d+\. ")):
        if found := re.match(mark, line):
            return kind, escape(line[found.end() :])
    return ("p" if line.strip() else ""), escape(line)


def list_view(request: HttpRequest) -> HttpResponse:
    rows = [[{"text": title_of(topic), "url": reverse("admin:help_topic", args=[topic])}] for topic in topics()]
    table = {"caption": _("全部帮助"), "headers": [_("主题")], "rows": rows, "id": "topics"}
    return page(request, "taizhang/tables.html", title=_("帮助"), tables=[table])


def topic_view(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in topics():
        raise Http404
    text = text_of(slug, get_language() or "zh-hans")
    crumbs = [{"label": _("帮助"), "url": reverse("admin:help")}]
    return page(request, "taizhang/help.html", title=title_of(slug), text=as_html(text), crumbs=crumbs)


def pages(site: Any) -> list:
    """For everybody, as signing in is explained as well."""
    return [path("help/", list_view, name="help"), path("help/<slug:slug>/", topic_view, name="help_topic")]


def context(request: HttpRequest) -> dict[str, str]:
    """For every template: where the screen that is shown is explained."""
    match = request.resolver_match
    topic = topic_of((match and match.url_name) or "")
    return {"help_url": reverse("admin:help_topic", args=[topic]) if topic else reverse("admin:help")}
