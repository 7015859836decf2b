"""Filters: hand-counted, one way to count, and a narrowed number opens exactly its narrowed list."""

import datetime as dt
import itertools
import re
from html import unescape

import pytest
from django.test import Client

from accounts.errors import Malformed
from reporting import catalogue
from reporting.catalogue import Indicator
from reporting.figures import passports, readings_of, summaries
from reporting.members import members
from reporting.narrowing import AGES, CHOICES, Narrowing, describes_people, narrowed, narrowing_of
from reporting.periods import year
from tests import make
from tests.reporting.book import write

pytestmark = pytest.mark.django_db
CODE = "subsidies.fuel_persons"


@pytest.fixture
def written():
    """By hand: 3 men of category 4 grade 2 (one of street B), 1 woman of category 1 grade 3, 1 without certificate."""
    people = [
        make.person("王一"),
        make.person("李二", born=dt.date(1963, 5, 1)),  # 60 on that day
        make.person("张三", street=make.STREET_B),
        make.person("赵四", sex="F", certificate="13"),
        make.person("孙五", born=dt.date(2016, 5, 2), certificate=None, suspected=True),  # 6 on that day, 7 on the next
    ]
    for one in people:
        write("fuel.paid", "2023-05-01", person=one, amount="260.00")
    write("job_fair.held", "2023-05-01")
    return people


@pytest.mark.parametrize(
    ("chosen", "value"),
    [
        ({}, 5),
        ({"category": "4"}, 3),
        ({"category": "1"}, 1),
        ({"grade": "2"}, 3),
        ({"sex": "F"}, 1),
        ({"age": "0-6"}, 1),
        ({"age": "18-59"}, 3),
        ({"age": "60-"}, 1),
        ({"category": "4", "age": "60-", "sex": "M"}, 1),
        ({"category": "4", "sex": "F"}, 0),
    ],
)
def test_a_filter_counts_what_was_counted_by_hand(written, chosen, value):
    filters = Narrowing(**chosen).filters
    with make.acting("director"):
        (reading,) = summaries([2023], filters=filters)
        figure = narrowed(catalogue.get(CODE, reading.period), filters)
        assert reading.cell(figure, "district").value == value
        for area in reading.areas:  # pass, cell and list agree in every area
            cell, _hash = readings_of(figure, reading.known_at, reading.period, "then")[area]
            assert reading.count(figure, area) == cell
            assert len(members(CODE, 2023, area, reading.known_at, filters=filters)) == cell


def test_the_bands_of_age_meet_and_do_not_overlap():
    bands = list(AGES.values())
    assert bands[0][0] == 0 and bands[-1][1] is None
    assert all(one[1] == other[0] for one, other in itertools.pairwise(bands))


def test_every_narrowed_figure_agrees_in_all_its_forms(written):
    filters = Narrowing(category="4", sex="M").filters
    with make.acting("director"):
        (reading,) = summaries([2023], fresh=True, filters=filters)
        for one in catalogue.indicators_of(reading.figures):
            cells = readings_of(one, reading.known_at, reading.period, "then")
            assert all(reading.count(one, area) == cells[area][0] for area in reading.areas), one.code


def test_what_is_about_nobody_is_left_out(written):
    with make.acting("director"):
        (reading,) = summaries([2023], filters=Narrowing(sex="F").filters)
        codes = {figure.code for figure in reading.figures}
    assert CODE in codes and "home_modifications.built" in codes and "employment.employment_rate" in codes
    assert not codes & {"employment.job_fairs", "employment.job_fair_employers", "employment.vacancies_developed"}
    assert all(describes_people(figure) for figure in reading.figures)


def test_a_narrowed_passport_has_the_hash_of_its_own_members(written):
    with make.acting("director"):
        whole, part = (
            passports(2023, area="district", code=CODE, filters=chosen)[0]
            for chosen in ((), Narrowing(category="4").filters)
        )
    assert whole["member_hash"] != part["member_hash"] and (whole["value"], part["value"]) == (5, 3)


def test_narrowing_declares_nothing(written):
    figure = catalogue.get(CODE, year(2023))
    part = narrowed(figure, Narrowing(sex="F").filters)
    assert part is narrowed(figure, Narrowing(sex="F").filters)  # a key of counts stays the same object
    assert isinstance(part, Indicator) and figure.filters == () and catalogue.get(CODE, year(2023)) is figure


@pytest.mark.parametrize("name", sorted(CHOICES))
def test_what_is_no_choice_is_refused(name):
    with pytest.raises(Malformed):
        narrowing_of({name: "'; DROP TABLE x"})


def test_a_filtered_number_opens_its_filtered_list(written):
    client = Client()
    client.force_login(make.user("director"))
    html = client.get("/summary/2023/?category=4&sex=M").content.decode()
    assert "残疾类别：肢体残疾、性别：男" in html
    cells = re.findall(rf'<td[^>]*><a href="([^"]*/{CODE}/[^"]*)">([^<]*)</a>', html.partition('"summary-table"')[2])
    numbers = [int(text) for _url, text in cells]
    assert numbers[0] == 3 and sum(numbers[1:]) == 3
    for url, text in cells[:4]:
        page = client.get(unescape(url)).content.decode()
        assert page.count("<tr><th scope") - page.count("<thead><tr><th scope") == int(text)
        assert "残疾类别：肢体残疾" in page


def test_a_programme_shows_its_own_rows(written):
    client = Client()
    client.force_login(make.user("director"))
    html = client.get("/summary/2023/?programme=subsidies").content.decode()
    assert CODE in html and "employment.placed" not in html
    assert client.get("/summary/2023/?programme=x").status_code == 400
    assert client.get("/summary/2023/?age=5").status_code == 400
    assert client.get(f"/summary/2023/{CODE}/?sex=X").status_code == 400
