"""Published figures and what was decided since; views that are kept, figures that come by themselves, templates."""

from reporting.models.passports import Difference, Figure
from reporting.models.publications import Publication, Question, StreetConfirmation
from reporting.models.saved_view import SavedView
from reporting.models.schedule import Rhythm, Schedule
from reporting.models.template import ReportTemplate, template_in_use

__all__ = [
    "Difference",
    "Figure",
    "Publication",
    "Question",
    "ReportTemplate",
    "Rhythm",
    "SavedView",
    "Schedule",
    "StreetConfirmation",
    "template_in_use",
]
