"""What systems read beside people and cases: circumstances, decisions, payments, policies, codes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.policy.models import Policy
from tests import make
from tests.api.conftest import Api

JANUARY = dt.date(2023, 1, 1)
DIBAO = {"code": "dibao", "valid_from": "2023-01-01", "source": "低保名册2023-01", "monthly": "1320.00"}


def test_a_circumstance_is_pushed_once_read_and_ended(api, refused):
    person, system = make.person(), api("integrator")
    body = DIBAO | {"person": person.pk}
    first, again = (system.post("circumstances/", body, key="k") for _n in range(2))
    assert (first.status_code, first["ETag"], first.json()) == (201, '"1"', again.json()), first.json()
    one = first.json()
    assert (one["monthly"], one["street"], one["valid_to"]) == ("1320.00", make.STREET_A, None)
    refused(system.post("circumstances/", body), 409, "constraint.person_has_a_circumstance_once_at_a_time")
    url = f"circumstances/{one['id']}/"
    refused(system.post(f"{url}end/", on="2023-06-01"), 428, "precondition.missing")
    refused(system.post(f"{url}end/", on="2023-01-01", match=1), 400, "date.before_beginning", "/on")
    ended = system.post(f"{url}end/", on="2023-06-01", match=1)
    assert (ended.status_code, ended["ETag"], ended.json()["valid_to"]) == (200, '"2"', "2023-06-01")
    refused(system.post(f"{url}end/", on="2023-06-01", match=1), 412, "precondition.stale")
    refused(system.post(f"{url}end/", on="2023-06-01", match=2), 409, "circumstance.already_ended")
    assert system.get(url).json() == ended.json()


def test_circumstances_are_filtered_and_of_the_own_street(api, refused):
    person, clerk = make.person(), api("clerk_a")
    ids = [
        clerk.post("circumstances/", DIBAO | {"person": person.pk} | more).json()["id"]
        for more in ({"valid_to": "2023-06-01"}, {"code": "student"})
    ]

    def found(client: Api = clerk, **query) -> list[int]:
        return [row["id"] for row in client.get("circumstances/", **query).json()["results"]]

    assert found() == found(person=person.pk) == found(street=make.STREET_A) == ids
    assert found(code="student") == found(valid_on="2023-06-01") == ids[1:]
    assert found(valid_on="2022-12-31") == found(api("clerk_b")) == []
    refused(api("clerk_b").get(f"circumstances/{ids[0]}/"), 404, "record.not_there")
    refused(api("clerk_b").post(f"circumstances/{ids[0]}/end/", on="2023-02-01", match=2), 404, "record.not_there")
    refused(api("clerk_b").post("circumstances/", DIBAO | {"person": person.pk}), 422, "person.not_there", "/person")
    refused(api("director").post("circumstances/", DIBAO | {"person": person.pk}), 403, "role.not_allowed")


def test_every_wrong_item_of_a_circumstance_is_named(api, refused):
    body = {"code": "rich", "valid_from": "2023-13-01", "monthly": "-1", "source": ""}
    pointers = ("/code", "/valid_from", "/monthly", "/source")
    refused(api("clerk_a").post("circumstances/", body), 400, "request.invalid", *pointers)
    backward = DIBAO | {"person": make.person().pk, "valid_to": "2023-01-01"}
    refused(api("clerk_a").post("circumstances/", backward), 400, "date.before_beginning", "/valid_to")


@pytest.fixture
def payment(db):
    person = make.person()
    case = make.lived("home_help", person, until="approved")
    case.person = person
    return make.paid(case, dt.date(2023, 5, 1), dt.date(2023, 5, 15))


def test_a_payment_says_its_lines_and_the_terms_that_decided(api, payment, refused):
    client = api("integrator")
    shown = client.get(f"payments/{payment.pk}/").json()
    assert (shown["number"], shown["state"], shown["for_month"]) == (payment.number, "paid", "2023-05-01")
    assert sum(float(line["amount"]) for line in shown["lines"]) == float(shown["amount"]) > 0
    terms = [client.get(f"policies/{key}/").json()["code"] for key in shown["terms"]]
    assert terms and all(code.startswith("home_help.") for code in terms)
    (listed,) = client.get("payments/").json()["results"]
    assert listed == {name: shown[name] for name in listed} and shown["held_because"] == []
    (decision,) = client.get("decisions/", case=shown["case"]).json()["results"]
    assert sum(float(line["amount"]) for line in decision["lines"]) == float(decision["amount"])


def test_payments_are_filtered_and_of_the_own_street(api, payment, refused):
    clerk = api("clerk_a")

    def found(client: Api = clerk, **query) -> int:
        return len(client.get("payments/", **query).json()["results"])

    own = {"kind": "home_help", "for_month": "2023-05", "state": "paid", "batch": payment.batch_id}
    own |= {"case": payment.case_id, "person": payment.person_id, "street": make.STREET_A}
    assert found() == found(**own) == 1
    other = {"kind": "fuel", "for_month": "2023-06", "state": "listed", "batch": payment.batch_id + 1}
    assert [found(**{name: value}) for name, value in other.items()] == [0, 0, 0, 0]
    assert found(api("clerk_b")) == 0
    refused(api("clerk_b").get(f"payments/{payment.pk}/"), 404, "record.not_there")
    assert api("clerk_b").get("decisions/").json()["results"] == []
    refused(clerk.get("payments/", kind="nonsense", for_month="2023"), 400, "request.invalid", "/kind", "/for_month")


def test_batches_are_for_the_district(api, payment, refused):
    finance = api("finance")
    (batch,) = finance.get("batches/", kind="home_help", for_month="2023-05", state="settled").json()["results"]
    assert (batch["count"], batch["total"]) == (1, str(payment.amount))
    assert finance.get(f"batches/{batch['id']}/").json() == batch
    assert finance.get("batches/", state="prepared").json()["results"] == []
    refused(api("clerk_a").get("batches/"), 403, "role.not_allowed")
    refused(finance.get("batches/999999/"), 404, "record.not_there")


def test_no_account_number_is_told(api, payment):
    with make.acting(None):
        number = payment.account.number
    for path in ("payments/", f"payments/{payment.pk}/", "batches/", f"batches/{payment.batch_id}/"):
        assert number not in api("finance").get(path).content.decode()


def test_a_policy_term_is_that_of_the_day(api, refused):
    client, code = api("integrator"), "home_help.monthly"
    with make.acting(None):
        value = Policy.objects.term(code, JANUARY)
    (term,) = client.get("policies/", code=code, on="2023-01-01").json()["results"]
    assert (float(term["value"]), term["unit"]) == (float(value), "元")
    assert term["valid_from"] <= "2023-01-01" and term["source"]
    assert client.get(f"policies/{term['id']}/").json() == term
    assert client.get("policies/", code=code, on="1999-01-01").json()["results"] == []
    assert len(client.get("policies/", limit=200).json()["results"]) > 100
    refused(client.get("policies/", on="2023-02-30"), 400, "request.invalid", "/on")
    pairs = client.get("exclusions/", on="2023-01-01").json()["results"]
    assert {"a", "b", "severity", "source"} <= pairs[0].keys()


def test_codes_and_reasons_are_listed(api):
    lists = {one["name"]: one for one in api("clerk_a").get("codes/").json()["results"]}
    assert {"code": "dibao", "label": "城乡低保"} in lists["circumstance.code"]["codes"]
    assert {"certificate.category", "case.status", "payment.state", "document.purpose", "role"} <= lists.keys()
    reasons = {one["code"]: one for one in api("clerk_a").get("reasons/").json()["results"]}
    assert reasons["RC09"]["help"] and not reasons["RC09"]["correctable"]
    assert len(reasons) == 20


@pytest.mark.parametrize("path", ["decisions/", "payments/", "circumstances/"])
def test_a_list_costs_the_same_queries_however_long(api, path):
    client = api("officer")

    def grow(n: int) -> None:
        for _n in range(n):
            person = make.person()
            make.lived("home_help", person, until="approved")
            api("clerk_a").post("circumstances/", DIBAO | {"person": person.pk, "code": "student"})
        make.prepared("home_help", dt.date(2023, 5 + n, 1))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).json()["results"]
        return len(captured)

    grow(1)
    before = queries()
    grow(4)
    assert queries() == before <= 12
