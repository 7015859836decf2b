"""A case pushed by REST moves its figure by one and stands among the members, as its passport says."""

import pytest

from tests import make


@pytest.fixture
def codes(api) -> dict[str, dict]:
    return {one["code"]: one for one in api("officer").get("figures/2023/").json()["results"]}


def value(client, code: str, **query):
    found = client.get("figures/2023/", **query).json()["results"]
    return next(one["value"] for one in found if one["code"] == code)


def code_of(codes: dict[str, dict], fact: str) -> str:
    return next(code for code, one in codes.items() if one["seed_fact"] == fact)


def test_a_case_moves_its_figure_by_one_and_is_among_its_members(api, codes):
    code, officer = code_of(codes, "V13"), api("officer")
    assert codes[code]["value"] == 0
    case = make.lived("home_modification")
    assert value(officer, code) == value(api("reviewer_a"), code) == value(officer, code, street=make.STREET_A) == 1
    assert value(officer, code, street=make.STREET_B) == value(api("reviewer_b"), code) == 0
    listed = officer.get(f"figures/2023/{code}/members/").json()
    assert [(row["case"], row["key"]) for row in listed["results"]] == [(case.number, str(case.household_id))]
    assert listed["passport"]["value"] == 1 and listed["next"] is None
    before = codes[code]["known_at"]
    assert value(officer, code, known_at=before) == 0
    assert officer.get(f"figures/2023/{code}/members/", known_at=before).json()["results"] == []


def test_pages_of_members_together_are_the_figure(api, codes):
    code, officer = code_of(codes, "V13"), api("officer")
    for _ in range(5):
        make.lived("home_modification")
    rows, answer = [], officer.get(f"figures/2023/{code}/members/", limit=2).json()
    while True:
        rows += answer["results"]
        if answer["next"] is None:
            break
        assert "known_at=" in answer["next"]
        answer = officer.get(answer["next"]).json()
    assert len({row["key"] for row in rows}) == len(rows) == answer["passport"]["value"] == 5


def test_of_a_ratio_one_names_the_part(api, codes, refused):
    ratio = next(code for code, one in codes.items() if "numerator" in one)
    path, officer = f"figures/2023/{ratio}/members/", api("officer")
    refused(officer.get(path), 400, "figure.part", "/part")
    assert officer.get(path, part="denominator").json()["results"] == []
    plain = f"figures/2023/{code_of(codes, 'V13')}/members/"
    refused(officer.get(plain, part="numerator"), 400, "figure.part", "/part")
    refused(officer.get(plain, cursor="bnVsbA"), 400, "cursor.invalid", "/cursor")


def test_figures_are_for_those_who_may_see_them_and_of_their_own_street(api, refused):
    refused(api("clerk_a").get("figures/2023/"), 403, "role.not_allowed")
    refused(api("reviewer_a").get("figures/2023/", street=make.STREET_B), 403, "figure.other_area")
    refused(api("reviewer_a").get("figures/2023/", basis="now"), 403, "basis.needs_district")
    refused(api("officer").get("figures/2023/", street="110102999"), 404, "figure.no_such_area")
    refused(api("officer").get("figures/1999/"), 404, "year.not_there")
    refused(api("officer").get("figures/2023/no.such/members/"), 404, "indicator.unknown")
    refused(
        api("officer").get("figures/2023/", known_at="2999-01-01T00:00:00Z"), 400, "known_at.in_future", "/known_at"
    )


def test_a_difference_is_told_with_its_records(api, codes):
    code, officer = code_of(codes, "V13"), api("officer")
    since = codes[code]["known_at"]
    case = make.lived("home_modification")
    path = f"figures/2023/{code}/explain/"
    said = officer.get(path, since=since, bucket="late").json()
    assert (said["before"]["value"], said["after"]["value"], said["parts"][0]["change"]) == (0, 1, 1)
    assert [(one["bucket"], one["change"], one["count"]) for one in said["parts"][0]["buckets"]] == [("late", 1, 1)]
    (record,) = said["records"]
    assert (record["key"], record["case"]) == (str(case.household_id), case.number)
    assert officer.get(path, since=since, bucket="late", after=record["key"]).json()["records"] == []
    assert officer.get(path, from_year=2022).json()["parts"][0]["buckets"][0]["bucket"] == "new"
    own = api("reviewer_b").get(path, since=since).json()
    assert own["after"]["area"] == make.STREET_B and own["parts"] == [{"part": "", "change": 0, "buckets": []}]


def test_a_difference_is_refused_like_its_figures(api, codes, refused):
    code = code_of(codes, "V13")
    path = f"figures/2023/{code}/explain/"
    refused(api("clerk_a").get(path), 403, "role.not_allowed")
    refused(api("reviewer_a").get(path, from_street=make.STREET_B), 403, "figure.other_area")
    refused(api("officer").get(path, from_year=1999), 404, "year.not_there")
    refused(api("officer").get(path, since="2999-01-01T00:00:00Z"), 400, "known_at.in_future", "/known_at")
    ratio = "figures/2023/employment.employment_rate/explain/"
    refused(api("officer").get(ratio, bucket="new"), 400, "figure.part", "/part")
    assert [one["part"] for one in api("officer").get(ratio).json()["parts"]] == ["numerator", "denominator"]
