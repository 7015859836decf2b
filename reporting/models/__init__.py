"""Published figures: a publication of a year, what its streets confirmed, its passports, and what was decided since;
what was released outside; figures kept per cell; saved views, schedules and templates."""

from reporting.models.cells import KeptCell, Touch
from reporting.models.passports import Difference, Figure
from reporting.models.publications import Publication, Question, StreetConfirmation
from reporting.models.releases import Release
from reporting.models.saved_view import SavedView
from reporting.models.schedule import Rhythm, Schedule
from reporting.models.template import ReportTemplate, template_in_use

__all__ = [
    "Difference",
    "Figure",
    "KeptCell",
    "Publication",
    "Question",
    "Release",
    "ReportTemplate",
    "Rhythm",
    "SavedView",
    "Schedule",
    "StreetConfirmation",
    "Touch",
    "template_in_use",
]
