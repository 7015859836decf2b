import os

import pytest

from tests.browser.test_access import *

OUT = "/tmp/tzb/shots"
os.makedirs(OUT, exist_ok=True)
LOOK = os.environ.get("LOOK", "wide")


@pytest.mark.parametrize(("who", "open_page"), PAGES, ids=[opened.__name__ for _who, opened in PAGES])
def test_shot(seat, who, open_page):
    desk = seat(who)
    try:
        open_page(desk)
    except Exception as e:
        print(open_page.__name__, e)
    p = desk.page
    for scheme, size, name in (("light", WIDE, "w"), ("dark", WIDE, "d"), ("light", NARROW, "n")):
        p.emulate_media(color_scheme=scheme)
        p.set_viewport_size(size)
        p.screenshot(path=f"{OUT}/{open_page.__name__}_{name}.png", full_page=name != "n" or True)
    p.set_viewport_size(WIDE)
    p.emulate_media(color_scheme="light")
del test_a_page_is_accessible, test_the_sign_in_page_is_accessible
