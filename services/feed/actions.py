"""The only writer of epochs; changes are written by the database itself."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from services.feed.models import Epoch


@transaction.atomic
def begin_epoch(*, by: User | None) -> Epoch:
    """Every cursor that was given out is over: to be called when an earlier state was brought back. System's scope.

    A restore into another cluster or database, or to an earlier moment of the same cluster, is seen by itself; this is
    for what the database cannot see (its files were copied back).
    """
    epoch = Epoch()
    epoch.save(force_insert=True)
    audit.record(by=by, action="feed.epoch_begun", target=epoch)
    return epoch
