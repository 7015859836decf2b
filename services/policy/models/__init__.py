"""Policy terms and their changes, what excludes each other, reason codes, holidays."""

from services.policy.models.change import PolicyChange
from services.policy.models.exclusion import Exclusion, ReasonCode
from services.policy.models.holiday import Holiday
from services.policy.models.policy import DateRange, Policy

__all__ = ["DateRange", "Exclusion", "Holiday", "Policy", "PolicyChange", "ReasonCode"]
