"""Choosing a person or an organisation in a form: type a name or a number; when it is not certain, choose from what
was found.

The term is posted with the form, so that no number of a person ever stands in a URL.
"""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.people import numbers
from services.people.models import Organisation, Person

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


class FoundWidget(forms.MultiWidget):
    """A text box for the term and, once something was found, radio buttons to choose from. `words` are the name of
    the box and of the last choice; names for the box are suggested from `suggest`, an address."""

    template_name = "people/found_widget.html"
    use_fieldset = True
    words: tuple[Any, Any] = (_("查找人员"), _("不是以上的人，重新查找"))
    suggest: Any = ""

    def __init__(self, attrs: dict | None = None) -> None:
        self.found: list[tuple[str, str]] = []
        super().__init__({"term": forms.TextInput(), "choice": forms.HiddenInput()}, attrs)

    def decompress(self, value: Any) -> list:
        return ["", str(getattr(value, "pk", value))] if value else ["", ""]

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        values = value if isinstance(value, list) else self.decompress(value)
        chosen = values[1] if values else ""
        return {**context, "found": self.found, "chosen": chosen, "words": self.words, "suggest": self.suggest}


class OrganisationWidget(FoundWidget):
    words = (_("查找单位"), _("不是以上的单位，重新查找"))
    suggest = reverse_lazy("admin:organisation_names")


class FoundField(forms.Field):
    """Cleans to a row that `self.user` may choose. Give it `user` before the form is cleaned (see `bind_people`)."""

    widget: Any = FoundWidget
    help: Any = ""
    user: Any = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", self.help)
        super().__init__(**kwargs)

    def choices_of(self) -> QuerySet:
        """What can be chosen."""
        raise NotImplementedError

    def find(self, term: str) -> QuerySet:
        raise NotImplementedError

    def certain(self, term: str, found: list) -> Any:
        """The one row that the term names beyond doubt, or None."""
        raise NotImplementedError

    def tell(self, row: Any) -> str:
        return str(row)

    def row(self, key: Any) -> Any:
        """The row of that key, or None where it is no key or nothing that can be chosen."""
        try:
            return self.choices_of().filter(pk=self.choices_of().model._meta.pk.to_python(str(key))).first()
        except ValidationError:
            return None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return any(data or ())

    def to_python(self, value: Any) -> Any:
        """For a text about it: the row that was chosen, else what was typed."""
        term, choice = _parts(value)
        return self.row(choice) if choice else term

    def clean(self, value: Any) -> Any:
        term, choice = _parts(value)
        if choice:
            if (row := self.row(choice)) is None:
                raise ValidationError(self.error_messages["gone"], code="not_found")
            self.show([row])
            return row
        if not term:
            if self.required:
                raise ValidationError(self.error_messages["missing"], code="required")
            return None
        found = list(self.find(term)[: MOST + 1])
        if not found:
            raise ValidationError(self.error_messages["not_found"], code="not_found")
        if row := self.certain(term, found):
            self.show([row])
            return row
        self.show(found[:MOST])
        code = "too_many" if len(found) > MOST else "choose"
        raise ValidationError(self.error_messages[code], code=code)

    def show(self, rows: list) -> None:
        self.widget.found = [(str(row.pk), self.tell(row)) for row in rows]


def _parts(value: Any) -> tuple[str, str]:
    term, choice = ((value or ["", ""]) + ["", ""])[:2] if isinstance(value, list) else ("", "")
    return (term or "").strip(), choice or ""


class PersonField(FoundField):
    """A person of the user's scope, found by name, pinyin, telephone or number; certain by a whole number alone."""

    help = _("输入姓名、拼音首字母、电话、残疾人证号或身份证号。")
    default_error_messages = {
        "missing": _("请查找并选择一个人。"),
        "gone": _("没有找到所选的人。请重新查找。"),
        "not_found": _("没有找到这个人。请核对后再试，或先登记此人。"),
        "too_many": _("找到的人太多。请补充姓名，或改用证件号查找。"),
        "choose": _("请从下面找到的人里选择一个，再提交一次。"),
    }

    def choices_of(self) -> QuerySet:
        return Person.objects.visible_to(self.user).current()

    def find(self, term: str) -> QuerySet:
        return self.choices_of().found_by(term)

    def certain(self, term: str, found: list[Person]) -> Person | None:
        return found[0] if len(found) == 1 and _is_number(term) else None

    def tell(self, row: Person) -> str:
        return describe(row, timezone.localdate())


class OrganisationField(FoundField):
    """An organisation, found by a part of its name or by its credit code; certain by the whole of either."""

    widget = OrganisationWidget
    help = _("输入名称的一部分，从提示里选择；也可以输入统一社会信用代码。")
    default_error_messages = {
        "missing": _("请查找并选择一个单位。"),
        "gone": _("没有找到所选的单位。请重新查找。"),
        "not_found": _("没有找到这个单位。请核对名称；还没有登记的，先在“单位与机构”里登记。"),
        "too_many": _("找到的单位太多。请把名称写得完整一些。"),
        "choose": _("请从下面找到的单位里选择一个，再提交一次。"),
    }

    def choices_of(self) -> QuerySet:
        return Organisation.objects.all()

    def find(self, term: str) -> QuerySet:
        return Organisation.objects.found_by(term)

    def certain(self, term: str, found: list[Organisation]) -> Organisation | None:
        named = [one for one in found if term.upper() in (one.name.upper(), one.credit_code)]
        return named[0] if len(named) == 1 else None

    def tell(self, row: Organisation) -> str:
        return " · ".join(str(part) for part in (row.name, row.get_kind_display(), row.credit_code) if part)


def _is_number(term: str) -> bool:
    return numbers.normalise(term)[:15].isdigit() and len(numbers.normalise(term)) >= 18


def bind_people(form: forms.BaseForm, user: Any) -> None:
    """Gives every such field of the form the user whose scope it searches, and shows what it starts with."""
    for name, field in form.fields.items():
        if isinstance(field, FoundField):
            field.user = user
            initial = form.get_initial_for_field(field, name)
            row = initial if isinstance(initial, field.choices_of().model) else initial and field.row(initial)
            if row:
                field.show([row])
