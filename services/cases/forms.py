"""Forms made of declarations: opening a case of a kind, and taking a step."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Street
from accounts.scoping import scope_required
from services.cases.kinds import ON, Kind, Origin, Step, StepField, Subject
from services.people.forms import DateInput, OrganisationField, PersonField, bind_people


class MonthInput(forms.DateInput):
    input_type = "month"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__({"max": "9999-12", **(attrs or {})}, format="%Y-%m")


class DaysField(forms.CharField):
    """Days of a month, as they stand on a sheet: `3、5 12-14`. Cleans to a tuple of numbers in order, each once."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "data-days": "1", "inputmode": "text"}

    def clean(self, value: Any) -> tuple[int, ...]:
        found: set[int] = set()
        for part in re.split(r"[\s,\u3001;.]+", unicodedata.normalize("NFKC", super().clean(value)).strip()):
            if not part:
                continue
            if not (written := re.fullmatch(r"(\d{1,2})(?:-(\d{1,2}))?", part)):
                raise forms.ValidationError(_("请只写几号，用空格或顿号分开，例如：3 5 12-14。"), code="invalid")
            first, last = int(written[1]), int(written[2] or written[1])
            days = range(first, last + 1)
            if not 1 <= first <= last <= 31:
                raise forms.ValidationError(_("几号应在1至31之间，例如：3 5 12-14。"), code="invalid")
            if twice := found & set(days):
                raise forms.ValidationError(_("%(day)s号写了两次，请核对。") % {"day": min(twice)}, code="twice")
            found |= set(days)
        return tuple(sorted(found))


BUILDERS: dict[str, Callable[..., forms.Field]] = {
    "date": lambda **kw: forms.DateField(widget=DateInput(), **kw),
    "month": lambda **kw: forms.DateField(widget=MonthInput(), input_formats=["%Y-%m", "%Y-%m-%d"], **kw),
    "integer": lambda **kw: forms.IntegerField(min_value=1, max_value=100_000, **kw),
    "money": lambda **kw: forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, **kw),
    "days": lambda **kw: DaysField(**kw),
    "text": lambda **kw: forms.CharField(**kw),
    "person": lambda **kw: PersonField(**kw),
    "organisation": lambda **kw: OrganisationField(**kw),
}


def form_field(spec: StepField) -> forms.Field:
    """The form field of a declared step field. A choice starts empty: nothing is decided by a default."""
    options: dict[str, Any] = {"label": spec.label, "required": spec.required}
    if spec.help:
        options["help_text"] = spec.help
    if spec.type == "text":
        options["max_length"] = spec.longest
    if spec.type == "choice":
        return forms.ChoiceField(choices=[("", "---------"), *spec.choices], **options)
    return BUILDERS[spec.type](**options)


class StepForm(forms.Form):
    """What a step asks for. `seen_version` is the case as the user saw it."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, step: Step, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for spec in step.fields:
            self.fields[spec.name] = form_field(spec)
        if "on" in self.fields:
            self.fields["on"].widget.attrs["max"] = timezone.localdate().isoformat()
        bind_people(self, user)


class OpenForm(forms.ModelForm):
    """A new case: whom it is about, when, from where, and what this kind needs. Subclasses name model and fields."""

    opened_on = forms.DateField(label=_("申请日期"), widget=DateInput())
    origin = forms.ChoiceField(label=_("来源"), choices=Origin.choices, initial=Origin.WINDOW)

    kind: Kind
    pointers = {"on": "opened_on"}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first: dict[str, forms.Field] = {}
        if self.kind.subject in (Subject.PERSON, Subject.HOUSEHOLD):
            label = _("申请人") if self.kind.subject == Subject.PERSON else _("申请人（家庭成员）")
            first["person"] = PersonField(label=label)
        if self.kind.subject == Subject.ORGANISATION:
            first["organisation"] = form_field(StepField("organisation", _("单位"), "organisation"))
        if "person" not in first and scope_required().street is None and not self.kind.whole:
            first["street"] = forms.ModelChoiceField(Street.objects.all(), label=_("街道"))
        if self.kind.joint:
            first["joint"] = PersonField(label=_("共同申请人"), required=False)
        opening = {s.name: form_field(s) for s in self.kind.opening.fields if s.name != "on" and s.name not in first}
        if (on := next((s for s in self.kind.opening.fields if s.name == "on"), ON)) is not ON:
            self.fields["opened_on"].label = on.label
        self.fields["opened_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        rest = dict(self.fields)
        if self.kind.whole:
            rest["origin"].widget = rest["origin"].hidden_widget()
        self.fields = {**first, "opened_on": rest.pop("opened_on"), "origin": rest.pop("origin"), **opening, **rest}
        for name in ("person", "joint"):
            if name in self.fields and self.initial.get(name):
                self.fields[name].initial = self.initial[name]
        bind_people(self, user)

    def opening_values(self) -> dict[str, Any]:
        """Columns of the first entry."""
        names = [s.name for s in self.kind.opening.fields if s.name not in ("on", "person")]
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name) is not None}

    def details(self) -> dict[str, Any]:
        """Columns of the kind's own table."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class DetailsForm(forms.ModelForm):
    """What was applied for, put right. `seen_version` is the case as the user saw it."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)


def open_form(kind: Kind) -> type[OpenForm]:
    """The form class of a kind: every editable column of its table."""
    return _form(kind, OpenForm, detail_columns(kind))


def details_form(kind: Kind) -> type[DetailsForm]:
    """The same columns alone."""
    return _form(kind, DetailsForm, detail_columns(kind))


def detail_columns(kind: Kind) -> list[str]:
    fields = kind.detail_model._meta.concrete_fields
    return [f.name for f in fields if f.editable and f.name not in ("case", "street")]


def _form(kind: Kind, base: Any, names: list[str]) -> Any:
    model = kind.detail_model
    meta = type("Meta", (), {"model": model, "fields": names, "widgets": _widgets(model, names)})
    return type(f"{model.__name__}{base.__name__}", (base,), {"Meta": meta, "kind": kind})


def _widgets(model: Any, names: list[str]) -> dict[str, forms.Widget]:
    return {n: DateInput() for n in names if model._meta.get_field(n).get_internal_type() == "DateField"}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=200)


class CorrectForm(forms.Form):
    """Another date, quantity, amount or month for an entry; the old one stays visible as voided."""

    happened_on = forms.DateField(label=_("日期"), widget=DateInput())
    reason = forms.CharField(label=_("更正理由"), max_length=200)

    pointers = {"on": "happened_on"}

    def __init__(self, *args: Any, step: Step, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields.pop("reason")
        for spec in step.fields:
            if spec.name not in ("on", "reason", "person"):
                self.fields[spec.name] = form_field(spec)
        self.fields["reason"] = reason
        bind_people(self, user)
