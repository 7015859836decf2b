from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api_base import PageQuery
from services.circumstances.models import Code


class CircumstanceQuery(PageQuery):
    street = serializers.RegexField(r"^\d{9}$", required=False, help_text=_("九位街道代码"))
    person = serializers.UUIDField(required=False, help_text=_("此人的登记"))
    code = serializers.ChoiceField(Code.choices, required=False, help_text=_("身份或待遇"))
    valid_on = serializers.DateField(required=False, help_text=_("这一天有效的登记"))

    @staticmethod
    def narrow(rows: QuerySet, query: dict) -> QuerySet:
        rows = rows.filter(**{name: query[name] for name in ("street", "person", "code") if name in query})
        return rows.valid_on(query["valid_on"]) if "valid_on" in query else rows
