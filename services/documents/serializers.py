from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api_base import StrictSerializer
from services.documents.models import Document


class DocumentSerializer(serializers.ModelSerializer):
    """A photo or scan of a case; its content has an address of its own."""

    digest = serializers.CharField(read_only=True, help_text=_("保存内容的 SHA-256；照片里的拍摄信息已去掉。"))
    version = serializers.IntegerField(read_only=True, help_text=_("1 有效，2 已撤下。"))

    class Meta:
        model = Document
        fields = (
            "id",
            "case",
            "purpose",
            "filename",
            "content_type",
            "size",
            "digest",
            "added_at",
            "withdrawn_at",
            "reason",
            "version",
        )
        read_only_fields = fields


class AttachDocumentSerializer(StrictSerializer):
    """multipart/form-data; one file per request."""

    purpose = serializers.ChoiceField(Document.Purpose.choices, help_text=_("是什么"))
    file = serializers.FileField(allow_empty_file=True, help_text=_("照片（JPG、PNG）或 PDF，不超过10兆。"))


class WithdrawDocumentSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=200, help_text=_("撤下的理由"))
