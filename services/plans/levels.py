"""The level of a score, by the policy terms of a day."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from services.policy.models import Policy

LEVELS = (
    ("performance.excellent_from", _("优")),
    ("performance.good_from", _("良")),
    ("performance.fair_from", _("中")),
)


def level_of(score: Decimal, on: dt.date) -> Any:
    """In words; below the last term it is poor."""
    return next((label for code, label in LEVELS if score >= Policy.objects.term(code, on)), _("差"))
