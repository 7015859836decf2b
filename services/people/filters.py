from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api_base import PageQuery
from services.people.models import HouseholdMember, Organisation


class PeopleQuery(PageQuery):
    street = serializers.RegexField(r"^\d{9}$", required=False, help_text=_("九位街道代码"))
    suspected = serializers.BooleanField(required=False, help_text=_("疑似残疾儿童"))

    @staticmethod
    def narrow(rows: QuerySet, query: dict) -> QuerySet:
        wanted = {"street_id": query.get("street"), "suspected": query.get("suspected")}
        return rows.filter(**{name: value for name, value in wanted.items() if value is not None})


class HouseholdQuery(PageQuery):
    street = serializers.RegexField(r"^\d{9}$", required=False, help_text=_("九位街道代码"))
    person = serializers.UUIDField(required=False, help_text=_("此人现在或曾经所在的家庭"))

    @staticmethod
    def narrow(rows: QuerySet, query: dict) -> QuerySet:
        if "person" in query:
            rows = rows.filter(pk__in=HouseholdMember.objects.filter(person=query["person"]).values("household"))
        return rows.filter(street=query["street"]) if "street" in query else rows


class OrganisationQuery(PageQuery):
    kind = serializers.ChoiceField(Organisation.Kind.choices, required=False)

    @staticmethod
    def narrow(rows: QuerySet, query: dict) -> QuerySet:
        return rows.filter(kind=query["kind"]) if "kind" in query else rows
