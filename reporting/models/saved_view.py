"""A view of the summary that somebody keeps: filters under a name, for any year."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.plain_text import PlainText
from reporting.narrowing import Narrowing, narrowing_of

FILTERS = ("programme", "category", "grade", "age", "sex")


class SavedViewQuerySet(models.QuerySet):
    def offered_to(self, user: User) -> Self:
        """Their own, and what colleagues share."""
        return self.filter(Q(user=user) | Q(shared=True))


class SavedView(models.Model):
    """Codes of filters, nobody's data: empty narrows nothing."""

    user = models.ForeignKey(User, models.CASCADE, editable=False, related_name="+")
    name = PlainText(_("名称"), max_length=40)
    shared = models.BooleanField(_("同事也可以使用"), default=False)
    programme = models.CharField(_("业务"), max_length=30, default="", blank=True)
    category = models.CharField(_("残疾类别"), max_length=1, default="", blank=True)
    grade = models.CharField(_("残疾等级"), max_length=1, default="", blank=True)
    age = models.CharField(_("年龄"), max_length=5, default="", blank=True)
    sex = models.CharField(_("性别"), max_length=1, default="", blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("常用视图")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_view_has_one_name_per_user",
                violation_error_message=_("您已经有同名的视图。请换一个名称。"),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def narrowing(self) -> Narrowing:
        return narrowing_of({name: getattr(self, name) for name in FILTERS})
