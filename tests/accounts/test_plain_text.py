"""No text that everybody reads names somebody by ID number, whichever way it comes in."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models

from accounts.errors import RuleBroken
from accounts.plain_text import PlainText, holds_number
from services.cases import kinds
from services.cases.fields import asked_columns
from services.people import numbers
from services.people.models import Organisation
from tests import make
from tests.api.conftest import api, refused  # noqa: F401
from tests.api.test_lives import body_of, name_of
from tests.bulk.sending import sent
from tests.lives import LIVES
from tests.workbooks.sheets import HEAD, checked, codes, xlsx

NUMBER = numbers.synthetic_id(dt.date(1970, 1, 1), "F", 303)
FULL_WIDTH = NUMBER.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"})
HOLDING = [
    NUMBER,
    NUMBER.lower(),
    FULL_WIDTH,
    f"残疾人证{NUMBER}42B1已补办",
    f"1{NUMBER}",
    f"证件 {NUMBER[:6]} {NUMBER[6:14]}\u200b-{NUMBER[14:]}",
    "　".join(NUMBER),
]
FREE = [
    NUMBER[:17] + "0X"[NUMBER[17] == "0"],
    NUMBER[:17],
    "110199202302310012",
    "银行流水 2023050112345678",
    "9" * 40,
    "",
]
# What a column without choices holds by its name, if it is not what somebody wrote.
NAMES = (
    "a action age area b basis body book category claim code column contact content_hash content_type credit_code"
    " cursor declared detail digest email ending error file_hash fingerprint form from_status grade grid host id"
    " into_key iso_class key kind label member_hash message operation order_number password programme receipt request"
    " romanised rule series sex sha256 subject target to_status type unit username what why"
)
CODES = set(NAMES.split())
OTHERS = {"jobs.Job.name", "jobs.JobFile.filename"}  # of ours


@pytest.mark.parametrize("text", HOLDING)
def test_it_is_found_however_it_is_written(text):
    assert holds_number(text)
    field = Organisation._meta.get_field("name")
    with pytest.raises(ValidationError):
        field.run_validators(text)
    with pytest.raises(RuleBroken) as refusal:
        field.get_db_prep_save(text, connection)
    assert (refusal.value.code, refusal.value.pointer) == ("text.holds_number", "name")


@pytest.mark.parametrize("text", FREE)
def test_other_numbers_are_left_alone(text):
    assert not holds_number(text)


def test_every_column_that_holds_what_somebody_wrote_is_of_this_kind():
    ours = [m for m in apps.get_models() if m.__module__.partition(".")[0] in ("accounts", "services", "reporting")]
    texts = [
        f
        for model in ours
        for f in model._meta.local_concrete_fields
        if type(f) in (models.CharField, models.TextField)
    ]
    left = {f"{f.model._meta.label}.{f.name}" for f in texts if not f.choices and f.name not in CODES}
    assert left - OTHERS == set()
    assert len([f for m in ours for f in m._meta.local_concrete_fields if isinstance(f, PlainText)]) > 90


@pytest.mark.parametrize("code", sorted(LIVES))
def test_no_kind_of_case_takes_one(api, refused, code):  # noqa: F811
    kind, client = kinds.get(code), api(name_of(LIVES[code].opener))
    body = body_of(kind)
    for field in asked_columns(kind.detail_model):
        if isinstance(field, PlainText):
            answer = client.post(f"cases/{code}/", body | {field.name: f"见{FULL_WIDTH}"})
            refused(answer, 400, "request.invalid", f"/{field.name}")
            assert "field.holds_number" in {error["code"] for error in answer.json()["errors"]}


def test_every_door_says_so_and_nothing_is_left(api, refused, client):  # noqa: F811
    person, text = make.person(), f"同住人{NUMBER}"
    case = make.opened("fuel", make.person())
    clerk, reviewer = api("clerk_a"), api("reviewer_a")
    refused(clerk.post("organisations/", kind="employer", name=text), 422, "text.holds_number", "/name")
    refused(
        reviewer.post(f"cases/{case.pk}/steps/returned/", {"on": "2023-03-02", "reason": text}, match=case.version),
        422,
        "reason.holds_number",
        "/reason",
    )
    outside = {"external_system": text[-25:], "external_id": "1", "name": "某某"}
    refused(clerk.post("people/", outside), 400, "request.invalid", "/external_system")
    refused(
        clerk.post("people/", {"name": text, "born_on": "1970-01-01", "sex": "F"}), 422, "text.holds_number", "/name"
    )
    refused(clerk.post("people/find/", {"term": "x"}, key=NUMBER), 400, "idempotency_key.unusable")
    line = {
        "opened_on": "2023-03-01",
        "external_system": "x",
        "external_id": "2",
        "person": str(person.pk),
        "plate": text,
    }
    (result,) = sent(api("integrator"), "fuel", [line])
    assert result["errors"][0]["code"] == "field.holds_number"
    book = checked(
        "fuel", xlsx(HEAD["fuel"], [person.name, person.id_number, dt.date(2023, 3, 1), text]), filename=f"{text}.xlsx"
    )
    assert codes(book) == {2: {"text.holds_number"}}
    client.force_login(make.user("clerk_a"), backend="django.contrib.auth.backends.ModelBackend")
    form = {"person_0": person.pk, "person_1": person.pk, "opened_on": "2023-03-01", "origin": "window", "plate": text}
    page = client.post("/admin/subsidies/fuelgrant/add/", form)
    assert "这里不能写证件号" in page.content.decode()
    assert tables_with(NUMBER) == []


def tables_with(text: str) -> list[str]:
    """Where it stands in plain, of all tables of the database."""
    with make.acting(None), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(oid, 'SELECT')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = ", ".join(f"(SELECT count(*) FROM {name} t WHERE t::text LIKE %(text)s)" for name in tables)
        cursor.execute(f"SELECT {found}", {"text": f"%{text}%"})
        return [name for name, count in zip(tables, cursor.fetchone(), strict=True) if count]
