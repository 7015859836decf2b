from django import forms
from django.utils.translation import gettext_lazy as _

from services.cases.forms import DateInput
from services.employment.models import EmploymentStatus


class StatusForm(forms.Form):
    on = forms.DateField(label=_("自哪一天起"), widget=DateInput())
    status = forms.ChoiceField(label=_("就业状况"), choices=[("", "---------"), *EmploymentStatus.choices])
