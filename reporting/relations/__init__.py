"""Relations between figures, declared. Importing this package fills the list."""

from reporting.relations import accounts, people, performance, staffing
from reporting.relations.checking import RELATIONS, Answer, Relation, Verdict, check

__all__ = ["RELATIONS", "Answer", "Relation", "Verdict", "accounts", "check", "people", "performance", "staffing"]
