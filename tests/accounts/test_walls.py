"""The walls in the database hold whatever the code above them forgets."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse

from accounts import audit, confinement
from accounts.models import AuditEntry
from accounts.refusals import explained
from accounts.scoping import ScopeMiddleware, enter, narrowed, on_commit, scope_of, system_scope
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db

# Tables without personal data: everything else of ours must be confined to a street.
OPEN = {
    "accounts.AuditEntry",
    "accounts.Community",
    "accounts.IdempotencyKey",  # a policy shows it to its user
    "accounts.IncompatibleRoles",
    "accounts.Posting",
    "accounts.Street",
    "accounts.User",
    "clients.Client",
    "clients.Secret",
    "clients.Token",
    "clients.Use",
    "budget.BudgetLine",
    "budget.FunctionCode",
    "reporting.ReportTemplate",
    "reporting.SavedView",
    "reporting.Schedule",
    "devices.CatalogueItem",
    "feed.Epoch",
    "ledger.Seal",
    "lint.Waiver",
    "payments.Batch",
    "payments.ProviderAccount",
    "payments.ResultFile",
    "people.Organisation",
    "policy.Exclusion",
    "policy.Holiday",
    "policy.Policy",
    "policy.PolicyChange",
    "policy.ReasonCode",
    "reporting.Publication",
    "reporting.Release",
    "reporting.Touch",
    "webhooks.AllowedHost",
    "webhooks.Endpoint",
    "webhooks.Secret",
}
OURS = ("accounts.", "services.", "reporting")


def test_it_starts_only_behind_its_walls():
    assert confinement.problems() == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_it_refuses_to_start_as_the_owner():
    assert any("owner" in sentence for sentence in confinement.problems("owner"))


def test_it_confines_every_model_that_is_not_listed_as_open():
    ours = {m._meta.label for m in apps.get_models() if m.__module__.startswith(OURS)}
    confined = {m._meta.label for m in confinement.confined_models()}
    assert ours - confined == OPEN & ours
    assert all("street" in {f.name for f in m._meta.fields} for m in confinement.confined_models())


def test_it_shows_nothing_and_says_so_without_a_scope():
    make.person()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Person.objects.count()


def test_it_shows_a_street_only_its_own_rows():
    mine, theirs = make.person("甲", street=make.STREET_A), make.person("乙", street=make.STREET_B)
    with make.acting("clerk_a") as by:
        assert list(Person.objects.visible_to(by)) == [mine]
    with make.acting("officer") as by:
        assert set(Person.objects.visible_to(by)) == {mine, theirs}


def test_it_is_loud_when_the_street_is_not_set():
    make.person()  # over an empty table the policy may never be asked
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'taizhang_street', true), set_config('taizhang.street', '', true)")
        with pytest.raises(IntegrityError, match="street_code"), transaction.atomic():
            Person.objects.count()
        cursor.execute("SELECT set_config('role', 'none', true)")


def test_it_restores_the_scope_before_it():
    make.person()
    with make.acting("officer"):
        with make.acting("clerk_b"):
            assert Person.objects.count() == 0
        assert Person.objects.count() == 1
        with pytest.raises(ZeroDivisionError), make.acting("clerk_b"):
            1 / 0  # noqa: B018
        assert Person.objects.count() == 1
    with pytest.raises(ProgrammingError), transaction.atomic():
        Person.objects.count()


def test_it_refuses_a_row_of_another_street():
    with make.acting("clerk_a"), pytest.raises(DatabaseError) as refused, transaction.atomic():
        Person.objects.create(street_id=make.STREET_B, name="乙", sex="M", born_on="1980-01-01")
    assert explained(refused.value).code == "street.not_yours"


def test_it_refuses_a_case_about_a_person_of_another_street():
    theirs = make.person(street=make.STREET_B)
    with make.acting("clerk_a"), pytest.raises(IntegrityError) as refused, transaction.atomic():
        Case.objects.create(
            street_id=make.STREET_A, person_id=theirs.pk, kind="fuel", status="submitted", opened_on="2023-01-01"
        )
    assert explained(refused.value).status == 404


def test_it_refuses_a_ledger_entry_about_a_person_of_another_street():
    theirs = make.person(street=make.STREET_B)
    with make.acting("clerk_a"), pytest.raises(IntegrityError) as refused, transaction.atomic():
        Entry.objects.create(
            street_id=make.STREET_A, person_id=theirs.pk, code="fuel.submitted", happened_on="2023-01-01"
        )
    assert explained(refused.value).status == 404


def test_it_keeps_the_row_of_a_kind_in_the_street_of_its_case():
    case = make.opened("fuel")
    with make.acting("officer"), pytest.raises(IntegrityError), transaction.atomic():
        type(case.fuelgrant).objects.filter(pk=case.pk).update(street_id=make.STREET_B)
        connection.check_constraints()


def test_it_asserts_whose_scope_is_in_force():
    with make.acting("clerk_a"), pytest.raises(RuntimeError, match="somebody else"):
        Person.objects.visible_to(make.user("clerk_b"))


def test_it_produces_a_streamed_answer_inside_the_scope(rf):
    make.person("甲")
    request = rf.get("/")
    request.user, request.session = make.user("clerk_a"), {}
    view = ScopeMiddleware(lambda r: StreamingHttpResponse(p.name for p in Person.objects.all()))
    assert b"".join(view(request).streaming_content).decode() == "甲"


def test_it_runs_a_commit_hook_inside_the_scope(django_capture_on_commit_callbacks):
    make.person("甲")
    seen = []
    with django_capture_on_commit_callbacks(execute=True), make.acting("clerk_a"):
        on_commit(lambda: seen.append(Person.objects.get().name))
    assert seen == ["甲"]


def test_it_rolls_back_what_a_handler_turned_into_an_answer(rf):
    def view(request):
        Person.objects.create(street_id=make.STREET_A, name="甲", sex="M", born_on="1980-01-01")
        return HttpResponse(status=409)

    request = rf.post("/")
    request.user, request.session = make.user("clerk_a"), {}
    assert ScopeMiddleware(view)(request).status_code == 409
    with make.acting("clerk_a"):
        assert Person.objects.count() == 0


def test_it_keeps_the_audit_of_a_refusal_that_was_rolled_back():
    by = make.user("clerk_a")
    with pytest.raises(ZeroDivisionError), enter(scope_of(by)):
        audit.record(by=by, action="person.registered")
        audit.refuse(by=by, action="role.not_allowed")
        1 / 0  # noqa: B018
    assert list(AuditEntry.objects.values_list("action", "outcome")) == [("role.not_allowed", "refused")]


def test_it_narrows_the_district_to_one_street():
    make.person("甲")
    with enter(narrowed(scope_of(make.user("officer")), make.STREET_B)):
        assert Person.objects.count() == 0


@pytest.mark.parametrize("statement", ["UPDATE {} SET action = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_it_never_changes_an_audit_entry(statement):
    with enter(system_scope()):
        audit.record(by=None, action="test.done")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format("accounts_auditentry"))
