"""The one case table, what was decided on a case, and the exceptions that were granted."""

from services.cases.models.case import Case, CaseDetail, CaseDetailQuerySet, CaseParty, CaseQuerySet, NextSerial
from services.cases.models.decision import Decision
from services.cases.models.override import Override

__all__ = [
    "Case",
    "CaseDetail",
    "CaseDetailQuerySet",
    "CaseParty",
    "CaseQuerySet",
    "Decision",
    "NextSerial",
    "Override",
]
