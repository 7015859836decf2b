"""Two records that look like one person and are not."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.plain_text import PlainText
from accounts.scoping import ScopedQuerySet
from services.people.models.codes import street_of_custody
from services.people.models.person import Person


class DistinctPair(models.Model):
    """Somebody looked and found two people; `one` is whose street this is kept in."""

    one = models.ForeignKey(Person, models.PROTECT, editable=False, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, editable=False, related_name="+")
    street = street_of_custody()
    reason = PlainText(_("依据"), max_length=200)
    told_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    told_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("不是同一人")
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"],
                name="pair_is_told_apart_once",
                violation_error_message=_("这两条记录已经登记为不是同一人。"),
            ),
            models.CheckConstraint(condition=~Q(one=F("other")), name="pair_is_of_two_records"),
            models.CheckConstraint(condition=~Q(reason=""), name="pair_is_told_apart_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"
