from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.cases.admin import CaseAdmin
from services.cases.models import Case
from services.employment import views  # noqa: F401  registers its pages
from services.employment.guards import standing
from services.employment.kind import (
    ABILITY_ASSESSMENT,
    EMPLOYER_VISIT,
    GRADUATE,
    JOB_FAIR,
    JOB_SEEKER,
    PLACEMENT,
    TRAINING,
)
from services.employment.models import (
    AbilityAssessment,
    EmployerVisit,
    Graduate,
    JobFair,
    JobSeeker,
    Placement,
    Training,
)

LAST = ("street_name", "status", "began_on")


class EmploymentAdmin(CaseAdmin):
    """Nothing is applied for here: the date of a case is that of its first entry."""

    @admin.display(description=gettext_lazy("日期"), ordering="case__opened_on")
    def began_on(self, detail: Any) -> Any:
        return detail.case.opened_on


@admin.register(AbilityAssessment)
class AbilityAssessmentAdmin(EmploymentAdmin):
    kind = ABILITY_ASSESSMENT
    list_display = ("number", "subject", "need", *LAST)


@admin.register(JobSeeker)
class JobSeekerAdmin(EmploymentAdmin):
    kind = JOB_SEEKER
    list_display = ("number", "subject", "wanted_work", "education", *LAST)
    list_filter = (*CaseAdmin.list_filter, "education")


class OfEmployerAdmin(EmploymentAdmin):
    """Cases with an employer show it in the list."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("case__organisation")

    @admin.display(description=gettext_lazy("用人单位"))
    def employer(self, detail: Any) -> str:
        return detail.case.organisation


@admin.register(Placement)
class PlacementAdmin(OfEmployerAdmin):
    kind = PLACEMENT
    list_display = ("number", "subject", "employer", "form", *LAST)
    list_filter = (*CaseAdmin.list_filter, "form")


@admin.register(Training)
class TrainingAdmin(EmploymentAdmin):
    kind = TRAINING
    list_display = ("number", "subject", "course", "starts_on", *LAST)


@admin.register(Graduate)
class GraduateAdmin(EmploymentAdmin):
    kind = GRADUATE
    list_display = ("number", "subject", "school", "graduation_year", *LAST)


@admin.register(JobFair)
class JobFairAdmin(EmploymentAdmin):
    kind = JOB_FAIR
    list_display = ("number", "title", "place", *LAST)

    def tables(self, case: Case) -> list[dict[str, Any]]:
        employers = standing(case, "employer_attended").select_related("organisation").order_by("id")
        persons = standing(case, "intended").select_related("person", "street").order_by("id")
        vacancies = sum(entry.quantity for entry in employers)
        return [
            {
                "caption": _("参会单位：%(number)s 家，岗位 %(vacancies)s 个")
                % {"number": len(employers), "vacancies": vacancies},
                "headers": [_("用人单位"), {"text": _("岗位数"), "number": True}, _("日期")],
                "rows": [[e.organisation, {"text": e.quantity, "number": True}, e.happened_on] for e in employers],
                "id": "employers",
            },
            {
                "caption": _("达成意向：%(number)s 人") % {"number": len(persons)},
                "headers": [_("求职人"), _("街道"), _("日期")],
                "rows": [[e.person.name if e.person else _("已移交"), e.street, e.happened_on] for e in persons],
                "id": "intentions",
            },
        ]


@admin.register(EmployerVisit)
class EmployerVisitAdmin(OfEmployerAdmin):
    kind = EMPLOYER_VISIT
    list_display = ("number", "employer", "situation", *LAST)
