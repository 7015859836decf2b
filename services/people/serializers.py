"""People, organisations and certificates in REST: numbers are taken whole and shown masked."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from accounts.api_base import StrictSerializer, street_field
from accounts.models import Community
from services.people.models import Category, Certificate, Grade, Organisation, Person, Sex


class PersonSerializer(serializers.ModelSerializer):
    masked_id = serializers.CharField(read_only=True, help_text=_("证件号，中间几位隐去。"))

    class Meta:
        model = Person
        fields: tuple[str, ...] = (
            "id",
            "name",
            "sex",
            "born_on",
            "masked_id",
            "street",
            "community",
            "suspected",
            "died_on",
            "version",
        )
        read_only_fields = fields


class ComponentSerializer(StrictSerializer):
    category = serializers.ChoiceField(Category.choices[:6], label=_("残疾类别"))
    grade = serializers.ChoiceField(Grade.choices, label=_("残疾等级"))


class CertificateSerializer(serializers.ModelSerializer):
    masked_number = serializers.CharField(read_only=True)
    components = ComponentSerializer(many=True, read_only=True)

    class Meta:
        model = Certificate
        fields = (
            "id",
            "person",
            "masked_number",
            "category",
            "grade",
            "lower_limb",
            "components",
            "valid_from",
            "valid_to",
            "ended_on",
            "end_reason",
        )
        read_only_fields = fields


class PersonWithCertificatesSerializer(PersonSerializer):
    certificates = CertificateSerializer(many=True, read_only=True)

    class Meta(PersonSerializer.Meta):
        fields = (*PersonSerializer.Meta.fields, "certificates")
        read_only_fields = fields


class RegisterPersonSerializer(StrictSerializer):
    """A new person. With an ID number, birth date and sex may be left out; without one both are required."""

    name = serializers.CharField(max_length=60)
    id_number = serializers.CharField(required=False, allow_blank=True, max_length=40, write_only=True)
    born_on = serializers.DateField(required=False, allow_null=True)
    sex = serializers.ChoiceField(Sex.choices, required=False, allow_blank=True)
    street = street_field()
    community = serializers.PrimaryKeyRelatedField(queryset=Community.objects.all(), required=False, allow_null=True)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=20, write_only=True)
    suspected = serializers.BooleanField(required=False, default=False, help_text=_("疑似残疾儿童"))


class FindPersonSerializer(StrictSerializer):
    term = serializers.CharField(max_length=60, help_text=_("姓名、拼音、拼音首字母、身份证号或残疾人证号。"))


class FoundPeopleSerializer(serializers.Serializer):
    results = PersonSerializer(many=True)
    truncated = serializers.BooleanField(help_text=_("还有更多：请把条件写得更完整。"))


class OrganisationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ("id", "kind", "name", "credit_code")
        read_only_fields = fields


class RegisterOrganisationSerializer(StrictSerializer):
    kind = serializers.ChoiceField(Organisation.Kind.choices)
    name = serializers.CharField(max_length=100)
    credit_code = serializers.CharField(max_length=18, required=False, allow_blank=True, allow_null=True)


class PersonChoiceSerializer(StrictSerializer):
    """How a body names a person: by key, or by ID number (which never stands in a URL)."""

    person = serializers.UUIDField(required=False)
    id_number = serializers.CharField(required=False, max_length=40, write_only=True)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if ("person" in values) == ("id_number" in values):
            detail = _("请用 person 或 id_number 指明一个人，二者填一项。")
            raise serializers.ValidationError({"person": [ErrorDetail(detail, code="one_of")]})
        return values
