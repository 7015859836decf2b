"""What of one's own was not sent: the panel of the work page."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from services.desk.models import Draft

SHOWN = 10


def unsent(request: HttpRequest) -> dict[str, Any] | None:
    """{caption, headers, rows, id} of what was typed and not sent; None when there is nothing."""
    drafts = Draft.objects.visible_to(request.user).filter(user=request.user).kept()[:SHOWN]
    rows = [
        [
            {"text": draft.title, "url": draft.url},
            date_format(timezone.localtime(draft.saved_at), "DATETIME_FORMAT"),
        ]
        for draft in drafts
    ]
    if not rows:
        return None
    return {"caption": _("没有提交的内容"), "headers": [_("表单"), _("保存时间")], "rows": rows, "id": "unsent"}
