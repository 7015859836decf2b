"""Figures for outside: what was released is attacked with a linear program, later releases give nothing away."""

import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from accounts.errors import NotAllowed
from reporting import catalogue
from reporting.catalogue import Ratio
from reporting.figures import summary
from reporting.models import Release
from reporting.outside_xlsx import HIDDEN, run_job, write_outside
from reporting.periods import year
from reporting.releasing import release, table_of
from reporting.suppression import ALL, SMALL
from services.jobs.models import Job
from services.policy import actions as policy
from tests import make
from tests.reporting.book import void, write
from tests.reporting.test_pages import signed_in
from tests.reporting.test_suppression import attack

pytestmark = pytest.mark.django_db
PERSONS, AMOUNT = "subsidies.fuel_persons", "subsidies.fuel_amount"


@pytest.fixture
def written():
    """Fuel subsidies: eleven people in one street, of them three of another category; two in the other street."""
    people = [make.person(f"王{n}", certificate="42" if n < 8 else "13") for n in range(11)]
    people += [make.person(f"李{n}", street=make.STREET_B) for n in range(2)]
    return [write("fuel.paid", "2023-05-01", person=person, amount="260.00") for person in people]


def released(who="director", number_of_year=2023):
    with make.acting(who) as by:
        return release(by=by, number_of_year=number_of_year)


def figure(code):
    return catalogue.get(code, year(2023))


def test_few_people_are_hidden_and_so_is_what_they_received(written):
    found = released()
    for code in (PERSONS, AMOUNT):
        assert found.value(figure(code), make.STREET_B) is None
    assert found.value(figure(PERSONS), make.STREET_A, 1) is None  # three of category 1
    assert found.value(figure(PERSONS), "110102001") == 0  # nobody is no secret


def test_no_hidden_cell_can_be_worked_out_of_the_release(written):
    found = released()
    with make.acting(None):
        for indicator, shown in found.shown.items():
            one = table_of(indicator, found.period, found.known_at)
            for key, (least, most) in attack(shown, one.sums).items():
                assert most is None or most - least >= min(SMALL, one.values[key]), (indicator.code, key, least, most)
            assert all(one.people[key] == 0 or one.people[key] >= SMALL for key, value in shown.items() if value)


def test_what_few_are_missing_from_is_hidden_too():
    """Twelve are employed, fourteen in the labour force: the two who look for work could be counted by anybody."""
    for n in range(12):
        write("employment_status.started", "2023-01-01", person=make.person(f"王{n}"), detail="employed")
    for n in range(2):
        write("employment_status.started", "2023-01-01", person=make.person(f"李{n}"), detail="seeking")
    found, rate = released(), figure("employment.employment_rate")
    assert found.value(rate.denominator, make.STREET_A) == 14
    assert found.value(rate.numerator, make.STREET_A) is None and found.value(rate, make.STREET_A) is None


def test_parts_do_not_tell_what_their_whole_hides():
    """Two of 28 children are of category 1; the six who hide them, uncertified, have a figure of their own."""
    for number, certificate in ((2, "11"), (6, None), (20, "42")):
        for n in range(number):
            write("child_rehab.attended", "2023-05-01", person=make.person(f"王{n}", certificate=certificate))
    found = released()
    whole, *parts = (figure(f"rehabilitation.child_persons{part}") for part in ("", "_certified", "_uncertified"))
    assert found.value(whole, make.STREET_A) == 28 and found.value(whole, make.STREET_A, 1) is None
    assert all(found.withheld(part) for part in parts)
    with make.acting(None):
        assert not {part.code for part in parts} & Release.objects.get().cells.keys()


def test_parts_are_told_where_nothing_is_hidden():
    for n in range(10):
        write("child_rehab.attended", "2023-05-01", person=make.person(f"王{n}"))
    assert released().value(figure("rehabilitation.child_persons_certified"), make.STREET_A) == 10


def test_what_was_hidden_stays_hidden_in_the_summary_of_the_next_year():
    """The figure of the year before, printed a year later, hides the same cells, even if more is known by then."""
    assessed, before = "certificates.assessed_persons", "certificates.assessed_persons_before"
    for n in range(3):
        write("certificate_application.assessed", "2022-05-01", person=make.person(f"王{n}"))
    for n in range(20):
        write("certificate_application.assessed", "2022-05-01", person=make.person(f"李{n}", street=make.STREET_B))
    first = released(number_of_year=2022)
    hidden = {key for key, value in first.shown[figure(assessed)].items() if value is None}
    assert (make.STREET_A, ALL) in hidden
    for n in range(9):
        write("certificate_application.assessed", "2022-06-01", person=make.person(f"赵{n}"))
    second = released()
    shown = second.shown[figure(before)]
    assert shown is None or {key for key, value in shown.items() if value is None} == hidden
    with make.acting(None):
        fresh = table_of(figure(before), year(2023), second.known_at)
    assert fresh.values[make.STREET_A, ALL] == 12 and not fresh.small & {(make.STREET_A, ALL)}  # alone it would show


def test_sums_and_pieces_are_told_by_category_too(written):
    found = released()
    for code in ("subsidies.fuel_payments", AMOUNT):
        assert found.value(figure(code), make.STREET_A, 1) is None  # three of category 1
        assert found.value(figure(code), make.STREET_A, 5) == 0
    assert (make.STREET_A, 1) not in found.shown[figure("employment.job_fairs")]  # nobody's


def test_from_how_many_people_on_is_a_policy_term(written):
    assert released().limit == SMALL
    with make.acting("officer") as by:
        term = {"code": "release.people_from", "value": Decimal(14), "valid_from": make.TODAY, "source": "内部规定"}
        change = policy.propose_change(by=by, **term)
    with make.acting("officer_2") as by:
        policy.adopt_change(by=by, change=change)
    found = released()
    assert found.limit == 14 and found.withheld(figure(PERSONS))  # the thirteen of the district were shown


def test_a_ratio_of_hidden_numbers_is_hidden():
    for n in range(6):
        write("employment_status.started", "2023-01-01", person=make.person(f"王{n}"), detail="employed")
    write("employment_status.started", "2023-01-01", person=make.person("李"), detail="seeking")
    found, rate = released(), figure("employment.employment_rate")
    assert isinstance(rate, Ratio)
    shown = [found.value(part, make.STREET_A) for part in catalogue.parts_of(rate).values()]
    assert found.value(rate, make.STREET_A) == (None if None in shown else rate.value(*shown))


def test_a_small_difference_to_what_was_released_is_not_released(written):
    first = released()
    assert not first.withheld(figure(PERSONS))
    assert released().shown == first.shown  # the same once more
    void(written[0])
    second = released()
    assert second.withheld(figure(PERSONS)) and second.withheld(figure(AMOUNT))
    assert not second.withheld(figure("subsidies.home_help_persons"))
    with make.acting(None):
        cells = [one.cells for one in Release.objects.order_by("pk")]
    assert [PERSONS in found for found in cells] == [True, True, False]


def test_it_is_released_by_the_district_alone(written):
    for who in ("reviewer_a", "clerk_a", "integrator"):
        with pytest.raises(NotAllowed):
            released(who)
    with make.acting(None):
        assert not Release.objects.exists()


def test_a_release_is_never_changed(written):
    released()
    for change in (lambda: Release.objects.update(year=2000), lambda: Release.objects.all().delete()):
        with make.acting("director"), pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_workbook_holds_what_was_released_and_nothing_else(written):
    file = io.BytesIO()
    found = released()
    with make.acting("director"):
        write_outside(found, file)
    sheets = opened(file.getvalue())
    (fuel,) = [row for row in sheets["年度汇总"] if row[0] == "享受机动轮椅车燃油补贴"]
    names = sheets["年度汇总"][1]
    assert fuel[names.index("月坛街道")] in (HIDDEN, 11) and fuel[names.index(street_b())] == HIDDEN
    by_category = [row for row in sheets["按残疾类别"] if row[:2] == ["享受机动轮椅车燃油补贴", "月坛街道"]]
    assert by_category[0][2] == HIDDEN
    (rate,) = [row for row in sheets["年度汇总"] if row[0] == "劳动年龄段内残疾人就业率"]
    assert rate[names.index("月坛街道")] == "—"  # nobody to divide by is nothing to hide
    assert "comments" not in str(file.getvalue())  # no hash of a member list


def street_b():
    return make.Street.objects.get(pk=make.STREET_B).name


def opened(content: bytes) -> dict[str, list[list]]:
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_the_page_starts_its_job(written):
    answer = signed_in("director").post("/summary/2023/export/", {"outside": "1"})
    assert answer.status_code == 302
    with make.acting("director"):
        job = Job.objects.get(name="reporting.outside_xlsx")
        assert set(job.args) == {"year", "known_at"} and job.street_id is None
    street = signed_in("reviewer_a")
    assert 'name="outside"' not in street.get("/summary/2023/").content.decode()
    assert 'name="outside"' in signed_in("director").get("/summary/2023/").content.decode()
    assert callable(run_job)


def test_everything_is_counted_as_in_the_summary(written):
    with make.acting(None):
        reading = summary(2023, fresh=True)
        for indicator in catalogue.indicators_of(f for f in reading.figures if not f.stated):
            one = table_of(indicator, reading.period, reading.known_at)
            for area in filter(indicator.covers, reading.areas):
                key = (ALL if area == "district" else area, ALL)
                assert one.values[key] == reading.count(indicator, area), indicator.code


def test_the_command_releases_too(written, tmp_path):
    file = tmp_path / "outside.xlsx"
    call_command("report", "2023", "--format", "xlsx", "--outside", "--out", str(file), stdout=io.StringIO())
    assert "年度汇总" in opened(file.read_bytes())
    with make.acting(None):
        assert Release.objects.count() == 1
    with pytest.raises(CommandError, match="。"):
        call_command("report", "2023", "--format", "md", "--outside", "--out", str(file))
