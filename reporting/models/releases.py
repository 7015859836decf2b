"""What left the federation: the cells of every table that was released, so that a later release gives nothing away."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Release(models.Model):
    """One release of a year's figures for outside (append-only): `cells` by figure, then "area|category", as printed;
    null is hidden. It holds nothing that was not published."""

    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    known_at = models.DateTimeField(_("截至时间"), editable=False)
    cells = models.JSONField(editable=False)
    released_at = models.DateTimeField(_("公布时间"), db_default=Now(), editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("对外公布")

    def __str__(self) -> str:
        return f"{self.year} {self.released_at:%Y-%m-%d %H:%M}"
