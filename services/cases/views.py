"""REST: cases of every kind, over the same actions as the admin."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from accounts.api_base import ApiView
from accounts.errors import Conflict, Malformed
from accounts.preconditions import etag
from accounts.refusals import constraint_of
from accounts.roles import may, require
from services.cases import amendments, bodies, fields, lists, workflow
from services.cases import serializers as shapes
from services.cases.filters import CaseQuery
from services.cases.kinds import Kind, Step, Subject
from services.cases.models import Case
from services.ledger.models import Entry
from services.people import actions as people
from services.people.lookup import chosen_person, people_of, person_of
from services.people.models import Person

SLUG = OpenApiParameter("slug", str, OpenApiParameter.PATH, description=_("步骤，见 next_steps。"))
ENTRY = OpenApiParameter("entry", int, OpenApiParameter.PATH, description=_("台账记录编号，见 entries。"))


class CasesView(ApiView):
    rights = {
        "list": "case.view",
        "retrieve": "case.view",
        "step": "case.view",  # and the right of the step
        "correct": "case.correct",
        "take_back": "case.correct",
        "annul": "case.correct",
    }
    queries = {"list": CaseQuery}
    matched = tried = frozenset({"step", "correct", "take_back", "annul"})
    sparse = {"list": shapes.CaseSerializer, "retrieve": shapes.FullCaseSerializer}
    serializer_class = shapes.CaseSerializer
    queryset = Case.objects.none()
    keyset = "-serial"

    def get_queryset(self) -> QuerySet:
        return Case.objects.visible_to(self.request.user).select_related("person")

    def case(self, key: UUID) -> Case:
        return get_object_or_404(self.get_queryset(), pk=key)

    def answer(self, key: UUID, status: int = 200) -> Response:
        shown = self.shown(key)
        return Response(shown, status=status, headers={"ETag": etag(shown["version"])})

    def shown(self, key: UUID) -> dict:
        context = {"user": self.request.user, "next_steps": self._next_steps}
        return shapes.FullCaseSerializer(self.case(key), context=context).data

    def _next_steps(self, case: Case) -> list[dict]:
        scope = self.request.scope
        return [
            fields.described_step(s) for s in case.of_kind.next_steps(case.status) if may(scope, s.right, case.kind)
        ]

    def _entry(self, case: Case, key: int) -> Entry:
        return get_object_or_404(Entry.objects.visible_to(self.request.user).standing(), pk=key, case=case)

    def _answer(self, case: Case, entry: Entry) -> Response:
        entry = Entry.objects.visible_to(self.request.user).get(pk=entry.pk)
        shown = shapes.EntrySerializer(entry, context={"labels": case.of_kind.labels}).data
        now = self.shown(case.pk)
        return Response({"entry": shown, "case": now}, status=201, headers={"ETag": etag(now["version"])})

    @extend_schema(operation_id="cases_list")
    def list(self, request: Any) -> Response:
        """各类案件，新登记的在前。"""
        cases = CaseQuery.narrow(Case.objects.visible_to(request.user), self.query)
        rows = self.paginate_queryset(lists.columns_of(cases))
        return self.get_paginated_response([lists.shown(row) for row in rows])

    @extend_schema(operation_id="cases_retrieve", responses=shapes.FullCaseSerializer)
    def retrieve(self, request: Any, id: UUID) -> Response:
        """一个案件：栏目、有效的台账记录、您可以办理的下一步。"""
        return self.answer(id)

    def step(self, request: Any, id: UUID, slug: str) -> Response:
        """办理一步。"""
        case = self.case(id)
        try:
            step = case.of_kind.offered(slug)
        except KeyError:
            raise Http404 from None
        require(request.scope, step.right, case.kind)
        values = self._values(step, self.body(bodies.step_serializer(step)))
        self.match(case)
        entry = self.act(
            lambda: workflow.move(by=request.user, case=case, step=step, today=timezone.localdate(), **values)
        )
        return self._answer(case, entry)

    def _values(self, step: Step, given: dict[str, Any]) -> dict[str, Any]:
        """Without what was left empty; persons found in the scope."""
        values = {name: value for name, value in given.items() if value not in (None, "")}
        for spec in step.fields:
            if spec.type == "person" and spec.name in values:
                values[spec.name] = person_of(self.request.user, values[spec.name], spec.name)
        return values

    def correct(self, request: Any, id: UUID, entry: int) -> Response:
        """更正一条台账记录：原记录作废，按更正的内容重新登记。"""
        case = self.case(id)
        wrong = self._entry(case, entry)
        step = next((s for s in (case.of_kind.opening, *case.of_kind.steps) if s.code == wrong.code), None)
        if step is None:
            raise Http404
        values = self._values(step, self.body(bodies.correct_serializer(step)))
        if not values.keys() - {"reason"}:
            raise Malformed("correction.empty", _("请填写要更正的内容。"), "happened_on")
        self.match(case)
        again = self.act(
            lambda: amendments.correct(by=request.user, entry=wrong, today=timezone.localdate(), **values),
            on="happened_on",
        )
        return self._answer(case, again)

    @extend_schema(
        operation_id="cases_take_back",
        parameters=[ENTRY],
        request=bodies.ReasonSerializer,
        responses={200: shapes.FullCaseSerializer},
    )
    def take_back(self, request: Any, id: UUID, entry: int) -> Response:
        """撤销一条不该登记的台账记录；状态回到前一步。"""
        case = self.case(id)
        wrong = self._entry(case, entry)
        reason = self.body(bodies.ReasonSerializer)["reason"]
        self.match(case)
        self.act(lambda: amendments.take_back(by=request.user, entry=wrong, reason=reason))
        return self.answer(case.pk)

    @extend_schema(
        operation_id="cases_annul", request=bodies.ReasonSerializer, responses={200: shapes.FullCaseSerializer}
    )
    def annul(self, request: Any, id: UUID) -> Response:
        """整个案件登记有误：全部台账记录作废。"""
        case = self.case(id)
        reason = self.body(bodies.ReasonSerializer)["reason"]
        self.match(case)
        self.act(lambda: amendments.annul(by=request.user, case=case, reason=reason))
        return self.answer(case.pk)


class OpenCaseView(CasesView):
    """A new case of one kind."""

    kind: Kind
    tried = frozenset({"create"})

    def create(self, request: Any) -> Response:
        """新办一个案件。"""
        given = self.body(bodies.open_serializer(self.kind))
        self._refuse_known(given)
        try:
            case = self.act(
                lambda: self._open(given), on="opened_on", **({"person": "id_number"} if "id_number" in given else {})
            )
        except IntegrityError as error:
            if constraint_of(error) == "external_case_is_registered_once":
                self._refuse_known(given)  # somebody was faster
                raise _exists(None) from None
            raise
        return self.answer(case.pk, status=201)

    def _refuse_known(self, given: dict[str, Any]) -> None:
        if "external_id" in given:
            outside = {name: given[name] for name in ("external_system", "external_id")}
            if known := Case.objects.visible_to(self.request.user).filter(**outside).first():
                raise _exists(known)

    def _open(self, given: dict[str, Any]) -> Case:
        user, kind = self.request.user, self.kind
        opening = {spec.name: given.get(spec.name) for spec in fields.opening_fields(kind)}
        rows = [
            model(**fields.with_defaults(model, row))
            for name, model in fields.row_models(kind).items()
            for row in given[name]
        ]
        columns = ("origin", "external_system", "external_id")
        return workflow.open_case(
            by=user,
            kind=kind,
            on=given["opened_on"],
            today=timezone.localdate(),
            details=fields.with_defaults(kind.detail_model, given),
            opening={name: value for name, value in opening.items() if value not in (None, "")},
            parties=people_of(user, given.get("joint", []), "joint"),
            rows=rows,
            **self._subject(given),
            **{name: given[name] for name in columns if name in given},
        )

    def _subject(self, given: dict[str, Any]) -> dict[str, Any]:
        """Whom the case is about; a person who lives alone gets a household where one is needed."""
        if self.kind.subject in (Subject.ORGANISATION, Subject.NONE):
            street = {} if self.kind.whole else {"street_id": self.street(given.get("street")).pk}
            return street | {"organisation": given.get("organisation")}
        person: Person = chosen_person(self.request.user, given)
        if self.kind.subject == Subject.PERSON:
            return {"person": person}
        on = given["opened_on"]
        household = person.household_on(on) or people.start_household(by=self.request.user, head=person, on=on)
        return {"person": person, "household": household}


def _exists(known: Case | None) -> Conflict:
    """The same external number again: the caller learns which case it already has."""
    detail = _("这个外部编号的案件已经登记。请使用已有的案件，不要重复登记。")
    return Conflict("case.external_exists", detail, "external_id", members={"case": str(known.pk)} if known else {})


def open_view(kind: Kind) -> type[OpenCaseView]:
    """The view that opens cases of `kind`."""
    create = extend_schema(
        operation_id=f"cases_{kind.code}_create",
        summary=str(kind.label),
        request=bodies.open_serializer(kind),
        responses={201: shapes.FullCaseSerializer},
    )(_own(OpenCaseView.create))
    rights = {"create": kind.opening.right}
    return type(f"Open{kind.code}View", (OpenCaseView,), {"kind": kind, "rights": rights, "create": create})


def case_view() -> type[CasesView]:
    """The view of all cases, described with the fields of the kinds that are registered by now."""
    step = extend_schema(
        operation_id="cases_step",
        parameters=[SLUG],
        request=bodies.any_step_serializer(),
        responses={201: shapes.TakenStepSerializer},
    )(_own(CasesView.step))
    correct = extend_schema(
        operation_id="cases_correct",
        parameters=[ENTRY],
        request=bodies.any_correction_serializer(),
        responses={201: shapes.TakenStepSerializer},
    )(_own(CasesView.correct))
    return type("CasesView", (CasesView,), {"step": step, "correct": correct})


def _own(function: Any) -> Any:
    """A copy, so that the description of one view does not stick to another."""

    def method(self: Any, request: Any, *args: Any, **kwargs: Any) -> Response:
        return function(self, request, *args, **kwargs)

    method.__name__, method.__doc__ = function.__name__, function.__doc__
    return method
