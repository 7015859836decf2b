from reporting.models.saved_view import SavedView
from reporting.models.schedule import Rhythm, Schedule
from reporting.models.template import ReportTemplate, template_in_use

__all__ = ["ReportTemplate", "Rhythm", "SavedView", "Schedule", "template_in_use"]
