"""No screen is forgotten: every address under which staff or managers see a page is looked at by the tests."""

import pytest

from services.cases import kinds
from tests import make, screens
from tests.test_help import NO_SCREEN
from tests.test_help import screens as addresses


def test_every_address_is_a_screen_that_is_looked_at_or_is_none():
    kinds_of_case = tuple(kind.model.lower().replace(".", "_") + "_" for kind in kinds.all_kinds())
    known = {*screens.SCREENS, *screens.NO_PAGE, "login"}
    found = set()
    for name in set(addresses()) - NO_SCREEN - {"schema", "docs"}:
        stem = next((kind for kind in kinds_of_case if name.startswith(kind)), None)
        listed = stem and name.removeprefix(stem) in screens.OF_A_CASE
        if not (name in known or listed or name.endswith(screens.OF_THE_REGISTRY)):
            found.add(name)
    assert sorted(found) == [], "add it to SCREENS of tests/screens.py"


def test_nothing_is_listed_that_is_not_there():
    assert sorted({*screens.SCREENS, *screens.NO_PAGE} - set(addresses())) == []


@pytest.mark.django_db
def test_every_screen_opens_for_whom_it_is(client, settings, tmp_path, full):
    settings.FILES_DIR = tmp_path
    world = screens.world()
    if full:
        screens.changed_since_publication()
    wrong = []
    for name, screen in screens.SCREENS.items():
        if screens.needs_publication(name) and not full:
            continue
        client.force_login(make.user(screen.who))
        answer = client.get(screens.address(name, world))
        if answer.status_code != 200 or b'class="help-link"' not in answer.content:
            wrong.append((name, screen.who, answer.status_code))
    client.force_login(make.user("officer"))
    wrong += [(n, url) for n, url in screens.of_a_case(world.case).items() if client.get(url).status_code != 200]
    assert wrong == []
