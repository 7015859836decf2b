"""Our own pages inside the admin site: the form page that turns every refusal into a sentence at its field."""

import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db import Error as DatabaseError
from django.db import transaction
from django.forms import BaseForm, BaseFormSet, ChoiceField, ModelChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.errors import DomainError
from accounts.refusals import explained
from accounts.watching import watched

SEEN = "consequences_seen"
DASHES = "---------"  # how Django names a choice that is not made


def page(request: HttpRequest, template: str, *, title: Any, status: int = 200, **context: Any) -> HttpResponse:
    """A page on the admin's base template."""
    return render(request, template, {**admin.site.each_context(request), "title": title, **context}, status=status)


class Unseen(Exception):
    """Rolls an action back until its consequences were seen; args[0] is the list of them."""


def act_safely(form: BaseForm, act: Callable[[], Any], seen: Collection[str] = ()) -> Any:
    """The result of `act`, or None after its refusal was added to the form: nothing is half saved.

    A refusal names the action's argument; `form.pointers` says which field that is where the names differ.
    Deferred constraints are checked here, while there is still a form to show them in. Raises Unseen.
    """
    try:
        with transaction.atomic():
            result, found = watched(act)
            if any(one.seen not in seen for one in found):
                raise Unseen(found)
            return result
    except DomainError as error:
        refusal = error
    except DatabaseError as error:
        if (known := explained(error)) is None:
            raise
        refusal = known
    for problem in refusal.problems:
        name = getattr(form, "pointers", {}).get(problem.pointer, problem.pointer)
        form.add_error(name if name in form.fields else None, str(problem.detail))
    return None


def put_in_words(form: BaseForm) -> None:
    """Labels stand above their fields and need no colon; a choice that is not made yet says so, instead of dashes."""
    form.label_suffix = ""
    for field in form.fields.values():
        words = _("请选择") if field.required else _("不填")
        if isinstance(field, ModelChoiceField):
            field.empty_label = words if field.empty_label == DASHES else field.empty_label
        elif isinstance(field, ChoiceField):
            field.choices = [(value, words if label == DASHES else label) for value, label in field.choices]


def _forget_errors(one: BaseForm | BaseFormSet) -> None:
    """Of a form that is shown again before it was sent: what was chosen is known, and nothing is wrong yet."""
    if isinstance(one, BaseFormSet):
        one.non_form_errors().clear()
    for form in one if isinstance(one, BaseFormSet) else [one]:
        form.errors.clear()


def _keeping(request: HttpRequest, sent: bool) -> dict[str, Any]:
    """`page` names this opening of the form, `restored` is what fills it, `drafts` are what else was kept of it."""
    restored = getattr(request, "restored", None)
    return {
        "page": request.POST.get("_page") or (restored.page if restored else uuid.uuid4()),
        "restored": restored,
        "drafts": [] if sent or restored else getattr(request, "drafts", []),
    }


def form_page(
    request: HttpRequest,
    *,
    form: BaseForm,
    act: Callable[[], Any],
    done: Callable[[Any], str | HttpResponse],
    message: Callable[[Any], str] | str = "",
    template: str = "taizhang/form.html",
    formsets: Sequence[BaseFormSet] = (),
    acts: bool = True,
    **context: Any,
) -> HttpResponse:
    """Shows `form`; on POST runs `act` and goes to the URL of `done(result)`, unless a button only changed the form
    (`acts` is False). What can be shown only once, `done` answers itself (status 201).

    Form and formsets are all checked, so that all errors show at once. What the action would change elsewhere is shown
    first; sent once more, the form saves. What is typed is kept (services.desk): see `_keeping`.
    """
    sent = request.method == "POST" and acts
    wrong = [one for one in (form, *formsets) if sent and not one.is_valid()]
    if sent and not wrong:
        try:
            result = act_safely(form, act, request.POST.getlist(SEEN))
        except Unseen as unseen:
            context["consequences"] = unseen.args[0]
        else:
            if not form.errors:
                if text := message(result) if callable(message) else message:
                    messages.success(request, text)
                answer = done(result)
                return HttpResponseRedirect(answer) if isinstance(answer, str) else answer
    if not sent and form.is_bound:
        for one in (form, *formsets):
            _forget_errors(one)
    for one in (form, *(row for formset in formsets for row in formset)):
        put_in_words(one)
    errors = bool(wrong or form.errors)
    keeping = _keeping(request, sent) if form.fields else None  # where nothing is typed, nothing is kept
    return page(request, template, form=form, formsets=formsets, errors=errors, keeping=keeping, **context)
