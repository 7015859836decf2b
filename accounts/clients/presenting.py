"""A client in words: what it is, its secrets, what it may, how much it asks. Reads only."""

import datetime as dt
from typing import Any

from django.db.models import Max, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.clients.models import Client, Secret, Use
from accounts.clients.offers import offers

DAYS = 14  # of use that are shown


def moment(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "—"


def state(client: Client) -> dict[str, Any]:
    return {"text": _("已停用"), "tone": "stop"} if client.blocked_at else {"text": _("正常"), "tone": "good"}


def streets_of(client: Client) -> str:
    found = [posting.street for posting in client.user.postings.select_related("street").order_by("street_id")]
    return _("、").join(street.name if street else _("全区") for street in found)


def facts(client: Client) -> list[tuple[Any, Any]]:
    last = client.uses.aggregate(last=Max("last_at"))["last"]
    return [
        (_("客户端标识"), client.client_id),
        (_("状态"), state(client)["text"]),
        *([(_("停用"), f"{moment(client.blocked_at)} {client.blocked_because}")] if client.blocked_at else []),
        (_("数据范围"), streets_of(client)),
        (_("每分钟请求数上限"), client.per_minute),
        (_("联系单位和方式"), client.contact or "—"),
        (_("登记时间"), moment(client.made_at)),
        (_("最近使用"), moment(last)),
    ]


def secret_table(client: Client) -> dict[str, Any]:
    now = timezone.now()
    valid = client.secrets.valid(now).count()
    rows = []
    for secret in client.secrets.all():
        ended = secret.ends_at is not None and secret.ends_at <= now
        url = reverse("admin:clients_client_end_secret", args=[client.pk, secret.pk])
        rows.append(
            [
                str(secret),
                {"text": _("已失效"), "tone": "neutral"} if ended else {"text": _("有效"), "tone": "good"},
                moment(secret.made_at),
                moment(secret.ends_at),
                {"text": _("立即结束"), "url": url} if not ended and valid > 1 else "—",
            ]
        )
    headers = [_("密钥（末四位）"), _("状态"), _("生成时间"), _("失效时间"), _("操作")]
    return {"caption": _("密钥"), "headers": headers, "rows": rows, "id": "secrets"}


def scope_table(client: Client) -> dict[str, Any]:
    held = set(client.scopes)
    rows = [
        [offer.label, *(scope if scope in held else "—" for scope in (offer.read, offer.write))]
        for offer in offers()
        if held & {offer.read, offer.write}
    ]
    headers = [_("事项"), _("读取"), _("登记和办理")]
    return {"caption": _("权限"), "headers": headers, "rows": rows, "id": "scopes"}


def _counts(found: dict[str, int]) -> list[dict[str, Any]]:
    return [{"text": f"{found[name]:,}", "number": True} for name in ("requests", "refused", "limited")]


def use_tables(client: Client) -> list[dict[str, Any]]:
    """By day, and by operation over the same days."""
    since = timezone.localdate() - dt.timedelta(days=DAYS - 1)
    uses = Use.objects.filter(client=client, day__gte=since).order_by()
    sums = {name: Sum(name) for name in ("requests", "refused", "limited")}
    numbers = [{"text": text, "number": True} for text in (_("请求"), _("被拒绝"), _("超过上限"))]
    days = [[f"{row['day']}", *_counts(row)] for row in uses.values("day").annotate(**sums).order_by("-day")]
    found = uses.values("operation").annotate(**sums, last=Max("last_at")).order_by("-requests", "operation")
    operations = [[row["operation"], *_counts(row), moment(row["last"])] for row in found]
    empty = _("还没有请求。每分钟更新一次。")
    return [
        {
            "caption": _("最近%(days)s天的请求，按日") % {"days": DAYS},
            "headers": [_("日期"), *numbers],
            "rows": days,
            "id": "days",
            "empty": empty,
        },
        {
            "caption": _("最近%(days)s天的请求，按操作") % {"days": DAYS},
            "headers": [_("操作"), *numbers, _("最近一次")],
            "rows": operations,
            "id": "operations",
            "empty": empty,
        },
    ]


def secret_facts(secret: Secret) -> list[tuple[Any, Any]]:
    return [
        (_("对接系统"), secret.client.name),
        (_("密钥（末四位）"), str(secret)),
        (_("生成时间"), moment(secret.made_at)),
    ]
