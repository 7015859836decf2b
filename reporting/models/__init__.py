"""Published figures: a publication of a year, what its streets confirmed, its passports, and what was decided since;
what was released outside; and figures kept per cell."""

from reporting.models.cells import KeptCell, Touch
from reporting.models.passports import Difference, Figure
from reporting.models.publications import Publication, Question, StreetConfirmation
from reporting.models.releases import Release

__all__ = [
    "Difference",
    "Figure",
    "KeptCell",
    "Publication",
    "Question",
    "Release",
    "StreetConfirmation",
    "Touch",
]
