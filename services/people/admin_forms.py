"""The forms of the person pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts import stale
from accounts.models import Community, Street
from services.people.forms import DateInput
from services.people.models import Person


class PersonForm(forms.ModelForm):
    """A new person, or a correction. With an ID number, birth date and sex may stay empty."""

    id_number = forms.CharField(label=gettext_lazy("身份证号"), required=False, max_length=40)
    phone = forms.CharField(label=gettext_lazy("电话"), required=False, max_length=20)

    class Meta:
        model = Person
        fields: tuple[str, ...] = ("name", "id_number", "born_on", "sex", "community", "phone", "suspected")
        widgets = {"born_on": DateInput()}
        help_texts = {"born_on": gettext_lazy("有身份证号时可以不填。"), "sex": gettext_lazy("有身份证号时可以不填。")}

    def __init__(self, *args: Any, scope: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["born_on"].required = self.fields["sex"].required = False
        communities = Community.objects.select_related("street")
        if scope.street is None:
            streets = Street.objects.all()
            field = forms.ModelChoiceField(streets, label=gettext_lazy("街道"))
            self.fields = {"street": field, **self.fields} if self.instance._state.adding else self.fields
        self.fields["community"].queryset = communities.filter(street=scope.street) if scope.street else communities

    def _get_validation_exclusions(self) -> set[str]:
        """The action validates identity; the model's own checks would ask for what the number gives."""
        return super()._get_validation_exclusions() | {"born_on", "sex"}


class CorrectPersonForm(PersonForm):
    """`differences` are set when somebody else changed the person since the form was first opened."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stale.remember_what_was_seen(self)
        self.fields["seen_version"].show_hidden_initial = False
        self.differences: list[stale.Difference] = []
        if self.is_bound and (
            self.data.get("seen_version") != str(self.initial["seen_version"]) or "both" in self.data
        ):
            self.differences = stale.differences(self, but=("id_number",))
            self.data = stale.merged(self, self.differences)

    class Meta(PersonForm.Meta):
        fields = (*PersonForm.Meta.fields, "died_on")
        widgets = {**PersonForm.Meta.widgets, "died_on": DateInput()}
        help_texts = {"id_number": gettext_lazy("不改证件号时留空。")}


class RegisterForm(PersonForm):
    """`distinct` is asked only when somebody alike is registered already."""

    distinct = forms.BooleanField(
        label=gettext_lazy("我已逐一核对，以上都不是同一个人"), required=False, widget=forms.HiddenInput
    )


class HandoverForm(forms.Form):
    id_number = forms.CharField(label=gettext_lazy("身份证号"), max_length=40)
    reason = forms.CharField(label=gettext_lazy("申请理由"), max_length=200)


class RevealForm(forms.Form):
    purpose = forms.CharField(label=gettext_lazy("用途"), max_length=100)
