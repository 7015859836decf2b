from django import forms
from django.utils.translation import gettext_lazy as _

from services.cases.forms import DateInput
from services.people.forms import PersonField
from services.people.models import Category, Certificate, Grade


class CertificateForm(forms.Form):
    person = PersonField(label=_("持证人"))
    number = forms.CharField(label=_("残疾人证号"), max_length=40, help_text=_("20位；补办的证后面还有B1、B2等。"))
    valid_from = forms.DateField(label=_("发证日期"), widget=DateInput())
    valid_to = forms.DateField(
        label=_("有效期届满日"), widget=DateInput(), required=False, help_text=_("从这一天起不再有效；长期有效的留空。")
    )
    lower_limb = forms.BooleanField(label=_("下肢残疾"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for category, label in Category.choices[:6]:
            self.fields[f"component_{category}"] = forms.ChoiceField(
                label=_("多重残疾的组成：%(category)s") % {"category": label},
                choices=[("", _("没有")), *Grade.choices],
                required=False,
            )

    @property
    def components(self) -> list[tuple[int, int]]:
        grades = {c: self.cleaned_data.get(f"component_{c}") for c in range(1, 7)}
        return [(category, int(grade)) for category, grade in grades.items() if grade]


class EndForm(forms.Form):
    on = forms.DateField(label=_("失效日期"), widget=DateInput())
    reason = forms.ChoiceField(label=_("失效原因"), choices=[("", "---------"), *Certificate.EndReason.choices])
