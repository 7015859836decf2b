from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api_base import PageQuery
from services.people.models import Category


class CertificateQuery(PageQuery):
    person = serializers.UUIDField(required=False)
    category = serializers.ChoiceField(Category.choices, required=False)
    valid_on = serializers.DateField(required=False, help_text=_("这一天有效的证"))

    @staticmethod
    def narrow(rows: QuerySet, query: dict) -> QuerySet:
        rows = rows.filter(**{name: query[name] for name in ("person", "category") if name in query})
        return rows.valid_on(query["valid_on"]) if "valid_on" in query else rows
