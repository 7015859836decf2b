from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api_base import PageQuery
from services.cases.kinds import Status, all_kinds


def refuse_unknown_kind(code: str) -> None:
    if code not in {kind.code for kind in all_kinds()}:
        raise serializers.ValidationError(_("没有这种类型。"), code="invalid_choice")


def kind_field() -> serializers.Field:
    """A kind of case as a parameter; kinds are registered later than serializers are declared."""
    text = _("类型代码，见 /kinds/")
    return serializers.CharField(required=False, max_length=30, validators=[refuse_unknown_kind], help_text=text)


class CaseQuery(PageQuery):
    kind = kind_field()
    status = serializers.ChoiceField(Status.choices, required=False)
    street = serializers.RegexField(r"^\d{9}$", required=False, help_text=_("九位街道代码"))
    person = serializers.UUIDField(required=False, help_text=_("此人的案件"))
    opened_from = serializers.DateField(required=False, help_text=_("申请日期从这一天起"))
    opened_to = serializers.DateField(required=False, help_text=_("申请日期到这一天止（含）"))

    COLUMNS = {
        "kind": "kind",
        "status": "status",
        "street": "street_id",
        "person": "person_id",
        "opened_from": "opened_on__gte",
        "opened_to": "opened_on__lte",
    }

    @classmethod
    def narrow(cls, rows: QuerySet, query: dict) -> QuerySet:
        return rows.filter(**{column: query[name] for name, column in cls.COLUMNS.items() if name in query})
