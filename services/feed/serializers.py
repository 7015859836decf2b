"""The feed in REST."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api_base import PageQuery
from services.feed.cursors import LONGEST
from services.feed.models import Operation
from services.ledger.models import Entry

MOST = 1000
WHAT = ("case", "certificate", "circumstance", "entry", "household", "organisation", "person", "residence")


class ChangesQuery(PageQuery):
    limit = serializers.IntegerField(min_value=1, max_value=MOST, default=200, help_text=_("每次条数，最多1000。"))
    cursor = serializers.CharField(
        required=False,
        max_length=LONGEST,
        help_text=_("上一次答复里的 cursor，原样使用，X-Street 和 what 不变；不写则从头开始。"),
    )
    what = serializers.ChoiceField(
        [(code, code) for code in WHAT], required=False, help_text=_("只要这一类；不写则全部。")
    )
    full = serializers.BooleanField(
        required=False, default=False, help_text=_("true：每条变更带上这条记录现在的内容（record）。")
    )


class ChangeSerializer(serializers.Serializer):
    what = serializers.ChoiceField([(code, code) for code in WHAT], help_text=_("哪一类记录变了；entry 是台账记录。"))
    key = serializers.CharField(help_text=_("这条记录的编号，即它的 id。"))
    operation = serializers.ChoiceField(
        Operation.choices,
        help_text=_(
            "deleted 和 left（已移交到其他街道）：请从副本里去掉；其余：请读取最新内容。"
            "merged：此人已并入 into 所指的记录；voided：这条台账记录已作废。"
        ),
    )
    version = serializers.IntegerField(allow_null=True, help_text=_("改动后的版本；没有版本的记录为空。"))
    at = serializers.DateTimeField(help_text=_("登记时间，按它排序。"))
    street = serializers.CharField(help_text=_("九位街道代码；单位不属于街道，为110102000（区本级）。"))
    case = serializers.UUIDField(allow_null=True, help_text=_("台账记录所属的案件，或变了的案件。"))
    code = serializers.CharField(allow_blank=True, help_text=_("台账记录的事项代码，如 fuel.paid；其余为空。"))
    into = serializers.CharField(allow_blank=True, help_text=_("operation 为 merged 时：并入的记录。"))
    record = serializers.DictField(  # type: ignore[assignment]
        required=False,
        allow_null=True,
        help_text=_("full=true 时：这条记录现在的内容；已经没有、或不在您的范围内时为空。"),
    )


class ChangesSerializer(serializers.Serializer):
    results = ChangeSerializer(many=True)
    cursor = serializers.CharField(help_text=_("下一次从这里续读；请和副本一起保存。总是有，读到最新时也有。"))
    next = serializers.URLField(help_text=_("用这个 cursor 续读的网址。"))
    more = serializers.BooleanField(help_text=_("false：已读到最新，请过一会儿再来。"))


class FedEntrySerializer(serializers.ModelSerializer):
    """A ledger entry, voided or not."""

    class Meta:
        model = Entry
        fields = (
            "id",
            "code",
            "happened_on",
            "recorded_at",
            "voided_at",
            "street",
            "community",
            "case",
            "person",
            "household",
            "organisation",
            "quantity",
            "amount",
            "detail",
            "for_month",
            "valid_until",
            "category",
            "grade",
            "age",
            "sex",
            "suspected",
            "from_status",
            "to_status",
            "replaces",
            "ends",
            "into",
            "reason",
        )
        read_only_fields = fields


def item(event: Any, record: Any = None, *, full: bool = False) -> dict[str, Any]:
    """As ChangeSerializer describes it; made by hand, a page holds a thousand."""
    shown = {
        "what": event.what,
        "key": event.key,
        "operation": event.operation,
        "version": event.version,
        "at": event.position.at,
        "street": event.street,
        "case": event.case,
        "code": event.code,
        "into": event.into,
    }
    return {**shown, "record": record} if full else shown
