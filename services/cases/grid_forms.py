"""The forms of a grid: its head, and a row for each person."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.cases.forms import form_field
from services.cases.grids import Grid, Values
from services.people.forms import PersonField, bind_people
from services.people.models import Person

ROWS, MORE, MOST = 10, 10, 200  # at first, at a press of the button, at all


class ListedPersonField(PersonField):
    """A person whom the sheet can be about."""

    default_error_messages = {
        "not_found": gettext_lazy("没有找到可以登记在这张表上的人。请核对姓名；此人可能还没有进行中的案件。")
    }
    grid: Grid

    def choices_of(self) -> Any:
        return self.grid.narrow(super().choices_of())


class HeadForm(forms.Form):
    """What is said once for the whole sheet; `expected` is the total that stands on the paper."""

    def __init__(self, *args: Any, grid: Grid, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {spec.name: form_field(spec) for spec in grid.head}
        for field in self.fields.values():
            if getattr(field.widget, "input_type", "") == "date":
                field.widget.attrs["max"] = timezone.localdate().isoformat()
        help_text = _("照纸质表上的合计填写，系统会核对；没有合计可以不填。")
        label = _("表上的合计（%(unit)s）") % {"unit": grid.unit}
        self.fields["expected"] = forms.IntegerField(label=label, required=False, min_value=1, help_text=help_text)
        bind_people(self, user)

    @property
    def values(self) -> Values:
        given = {name: value for name, value in self.cleaned_data.items() if name != "expected"}
        return {name: value for name, value in given.items() if value not in (None, "")}


class RowForm(forms.Form):
    """A person and the columns. `listed`: the row came from the sheet before, so that it may stay empty."""

    listed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, grid: Grid, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = ListedPersonField(label=_("姓名"), help_text="")
        self.fields["person"].grid = grid
        for spec in grid.columns:
            self.fields[spec.name] = form_field(spec)
        bind_people(self, user)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.is_left_out:
            self._errors.clear()

    @property
    def is_left_out(self) -> bool:
        """Somebody of the sheet before of whom this sheet says nothing."""
        columns = [name for name in self.fields if name not in ("listed", "person")]
        says = any(self.data.get(self.add_prefix(name)) for name in columns)
        return bool(self.data.get(self.add_prefix("listed"))) and not says

    @property
    def is_said(self) -> bool:
        return self.has_changed() and not self.is_left_out

    @property
    def values(self) -> Values:
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("listed", "person")}
        return {name: value for name, value in given.items() if value not in (None, "")}


class Rows(BaseFormSet):
    legend = gettext_lazy("行")
    default_error_messages = {"too_few_forms": gettext_lazy("请至少填写一行。")}

    @property
    def said(self) -> list[RowForm]:
        return [row for row in self.forms if row.is_said]

    def clean(self) -> None:
        if "_fill" not in self.data and not any(self.errors) and not self.said:
            raise forms.ValidationError(_("请至少填写一行。"), code="empty")


def rows_of(data: Any, *, grid: Grid, user: Any) -> Rows:
    """The rows as they were sent, or empty ones to be filled in."""
    factory = formset_factory(RowForm, formset=Rows, extra=ROWS, max_num=MOST, absolute_max=MOST)
    return factory(data, prefix="rows", form_kwargs={"grid": grid, "user": user})


def with_rows(data: Any, more: int) -> Any:
    """So many rows more."""
    longer, count = data.copy(), data.get("rows-TOTAL_FORMS", "")
    longer["rows-TOTAL_FORMS"] = str(min(int(count) + more, MOST)) if count.isdecimal() else str(ROWS)
    return longer


def with_people(data: Any, people: list[Person]) -> Any:
    """`people` in the empty rows, but those who are there already; what was typed stays."""
    filled = with_rows(data, len(people))
    total = int(filled["rows-TOTAL_FORMS"])
    there = {filled.get(f"rows-{n}-person_choice") for n in range(total)}
    empty = [n for n in range(total) if not any(filled.get(f"rows-{n}-person_{part}") for part in ("term", "choice"))]
    missing = [str(person.pk) for person in people if str(person.pk) not in there]
    for n, key in zip(empty, missing, strict=False):
        filled[f"rows-{n}-person_choice"], filled[f"rows-{n}-listed"] = key, "True"
    return filled


def with_only_choices(data: Any, rows: Rows) -> Any:
    """Where one person alone was found by a name, that person is marked: to be looked at, and sent again."""
    marked = data.copy()
    for row in rows:
        widget = row.fields["person"].widget
        if row.has_error("person", "choose") and len(widget.found) == 1:
            marked[f"{row.add_prefix('person')}_choice"] = widget.found[0][0]
    return marked
