"""Every kind is created and taken to its end by REST alone, and corrected after its end."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from services.cases import fields, kinds
from services.cases.models import Case
from services.devices.models import CatalogueItem
from services.ledger.models import Entry
from services.payments.models import Payment
from services.people.models import Organisation, Person
from tests import make
from tests.lives import LIVES

OPENED = dt.date(2023, 3, 1)


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """As a body says it: rows by their keys, what is not known left out."""
    keys = (CatalogueItem, Organisation, Payment, Person)
    return {k: v.pk if isinstance(v, keys) else v for k, v in values.items() if v is not None}


def body_of(kind: kinds.Kind) -> dict[str, Any]:
    life = LIVES[kind.code]
    subject = life.subject(None)
    subject.pop("household", None)
    body = {"opened_on": OPENED, **plain(life.details_of(subject)), **plain(life.opening()), **plain(subject)}
    rows = life.rows()
    for name, model in fields.row_models(kind).items():
        own = [row for row in rows if isinstance(row, model)]
        body[name] = [plain({c.name: getattr(row, c.name) for c in fields.asked_columns(model)}) for row in own]
        body[name] = [{k: v for k, v in row.items() if v != ""} for row in body[name]]
    return body


def name_of(who: str) -> str:
    return f"{who}_a" if who in ("clerk", "reviewer") else who


@pytest.mark.parametrize("code", sorted(LIVES))
def test_it_is_created_and_moved_to_its_end(api, code):
    kind = kinds.get(code)
    opener, body = name_of(LIVES[code].opener), body_of(kind)
    if opener == "officer" and not kind.whole and "person" not in body and "payment" not in body:
        body["street"] = make.STREET_A  # the district says whose it is
    answer = api(opener).post(f"cases/{code}/", body)
    assert answer.status_code == 201, answer.json()
    case, day = answer.json(), OPENED
    assert (case["kind"], case["status"], case["version"]) == (code, kind.opening.to, 1)
    assert case["entries"][0]["code"] == kind.opening.code
    for slug, who, data in LIVES[code].steps():
        day += dt.timedelta(days=1)
        given = {"on": day, **plain(data(day) if callable(data) else data)}
        client = api(name_of(who))
        if kind.step(slug).internal:  # only the product takes it
            assert client.post(f"cases/{case['id']}/steps/{slug}/", given).status_code == 404
            continue
        offered = {step["slug"]: step for step in client.get(f"cases/{case['id']}/").json()["next_steps"]}
        assert {field["name"] for field in offered[slug]["fields"]} >= given.keys()
        answer = client.post(f"cases/{case['id']}/steps/{slug}/", given, match=case["version"])
        assert answer.status_code == 201, answer.json()
        assert answer.json()["entry"]["code"] == f"{code}.{slug}"
        case = answer.json()["case"]
    assert case["status"] in kinds.CLOSED
    with make.acting("officer"):
        assert Case.objects.get(pk=case["id"]).status == case["status"]


def test_details_and_items_come_back_as_they_were_given(api):
    body = body_of(kinds.get("device"))
    case = api("clerk_a").post("cases/device/", body).json()
    assert case["details"]["purpose"] == body["purpose"]
    items = [{k: v for k, v in item.items() if v != ""} for item in case["details"]["items"]]
    assert items == body["items"]


def test_a_joint_applicant_stands_on_the_application(api):
    other = make.person("赵丽")
    body = body_of(kinds.get("device")) | {"joint": [other.pk]}
    case = api("clerk_a").post("cases/device/", body).json()
    assert [person["id"] for person in case["joint"]] == [str(other.pk)]


def test_an_entry_is_corrected_and_taken_back_after_the_end(api, refused):
    case = make.lived("home_modification")
    clerk, url = api("clerk_a"), f"cases/{case.pk}/"
    built = next(e for e in clerk.get(url).json()["entries"] if e["code"].endswith(".built"))
    path = f"entries/{built['id']}/correct/"
    refused(clerk.change(case, path, reason="x"), 400, "correction.empty", "/happened_on")
    answer = clerk.change(case, path, reason="发票金额有误", amount="9000.50")
    assert answer.status_code == 201, answer.json()
    again = answer.json()["entry"]
    assert (again["replaces"], Decimal(again["amount"])) == (built["id"], Decimal("9000.50"))
    assert again["happened_on"] == built["happened_on"]
    refused(clerk.change(case, path, reason="x", amount="1.00"), 404, "record.not_there")
    assert built["id"] not in {e["id"] for e in answer.json()["case"]["entries"]}

    refused(clerk.change(case, f"entries/{again['id']}/take-back/", reason="x"), 409, "entry.not_last")
    accepted = next(e for e in answer.json()["case"]["entries"] if e["code"].endswith(".accepted"))
    answer = clerk.change(case, f"entries/{accepted['id']}/take-back/", reason="验收日期不对")
    assert (answer.status_code, answer.json()["status"]) == (200, "built")
    late = {"reason": "x", "happened_on": "2023-01-01"}
    designed = next(e for e in answer.json()["entries"] if e["code"].endswith(".designed"))
    wrong = clerk.change(case, f"entries/{designed['id']}/correct/", late)
    refused(wrong, 422, "date.before_predecessor", "/happened_on")


def test_a_case_entered_in_error_is_annulled(api):
    case = make.opened("fuel")
    answer = api("clerk_a").change(case, "annul/", reason="录入了错误的人")
    assert (answer.json()["status"], answer.json()["entries"]) == ("annulled", [])


def test_a_person_who_lives_alone_gets_a_household(api):
    person = make.person()
    body = {"person": person.pk, "opened_on": OPENED, "tenure": "owned", "needs": "坡道"}
    case = api("clerk_a").post("cases/home_modification/", body).json()
    assert case["household"]
    with make.acting("officer"):
        assert str(person.household_on(OPENED).pk) == case["household"]


def test_the_ledger_names_who_recorded_it(api):
    body = body_of(kinds.get("fuel"))
    case = api("clerk_a").post("cases/fuel/", body).json()
    with make.acting("officer"):
        assert Entry.objects.get(case=case["id"]).recorded_by == make.user("clerk_a")


def test_a_corrected_step_keeps_its_place_however_often(api, refused):
    case = make.lived("home_modification")
    clerk, url = api("clerk_a"), f"cases/{case.pk}/"

    def entry(slug: str) -> dict:
        return next(e for e in clerk.get(url).json()["entries"] if e["code"].endswith(slug))

    for day in ("2023-03-02", "2023-03-01", "2023-03-02"):
        body = {"reason": "核对登记表", "happened_on": day}
        answer = clerk.change(case, f"entries/{entry('.assessed')['id']}/correct/", body)
        assert answer.status_code == 201, answer.json()
    refused(clerk.change(case, f"entries/{entry('.assessed')['id']}/take-back/", reason="x"), 409, "entry.not_last")
    late = {"reason": "x", "happened_on": "2023-03-04"}
    refused(clerk.change(case, f"entries/{entry('.assessed')['id']}/correct/", late), 422, "date.after_successor")
    for status in ("built", "designed", "assessed", "submitted", "annulled"):
        last = {"built": ".accepted", "designed": ".built", "assessed": ".designed", "submitted": ".assessed"}
        slug = last.get(status, ".submitted")
        answer = clerk.change(case, f"entries/{entry(slug)['id']}/take-back/", reason="重新办理")
        assert (answer.status_code, answer.json()["status"]) == (200, status)
