"""A cursor goes on where its reader stood: not in another street, in another class, or with further rights."""

import pytest

from accounts.clients import actions
from accounts.clients.offers import offered
from services.feed.cursors import LONGEST
from tests import make
from tests.clients.conftest import city  # noqa: F401


@pytest.fixture
def reader(city):  # noqa: F811
    """A system of two streets that reads fuel cases alone, with something to read."""
    for street in (make.STREET_A, make.STREET_B):
        make.lived("fuel", make.person(street=street), until="reviewed")
    make.lived("device", make.person())
    one = city("feed.read", "fuel.read", streets=(make.STREET_A, make.STREET_B))
    one.headers["X-Street"] = make.STREET_A
    return one


def granted(one, *scopes):
    with make.acting("secadmin") as by:
        streets = [posting.street for posting in one.row.user.postings.all()]
        actions.change(by=by, client=one.row, name=one.row.name, scopes=list(scopes), streets=streets, per_minute=600)
    return one.signed_in()


def test_of_another_street_it_is_refused(reader, refused):
    cursor = reader.get("changes/").json()["cursor"]
    assert reader.get("changes/", cursor=cursor).json()["results"] == []
    reader.headers["X-Street"] = make.STREET_B
    refused(reader.get("changes/", cursor=cursor), 400, "cursor.for_others", "/cursor")
    assert reader.get("changes/").json()["results"]


def test_of_the_whole_it_is_good_for_a_part_and_not_the_other_way(reader, refused):
    whole = reader.get("changes/").json()["cursor"]
    assert reader.get("changes/", cursor=whole, what="case").json()["results"] == []
    part = reader.get("changes/", what="case").json()["cursor"]
    assert reader.get("changes/", cursor=part, what="case").status_code == 200
    for what in ({}, {"what": "entry"}):
        refused(reader.get("changes/", cursor=part, **what), 400, "cursor.for_others", "/cursor")


def test_with_further_rights_one_starts_over_and_with_fewer_goes_on(reader, refused):
    cursor = reader.get("changes/").json()["cursor"]
    granted(reader, "feed.read", "fuel.read", "device.read")
    refused(reader.get("changes/", cursor=cursor), 410, "cursor.rights_grew", "/cursor")
    page = reader.get("changes/").json()
    assert {one["code"].partition(".")[0] for one in page["results"]} == {"", "fuel", "device"}
    reader.signed_in(scope="feed.read fuel.read")
    assert reader.get("changes/", cursor=page["cursor"]).status_code == 200
    everything = granted(reader, *offered()).get("changes/").json()["cursor"]
    assert len(everything) < LONGEST * 0.9
    assert granted(reader, "feed.read").get("changes/", cursor=everything).status_code == 200
