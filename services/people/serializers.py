"""People, organisations and certificates in REST: numbers are taken whole and shown masked."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from accounts.api_base import StrictSerializer, street_field
from accounts.models import Community
from accounts.plain_text import holds_number, names_nobody
from services.people.models import (
    Category,
    Certificate,
    Grade,
    Household,
    HouseholdMember,
    Organisation,
    Person,
    Residence,
    Sex,
)


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
            "external_system",
            "external_id",
            "merged_into",
            "version",
        )
        read_only_fields = fields


class ComponentSerializer(StrictSerializer):
    category = serializers.ChoiceField(Category.choices[:6], label=_("残疾类别"))
    grade = serializers.ChoiceField(Grade.choices, label=_("残疾等级"))


class CertificateSerializer(serializers.ModelSerializer):
    masked_number = serializers.CharField(read_only=True)
    version = serializers.IntegerField(read_only=True, help_text=_("1 在册，2 已失效。"))
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
            "version",
        )
        read_only_fields = fields


class PersonWithCertificatesSerializer(PersonSerializer):
    certificates = CertificateSerializer(many=True, read_only=True)

    class Meta(PersonSerializer.Meta):
        fields = (*PersonSerializer.Meta.fields, "certificates")
        read_only_fields = fields


class ExternalSerializer(StrictSerializer):
    """What another system calls a record: both together, and never the number of a person."""

    external_system = serializers.CharField(
        required=False, max_length=30, validators=[names_nobody], help_text=_("外部系统的代号。")
    )
    external_id = serializers.CharField(
        required=False,
        max_length=64,
        help_text=_("在外部系统里的编号；同一编号只登记一次。不能是证件号。"),
    )

    def validate_external_id(self, text: str) -> str:
        if holds_number(text):
            raise serializers.ValidationError(_("外部编号不能是证件号。请改用外部系统自己的编号。"), code="personal")
        return text

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if ("external_system" in values) != ("external_id" in values):
            missing = "external_id" if "external_system" in values else "external_system"
            detail = ErrorDetail(_("外部系统和外部编号要一起填写。"), code="required")
            raise serializers.ValidationError({missing: [detail]})
        return super().validate(values)


class RegisterPersonSerializer(ExternalSerializer):
    """A new person. With an ID number, birth date and sex may be left out; without one both are required."""

    name = serializers.CharField(max_length=60)
    id_number = serializers.CharField(required=False, allow_blank=True, max_length=40, write_only=True)
    born_on = serializers.DateField(required=False, allow_null=True)
    sex = serializers.ChoiceField(Sex.choices, required=False, allow_blank=True)
    street = street_field()
    community = serializers.PrimaryKeyRelatedField(queryset=Community.objects.all(), required=False, allow_null=True)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=20, write_only=True)
    suspected = serializers.BooleanField(required=False, default=False, help_text=_("疑似残疾儿童"))


class CorrectPersonSerializer(StrictSerializer):
    """What changes; the rest stays. With an ID number, birth date and sex follow it."""

    name = serializers.CharField(required=False, max_length=60)
    id_number = serializers.CharField(required=False, max_length=40, write_only=True)
    born_on = serializers.DateField(required=False)
    sex = serializers.ChoiceField(Sex.choices, required=False)
    community = serializers.PrimaryKeyRelatedField(queryset=Community.objects.all(), required=False, allow_null=True)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=20, write_only=True)
    suspected = serializers.BooleanField(required=False, help_text=_("疑似残疾儿童"))
    died_on = serializers.DateField(required=False, allow_null=True)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if not values:
            raise serializers.ValidationError(_("请至少填写一项要更正的内容。"), code="empty")
        return values


class FindPersonSerializer(ExternalSerializer):
    """By `term`, or by what another system calls the person."""

    term = serializers.CharField(
        required=False, max_length=60, help_text=_("姓名、拼音、拼音首字母、身份证号、残疾人证号或电话。")
    )

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        values = super().validate(values)
        if ("term" in values) == ("external_id" in values):
            detail = ErrorDetail(_("请填写 term，或外部系统和外部编号，二者选一。"), code="one_of")
            raise serializers.ValidationError({"term": [detail]})
        return values


class PurposeSerializer(StrictSerializer):
    purpose = serializers.CharField(max_length=100, help_text=_("查看完整证件号的用途；会留下记录。"))


class RevealedSerializer(serializers.Serializer):
    id_number = serializers.CharField(allow_blank=True, help_text=_("完整的身份证号；没有登记时为空。"))


class FoundPeopleSerializer(serializers.Serializer):
    results = PersonSerializer(many=True)
    truncated = serializers.BooleanField(help_text=_("还有更多：请把条件写得更完整。"))


class OrganisationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ("id", "kind", "name", "credit_code")
        read_only_fields = fields


class ResidenceSerializer(serializers.ModelSerializer):
    """Where a hukou is or where somebody lives, without the address."""

    class Meta:
        model = Residence
        fields = ("id", "person", "street", "kind", "at_street", "valid_from", "valid_to")
        read_only_fields = fields
        extra_kwargs = {"at_street": {"help_text": _("户籍地或居住地所在的街道；区外为空。")}}


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


class HouseholdMemberSerializer(serializers.ModelSerializer):
    class Meta:
        model = HouseholdMember
        fields = ("id", "person", "relation", "valid_from", "valid_to")
        read_only_fields = fields


class HouseholdSerializer(serializers.ModelSerializer):
    version = serializers.IntegerField(read_only=True, help_text=_("每登记一次加入或离开加1。"))
    members = HouseholdMemberSerializer(many=True, read_only=True)

    class Meta:
        model = Household
        fields = ("id", "street", "community", "version", "members")
        read_only_fields = fields


class StartHouseholdSerializer(PersonChoiceSerializer):
    """A household of its own for this person, who is its head."""

    on = serializers.DateField(help_text=_("起始日期"))
    address = serializers.CharField(required=False, allow_blank=True, max_length=200, write_only=True)


class JoinHouseholdSerializer(PersonChoiceSerializer):
    relation = serializers.ChoiceField(HouseholdMember.Relation.choices[1:], help_text=_("与户主关系"))
    on = serializers.DateField(help_text=_("起始日期"))


class DaySerializer(StrictSerializer):
    on = serializers.DateField(help_text=_("从这一天起"))
