"""What the beat does for the kept figures."""

import logging

from celery import shared_task

from accounts.scoping import scoped_task
from reporting import keeping
from reporting.figures import areas_in_scope, summary
from reporting.models import KeptCell
from reporting.periods import year

logger = logging.getLogger(__name__)


@shared_task(name="reporting.tasks.renew")
@scoped_task
def renew() -> int:
    """Every minute: kept figures follow the ledger, so that a page finds them ready."""
    return keeping.renew(list(areas_in_scope()))


@shared_task(name="reporting.tasks.check_kept")
@scoped_task
def check_kept() -> int:
    """Every night: a full count against every kept cell. The number of differences, which must be 0; a year with
    one is counted again and the difference is in the log."""
    found = 0
    for number in KeptCell.objects.order_by("year").values_list("year", flat=True).distinct():
        reading = summary(number, fresh=True)
        drifted = list(keeping.drift(reading.period, reading.known_at, reading.areas, reading.counts))
        for sentence in drifted:
            logger.error(sentence)
        if drifted:
            keeping.forget(year(number))
        found += len(drifted)
    return found
