"""Codes of the national standards."""

from functools import partial

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Street


class Sex(models.TextChoices):
    MALE = "M", _("男")
    FEMALE = "F", _("女")


class Category(models.IntegerChoices):
    """GB/T 26341-2010; the 19th character of a certificate number."""

    VISUAL = 1, _("视力残疾")
    HEARING = 2, _("听力残疾")
    SPEECH = 3, _("言语残疾")
    PHYSICAL = 4, _("肢体残疾")
    INTELLECTUAL = 5, _("智力残疾")
    MENTAL = 6, _("精神残疾")
    MULTIPLE = 7, _("多重残疾")


class Grade(models.IntegerChoices):
    """1 is the heaviest; the 20th character of a certificate number."""

    ONE = 1, _("一级")
    TWO = 2, _("二级")
    THREE = 3, _("三级")
    FOUR = 4, _("四级")


# Every confined table of a person carries the custody street; the policies and the composite keys rest on it.
street_of_custody = partial(
    models.ForeignKey, Street, models.PROTECT, verbose_name=_("街道"), related_name="+", db_index=False
)
