"""Every screen has a page of help, in both languages, at the same place; every reason code is explained."""

import csv
import re

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from deploy import help
from services.policy import data
from tests import make
from tests.test_translation import is_chinese

# Not screens: they answer with a file, a redirect or a line for a script.
NO_SCREEN = {"autocomplete", "jsi18n", "view_on_site", "extend", "set_language", "live", "ready"}
NO_SCREEN |= {"organisation_names"}
BACKEND = "django.contrib.auth.backends.ModelBackend"


def screens(resolver=None, prefix="/"):
    for one in (resolver or get_resolver()).url_patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from screens(one, path)
        elif isinstance(one, URLPattern) and not path.startswith("/api/") and one.name:
            yield one.name


def test_every_screen_is_explained():
    names = set(screens()) - NO_SCREEN
    assert len(names) > 200
    assert sorted(name for name in names if help.topic_of(name) is None) == [], "add it to SCREENS of deploy/help.py"


def test_every_topic_that_is_named_is_written_and_every_one_written_is_reached():
    named = {topic for _pattern, topic in help.SCREENS}
    assert named | {*help.OF_A_CASE.values(), "case", "reasons"} == set(help.topics())


@pytest.mark.parametrize("topic", help.topics())
def test_a_topic_is_short_and_stands_in_both_languages(topic):
    chinese, english = help.text_of(topic, "zh-hans"), help.text_of(topic, "en")
    assert is_chinese(chinese) and not is_chinese(english)
    for text in (chinese, english):
        assert text.startswith("# ")
        assert topic == "reasons" or len(text.splitlines()) <= 30
    headings = [len(re.findall(r"^## ", text, re.M)) for text in (chinese, english)]
    assert headings[0] == headings[1]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_reason_code_is_explained_with_what_to_do_next(language):
    with (data.HERE / "reasons.csv").open(encoding="utf-8") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    sections = dict(re.findall(r"^## (RC\d\d) .+\n((?:(?!## ).*\n)*)", help.text_of("reasons", language) + "\n", re.M))
    assert sorted(sections) == sorted(codes)
    assert all("\n- " in text for text in sections.values()), "say what to do next"


def test_help_is_plain_text_made_safe():
    html = help.as_html("# 标题\n\n一 <b>\n\n## RC01 二\n1. 三\n2. 四\n- 五\n")
    lines = html.splitlines()
    assert lines[:2] == ["<p>一 &lt;b&gt;</p>", "<h2 id=RC01>RC01 二</h2>"]
    assert lines[2:] == ["<ol>", "<li>三</li>", "<li>四</li>", "</ol>", "<ul>", "<li>五</li>", "</ul>"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "topic"),
    [
        ("/admin/", "work"),
        ("/admin/grids/adult_sessions/", "sheets"),
        ("/admin/subsidies/fuelgrant/", "case-list"),
        ("/admin/subsidies/fuelgrant/add/", "new-case"),
        ("/admin/people/organisation/add/", "organisations"),
        ("/admin/jobs/", "jobs"),
        ("/admin/password_change/", "sign-in"),
    ],
)
def test_the_link_stands_at_the_same_place(client, url, topic):
    client.force_login(make.user("clerk_a"), backend=BACKEND)
    body = client.get(url).content.decode()
    link = f'<a class="help-link" href="/admin/help/{topic}/">帮助</a>'
    assert body.count(link) == 1
    tools = body.partition('id="user-tools"')[2].partition('id="logout-form"')[0]
    assert link in tools
    assert client.get(f"/admin/help/{topic}/").status_code == 200


@pytest.mark.django_db
def test_who_cannot_sign_in_finds_help_as_well(client):
    assert "/admin/help/sign-in/" in client.get("/admin/login/").content.decode()
    assert "忘记密码" in client.get("/admin/help/sign-in/").content.decode()
    assert client.get("/admin/help/nothing/").status_code == 404
