"""The pages of a publication, walked through by those whose steps they are."""

import re

import pytest
from django.test import Client

from reporting.models import Publication, StreetConfirmation
from services.ledger import actions as ledger
from tests import make
from tests.reporting import publications as pub
from tests.reporting.book import write

pytestmark = pytest.mark.django_db
AT = "/summary/2023/publication/"
FUEL = "subsidies.fuel_persons"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(make.user(name))
    return client


def html(name: str, path: str = "") -> str:
    answer = signed_in(name).get(f"{AT}{path}")
    assert answer.status_code == 200, (name, path, answer.status_code)
    return answer.content.decode()


def sent(name: str, path: str, **values):
    return signed_in(name).post(f"{AT}{path}", values)


@pytest.fixture
def written():
    return [
        write("fuel.paid", "2023-05-01", person=person)
        for person in (make.person("王一"), make.person("李二"), make.person("张三", street=make.STREET_B))
    ]


def test_a_year_is_published_through_its_pages(written):
    assert "还没有开始" in html("director") and 'href="/summary/2023/publication/open/"' in html("officer")
    assert sent("officer", "open/").status_code == 302
    assert "下一步：由区残联审批人核对提示" in html("director")
    assert sent("officer", "invite/").status_code == 302
    assert "年度数字，待本街道确认" in signed_in("reviewer_a").get("/admin/").content.decode()
    page = html("reviewer_a", "confirm/")
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)[1]
    assert sent("reviewer_a", "confirm/", seen="x").status_code == 200
    assert sent("reviewer_a", "confirm/", seen=seen).status_code == 302
    assert (
        "本街道已经确认" in html("reviewer_a")
        and "年度数字" not in signed_in("reviewer_a").get("/admin/").content.decode()
    )
    assert "还有14个街道没有确认" in html("officer")
    one = Publication.objects.get()
    for street in make.Street.objects.exclude(pk=make.STREET_A).values_list("code", flat=True):
        pub.confirmed_by(street, one)
    assert "15 / 15 个街道已确认" in html("officer")
    assert "年度数字，待我核对" in signed_in("officer").get("/admin/").content.decode()
    assert sent("officer", "check/").status_code == 302
    assert "年度数字，待我发布" in signed_in("director").get("/admin/").content.decode()
    assert sent("director", "freeze/").status_code == 302
    page = html("director")
    assert "已发布" in page and "第1版" in page
    assert sent("director", "freeze/").status_code == 200  # says that it is done


def test_differences_go_through_their_pages_to_an_erratum(written):
    pub.frozen()
    assert "没有差异" in html("officer", "differences/")
    assert "没有等待说明的差异" in html("officer", "differences/explain/")
    assert "没有等待批准的差异" in html("director", "differences/decide/")
    with make.acting("officer") as by:
        ledger.void(by=by, entry=written[0], reason="银行退回")
    page = html("officer", "differences/")
    assert "待说明" in page and "说明原因（" in page
    assert "说明原因（" not in html("director", "differences/")
    assert sent("officer", "differences/explain/", chosen="all", reason="").status_code == 200
    assert sent("officer", "differences/explain/", chosen="all", reason="银行退回").status_code == 302
    assert sent("director", "differences/decide/", chosen="all", approve="yes").status_code == 302
    assert sent("officer", "erratum/", note="年后核对").status_code == 302
    assert "第2版（更正）的进度" in html("officer")
    assert sent("director", "freeze/").status_code == 302
    page = html("reviewer_a", "errata/2/")
    assert "银行退回" in page and "作废：-1人（1条记录）" in page and "年后核对" in page
    old = signed_in("director").get(f"/figures/2023-1-{FUEL}-district/").content.decode()
    assert "已在第2版更正" in old and f"/figures/2023-2-{FUEL}-district/" in old
    assert "1条" in html("director", f"changes/2023-1-{FUEL}-district/")


@pytest.mark.parametrize("path", ["", "differences/", f"streets/{make.STREET_A}/", "errata/2/"])
def test_who_may_see_no_figures_sees_none_of_it(written, path):
    pub.frozen()
    assert signed_in("clerk_a").get(f"{AT}{path}").status_code == 403
    assert signed_in("cashier").get(f"{AT}{path}").status_code == 403
    assert Client().get(f"{AT}{path}").status_code == 302


def test_no_page_tells_a_street_of_another(written):
    one = pub.opened()
    pub.confirmed_by(make.STREET_A, one, {})
    with make.acting("reviewer_b") as by:
        assert not StreetConfirmation.objects.visible_to(by).exists()
    page = html("reviewer_b")
    assert "月坛" not in page and "reviewer_a" not in page
    assert signed_in("reviewer_b").get(f"{AT}streets/{make.STREET_A}/").status_code == 403
    for path, status in (
        ("open/", 403),
        ("invite/", 403),
        ("freeze/", 403),
        ("differences/explain/", 403),
        ("x/", 404),
    ):
        assert signed_in("reviewer_b").get(f"{AT}{path}").status_code == status, path
    assert signed_in("officer").get(f"{AT}confirm/").status_code == 403


def test_a_year_without_a_publication_has_no_pages():
    for path in ("differences/", "errata/2/", "check/", f"streets/{make.STREET_A}/"):
        assert signed_in("officer").get(f"{AT}{path}").status_code == 404, path
    assert signed_in("officer").get("/summary/1999/publication/").status_code == 404
