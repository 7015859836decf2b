"""`fields=a,b`: only what is asked for, of lists and of details; declared in the description."""

import pytest

from tests import make


@pytest.fixture
def case(db):
    return make.opened("fuel")


def test_a_list_has_only_the_fields_that_were_asked_for(api, case):
    (row,) = api("clerk_a").get("cases/", fields="number,status").json()["results"]
    assert row == {"number": case.number, "status": "submitted"}


def test_so_has_one_record_and_its_etag_stays(api, case):
    clerk, url = api("clerk_a"), f"cases/{case.pk}/"
    answer = clerk.get(url, fields="next_steps,version")
    assert set(answer.json()) == {"next_steps", "version"}
    assert answer["ETag"] == clerk.get(url)["ETag"] == '"1"'


def test_what_is_around_the_rows_stays(api, case):
    clerk = api("clerk_a")
    make.opened("fuel", make.person("周玉"))
    page = clerk.get("cases/", fields="id", limit=1).json()
    assert set(page) == {"results", "next"} and "fields=id" in page["next"]
    assert [set(row) for row in clerk.get(page["next"]).json()["results"]] == [{"id"}]


def test_of_a_figure_the_passport_stays_whole(api):
    make.lived("home_modification")
    figure = api("officer").get("figures/2023/home_modifications.accepted/members/", fields="key").json()
    assert figure["passport"]["value"] == 1
    assert [set(row) for row in figure["results"]] == [{"key"}]


@pytest.mark.parametrize("fields", ["nonsense", "id,", "", "id,id_number", "ID", "id id"])
def test_an_unknown_field_is_refused(api, case, refused, fields):
    for path in ("cases/", f"cases/{case.pk}/", "people/", "kinds/"):
        problem = refused(api("clerk_a").get(path, fields=fields), 400, "fields.unknown", "/fields")
        assert "id_number" not in problem["detail"] and "nonsense" not in problem["detail"]


def test_a_post_has_no_such_parameter(api, refused):
    refused(api("clerk_a").post("people/find/?fields=id", term="x"), 400, "request.invalid", "/fields")
