"""Choosing a person in a form: type a name, pinyin or number; when it is not certain, choose from what was found.

The term is posted with the form, so that no number ever stands in a URL.
"""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.people import numbers
from services.people.models import Person
from services.people.models.person import PersonQuerySet

MOST = 20


class DateInput(forms.DateInput):
    """With a last day, so that a browser takes four digits for the year and the typing goes on to the month."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__({"max": "9999-12-31", **(attrs or {})}, format="%Y-%m-%d")


def describe(person: Person, today: dt.date) -> str:
    """A line by which people with the same name can be told apart, masked."""
    certificate = person.certificate_on(today)
    parts = [
        person.name,
        person.get_sex_display(),
        _("%(year)s年生") % {"year": person.born_on.year},
        person.masked_id,
        str(certificate) if certificate else _("无有效残疾人证"),
        str(person.community or ""),
    ]
    return " · ".join(str(part) for part in parts if part)


class PersonWidget(forms.MultiWidget):
    """A text box for the term and, once something was found, radio buttons to choose from."""

    template_name = "people/person_widget.html"
    use_fieldset = True

    def __init__(self, attrs: dict | None = None) -> None:
        self.found: list[tuple[str, str]] = []
        super().__init__({"term": forms.TextInput(), "choice": forms.HiddenInput()}, attrs)

    def decompress(self, value: Any) -> list:
        return ["", str(value.pk if isinstance(value, Person) else value)] if value else ["", ""]

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        context["found"] = self.found
        values = value if isinstance(value, list) else self.decompress(value)
        context["chosen"] = values[1] if values else ""
        return context


class PersonField(forms.Field):
    """Cleans to a Person of `self.user`'s scope. Give it `user` before the form is cleaned (see `bind_people`)."""

    widget = PersonWidget
    default_error_messages = {"not_found": _("没有找到这个人。请核对后再试，或先登记此人。")}
    user: Any = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("输入姓名、拼音首字母、电话、残疾人证号或身份证号。"))
        super().__init__(**kwargs)

    def people(self) -> PersonQuerySet:
        """Who can be chosen."""
        return Person.objects.visible_to(self.user).current()

    def has_changed(self, initial: Any, data: Any) -> bool:
        return any(data or ())

    def clean(self, value: Any) -> Person | None:
        term, choice = ((value or ["", ""]) + ["", ""])[:2] if isinstance(value, list) else ("", "")
        people = self.people()
        if choice:
            person = people.filter(pk=choice).first() if _is_uuid(choice) else None
            if person is None:
                raise ValidationError(_("没有找到所选的人。请重新查找。"), code="not_found")
            self.show([person])
            return person
        term = (term or "").strip()
        if not term:
            if self.required:
                raise ValidationError(_("请查找并选择一个人。"), code="required")
            return None
        found = list(people.found_by(term)[: MOST + 1])
        if not found:
            raise ValidationError(self.error_messages["not_found"], code="not_found")
        if len(found) == 1 and _is_number(term):
            self.show(found)
            return found[0]
        self.show(found[:MOST])
        if len(found) > MOST:
            raise ValidationError(_("找到的人太多。请补充姓名，或改用证件号查找。"), code="too_many")
        raise ValidationError(_("请从下面找到的人里选择一个，再提交一次。"), code="choose")

    def show(self, people: list[Person]) -> None:
        today = timezone.localdate()
        self.widget.found = [(str(person.pk), describe(person, today)) for person in people]


def _is_number(term: str) -> bool:
    return numbers.normalise(term)[:15].isdigit() and len(numbers.normalise(term)) >= 18


def _is_uuid(text: str) -> bool:
    try:
        return bool(forms.UUIDField().clean(text))
    except ValidationError:
        return False


def bind_people(form: forms.BaseForm, user: Any) -> None:
    """Gives every person field of the form the user whose scope it searches, and shows whom it starts with."""
    for name, field in form.fields.items():
        if isinstance(field, PersonField):
            field.user = user
            initial = form.get_initial_for_field(field, name)
            person = (
                initial
                if isinstance(initial, Person)
                else Person.objects.visible_to(user).filter(pk=initial).first()
                if initial and _is_uuid(str(initial))
                else None
            )
            if person:
                field.show([person])
