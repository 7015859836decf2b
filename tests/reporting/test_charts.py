"""Charts: what is drawn is what the table says; titles say the finding; no style or script stands in them."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from reporting import charts
from reporting.charts import Point
from tests import make
from tests.reporting.book import write

POINTS = [Point("甲街道", 40, "40"), Point("乙<街道", 10, "10"), Point("丙街道", 0, "0")]


@pytest.mark.parametrize("draw", [charts.bars, charts.trend, charts.funnel])
def test_a_chart_is_well_formed_named_and_without_style(draw):
    drawn = str(draw("one", "甲街道最多 & 丙街道没有", "三个街道", POINTS))
    tree = ElementTree.fromstring(drawn)
    assert tree.attrib["role"] == "img" and tree.attrib["aria-labelledby"] == "one-title one-about"
    assert [tree[0].text, tree[1].text] == ["甲街道最多 & 丙街道没有", "三个街道"]
    assert "style" not in drawn and "<script" not in drawn
    said = "".join(tree.itertext())
    assert all(point.said in said and point.label in said for point in POINTS)


def test_bars_are_as_long_as_their_numbers_and_the_largest_is_marked():
    bars = ElementTree.fromstring(str(charts.bars("one", "t", "a", POINTS))).findall(".//rect")
    widths = [float(bar.attrib["width"]) for bar in bars]
    assert widths[0] == charts.WIDTH - charts.LABEL - charts.NUMBER and widths[1] == widths[0] / 4 and widths[2] == 1
    assert ["most" in bar.attrib["class"] for bar in bars] == [True, False, False]


def test_a_trend_begins_at_zero():
    dots = ElementTree.fromstring(str(charts.trend("one", "t", "a", POINTS))).findall(".//circle")
    heights = [float(dot.attrib["cy"]) for dot in dots]
    assert heights == [charts.TOP, charts.BASE - (charts.BASE - charts.TOP) / 4, charts.BASE]


def test_nothing_is_drawn_of_nothing():
    zeros = [Point("2022", 0, "0"), Point("2023", 0, "0")]
    assert charts.spark("", zeros) == charts.spark("", POINTS[:1]) == ""
    ElementTree.fromstring(str(charts.bars("one", "t", "a", zeros)))
    ElementTree.fromstring(str(charts.trend("one", "t", "a", zeros)))


@pytest.mark.django_db
def test_each_chart_has_its_numbers_beside_it():
    for name, street in (("王一", make.STREET_A), ("李二", make.STREET_B), ("张三", make.STREET_B)):
        person = make.person(name, street=street)
        write("fuel.paid", "2023-05-01", person=person)
        write("fuel.paid", "2022-05-01", person=person)
    client = Client()
    client.force_login(make.user("director"))
    html = client.get("/summary/2023/?chart=subsidies.fuel_persons").content.decode()
    assert "享受机动轮椅车燃油补贴：广安门外街道最多，2人" in html
    assert "享受机动轮椅车燃油补贴：2023年与2022年相同，为3" in html
    drawings = re.findall(r'<svg class="chart".*?</svg>', html)
    assert len(drawings) == 2
    for drawn in drawings:
        numbers = re.findall(r'class="chart__number"[^>]*>([^<]+)<', drawn)
        beside = html.split(drawn)[1].split("</section>")[0]
        assert numbers and all(f">{number}</a>" in beside for number in numbers)
