"""Two people changed the same thing: both versions side by side, neither lost, and a choice where they differ.

A form that takes part sends along what its fields held when it was opened (`show_hidden_initial`).
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BooleanField, Field
from django.utils.translation import gettext as _

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Difference:
    """One field: what this user typed and what stands there now. `is_open`: both changed it, so that one has to be
    chosen (`keep` is the name of the choice); else whoever changed it is right."""

    name: str
    label: Any
    mine: str
    theirs: str
    is_open: bool
    chosen: str

    @property
    def keep(self) -> str:
        return f"keep_{self.name}"


def remember_what_was_seen(form: BaseForm) -> None:
    for field in form.fields.values():
        field.show_hidden_initial = True


def differences(form: BaseForm, but: tuple[str, ...] = ()) -> list[Difference]:
    """Where the bound `form` and what stands there now (`form.initial`) differ."""
    found = []
    for name, field in form.fields.items():
        if name in but or field.widget.is_hidden:
            continue
        mine, seen, now = _sent(form, name), _seen(form, name), form.get_initial_for_field(field, name)
        if not field.has_changed(now, mine):
            continue
        changed_by_me = field.has_changed(_python(field, seen), mine)
        changed_by_them = field.has_changed(now, seen)
        chosen = form.data.get(f"keep_{name}", "") if changed_by_me and changed_by_them else ""
        if not (changed_by_me and changed_by_them):
            chosen = MINE if changed_by_me else THEIRS
        texts = _text(form, name, _python(field, mine)), _text(form, name, now)
        found.append(Difference(name, field.label, *texts, changed_by_me and changed_by_them, chosen))
    return found


def merged(form: BaseForm, found: list[Difference]) -> Any:
    """The data of the form with what the others wrote, wherever that was chosen."""
    data = form.data.copy()
    for one in found:
        if one.chosen == THEIRS:
            field = form.fields[one.name]
            value = field.prepare_value(form.get_initial_for_field(field, one.name))
            if isinstance(field, BooleanField) and not value:
                data.pop(form.add_prefix(one.name), None)
            else:
                data[form.add_prefix(one.name)] = field.widget.format_value(value) or ""
    return data


def as_typed(form: BaseForm) -> list[tuple[Any, str]]:
    """What stands in the fields, in words."""
    shown = [(name, field) for name, field in form.fields.items() if not field.widget.is_hidden]
    return [(field.label, _text(form, name, _python(field, _sent(form, name)))) for name, field in shown]


def _sent(form: BaseForm, name: str) -> Any:
    return form.fields[name].widget.value_from_datadict(form.data, form.files, form.add_prefix(name))


def _seen(form: BaseForm, name: str) -> Any:
    hidden = form.fields[name].hidden_widget()
    return hidden.value_from_datadict(form.data, form.files, form.add_initial_prefix(name))


def _python(field: Field, value: Any) -> Any:
    try:
        return field.to_python(value)
    except ValidationError:  # what cannot be read differs from everything, and the form says so itself
        return value


def _text(form: BaseForm, name: str, value: Any) -> str:
    """The value for people."""
    field = form.fields[name]
    if isinstance(field, BooleanField):
        return _("是") if value else _("否")
    if value in (None, ""):
        return "—"
    if choices := getattr(field, "choices", None):
        key = str(field.prepare_value(value))
        return next((str(label) for code, label in choices if str(code) == key), str(value))
    return str(value)
