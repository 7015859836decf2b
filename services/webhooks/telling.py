"""What is told of an endpoint that went off by itself: its contact learns what to do, administrators where to."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from services.webhooks.models import BY_ITSELF, Endpoint


def tell(job: Any) -> None:
    """The job: args endpoint. Nothing is told of one that is on again; what is sent twice after a crash has the same
    Message-ID."""
    endpoint = Endpoint.objects.filter(pk=job.args["endpoint"], off_because__in=BY_ITSELF).first()
    if endpoint is None:
        return
    link = settings.PUBLIC_URL.rstrip("/") + reverse("admin:webhooks_endpoint_change", args=[endpoint.pk])
    contact = _("请检查接收程序和网络。恢复以后，用 POST /api/v1/webhooks/%(id)s/resume/ 启用，或请系统管理员启用。")
    told = {endpoint.contact: contact % {"id": endpoint.pk}} if endpoint.contact else {}
    here = _("请与接收端的负责人（%(contact)s）确认已经恢复，再启用：%(link)s")
    for email in _administrators():
        told.setdefault(email, here % {"contact": endpoint.contact or _("没有登记邮箱"), "link": link})
    for done, (email, what) in enumerate(told.items(), 1):
        _mail(endpoint, email, what, f"<endpoint-{job.id}-{done}@taizhang>")


def _administrators() -> list[str]:
    posted = User.objects.filter(is_active=True, postings__role=Role.SYSTEM_ADMIN).exclude(email="")
    return list(posted.order_by("pk").values_list("email", flat=True).distinct())


def _mail(endpoint: Endpoint, to: str, what: str, identity: str) -> None:
    title = _("接收端停用：%(name)s") % {"name": endpoint.name}
    told = _("%(name)s：%(why)s。接收地址：%(url)s")
    values = {"name": endpoint.name, "why": endpoint.get_off_because_display(), "url": endpoint.url}
    kept = _("事件没有丢失：启用以后从停下的地方继续推送。")
    EmailMessage(title, "\n".join([told % values, kept, what]), to=[to], headers={"Message-ID": identity}).send()
