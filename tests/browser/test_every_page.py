"""The screens of tests/screens.py by axe-core in every look: the long form, beside the states of test_access.py."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests import screens
from tests.browser.desk import Seat
from tests.browser.test_access import accessible
from tests.conftest import FULL
from tests.screens import World

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not FULL, reason="the long form")]


@pytest.fixture(scope="module")
def world(live_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with override_settings(FILES_DIR=tmp_path_factory.mktemp("files")):
        made = screens.world()
        screens.changed_since_publication()
        yield made


@pytest.mark.parametrize("name", sorted(screens.SCREENS))
def test_a_screen_is_accessible(seat: Seat, world: World, name: str) -> None:
    desk = seat(screens.SCREENS[name].who)
    desk.go(screens.address(name, world))
    accessible(desk.page, name, full=True)


@pytest.mark.parametrize("name", screens.OF_A_CASE)
def test_a_page_of_a_case_is_accessible(seat: Seat, world: World, name: str) -> None:
    desk = seat("officer")
    desk.go(screens.of_a_case(world.case)[name])
    accessible(desk.page, name, full=True)
