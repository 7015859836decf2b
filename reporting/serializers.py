"""Figures in REST: the parameters, passports, and the records behind a number."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api_base import MomentField, PageQuery, StrictSerializer
from reporting.figures import BASES

PARTS = ("numerator", "denominator")


class FiguresQuery(StrictSerializer):
    street = serializers.RegexField(
        r"^(\d{9}|district)$", required=False, help_text=_("九位街道代码，或 district；不填为您的全部范围。")
    )
    known_at = MomentField(required=False, help_text=_("截至这一时刻登记的数字；不填为现在。"))
    basis = serializers.ChoiceField(BASES, default="then", help_text=_("then 当时街道；now 现行街道（仅全区）。"))


class MembersQuery(FiguresQuery, PageQuery):
    part = serializers.ChoiceField(PARTS, required=False, help_text=_("比率必填：分子或分母。"))


class PassportMembersQuery(PageQuery):
    part = serializers.ChoiceField(PARTS, required=False, help_text=_("比率必填：分子或分母。"))


class PassportSerializer(serializers.Serializer):
    id = serializers.CharField(
        allow_null=True, help_text=_("永久编号：正是这个数字（口径、数值、名单）已经发布时才有。")
    )
    code = serializers.CharField()
    version = serializers.IntegerField(help_text=_("口径的版本"))
    label = serializers.CharField()
    unit = serializers.CharField()
    seed_fact = serializers.CharField(allow_blank=True)
    stated = serializers.BooleanField(help_text=_("填报：没有逐条记录，凭文件登记。"))
    period = serializers.CharField()
    area = serializers.CharField()
    known_at = serializers.DateTimeField()
    value = serializers.JSONField(help_text=_("整数；元和百分数为字符串；没有分母、没有填报时为空。"))
    numerator = serializers.JSONField(required=False)
    denominator = serializers.JSONField(required=False)
    instead = serializers.CharField(required=False, help_text=_("分母没有记录、改用填报数时，填报数的指标代码"))
    member_hash = serializers.CharField(help_text=_("成员清单的 SHA-256"))


class PublishedSerializer(PassportSerializer):
    id = serializers.CharField(help_text=_("永久编号"))
    publication = serializers.IntegerField(help_text=_("发布的版本；更正后为2、3……"))
    published_at = serializers.DateTimeField()
    reproduces = serializers.BooleanField(help_text=_("按发布时的登记情况重新计算，数值和名单是否一致。"))


class PassportsSerializer(serializers.Serializer):
    results = PassportSerializer(many=True)


class MemberSerializer(serializers.Serializer):
    key = serializers.CharField(help_text=_("人、家庭、单位的编号，或台账记录编号"))
    subject = serializers.CharField(help_text=_("姓名隐去"))
    entries = serializers.IntegerField(required=False, help_text=_("此成员的记录数；entry 是其中第一条。"))
    entry = serializers.IntegerField()
    code = serializers.CharField()
    happened_on = serializers.DateField()
    street = serializers.CharField()
    case = serializers.CharField(allow_blank=True)
    quantity = serializers.IntegerField()
    amount = serializers.CharField(allow_null=True)


class MembersSerializer(serializers.Serializer):
    passport = PassportSerializer()
    results = MemberSerializer(many=True)
    next = serializers.URLField(allow_null=True)
