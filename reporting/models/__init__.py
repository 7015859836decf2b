"""Published figures: a publication of a year, what its streets confirmed, its passports, and what was decided since."""

from reporting.models.passports import Difference, Figure
from reporting.models.publications import Publication, Question, StreetConfirmation

__all__ = ["Difference", "Figure", "Publication", "Question", "StreetConfirmation"]
