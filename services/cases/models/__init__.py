"""The one case table, what was decided on a case, the exceptions that were granted, sheets of many rows."""

from services.cases.models.case import Case, CaseDetail, CaseDetailQuerySet, CaseParty, CaseQuerySet, NextSerial
from services.cases.models.decision import Decision
from services.cases.models.override import Override
from services.cases.models.sheet import GridSheet

__all__ = [
    "Case",
    "CaseDetail",
    "CaseDetailQuerySet",
    "CaseParty",
    "CaseQuerySet",
    "Decision",
    "GridSheet",
    "NextSerial",
    "Override",
]
