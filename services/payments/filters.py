from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api_base import PageQuery
from services.cases.fields import MonthField
from services.cases.filters import kind_field
from services.payments.models import Batch, Payment


class BatchQuery(PageQuery):
    kind = kind_field()
    for_month = MonthField(required=False, help_text=_("所属月份，例如 2023-06"))
    state = serializers.ChoiceField(Batch.State.choices, required=False)

    NAMES: tuple[str, ...] = ("kind", "for_month", "state")

    @classmethod
    def narrow(cls, rows: QuerySet, query: dict) -> QuerySet:
        return rows.filter(**{name: query[name] for name in cls.NAMES if name in query})


class PaymentQuery(BatchQuery):
    street = serializers.RegexField(r"^\d{9}$", required=False, help_text=_("九位街道代码"))
    case = serializers.UUIDField(required=False, help_text=_("这个案件的发放"))
    person = serializers.UUIDField(required=False, help_text=_("此人的发放"))
    state = serializers.ChoiceField(Payment.State.choices, required=False)
    batch = serializers.IntegerField(required=False, min_value=1, help_text=_("这一批次的发放"))

    NAMES = (*BatchQuery.NAMES, "street", "case", "person", "batch")
