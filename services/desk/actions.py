"""Keeping, finding and dropping what lies on a desk. Nothing here counts and nothing is audited: it is not yet said."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import Malformed
from accounts.models import User
from accounts.scoping import scope_required
from services.desk.models import Draft, Habit
from services.people import crypto

MOST = 50  # drafts of one user; the oldest make room
LARGEST = 300_000  # characters


@transaction.atomic
def keep_draft(*, by: User, page: uuid.UUID, form: str, title: str, fields: Mapping[str, list[str]]) -> Draft:
    """What was typed into `page` of `form`, in place of what was kept of it before. Malformed when it is too much."""
    content = json.dumps({"title": title, "fields": dict(fields)}, ensure_ascii=False)
    if len(content) > LARGEST or len(form) > Draft._meta.get_field("form").max_length:
        raise Malformed("draft.too_large", _("内容太多，不能存为草稿。请先提交一部分。"))
    mine = Draft.objects.visible_to(by).filter(user=by)
    draft = mine.filter(page=page).first() or Draft(pk=uuid.uuid4(), user=by, page=page)
    draft.street_id, draft.form, draft.saved_at = scope_required().street, form, timezone.now()
    draft.sealed = crypto.encrypt(content, table="draft", column="content", row=str(draft.pk))
    draft.save()
    too_many = mine.order_by("-saved_at").values("pk")[MOST:]
    mine.filter(pk__in=list(too_many.values_list("pk", flat=True))).delete()
    return draft


def drop_draft(*, by: User, page: uuid.UUID) -> None:
    """It was sent, or is not wanted."""
    Draft.objects.visible_to(by).filter(user=by, page=page).delete()


def drop_expired() -> int:
    """For the system: the policy shows it of all drafts those alone that are past their time."""
    return Draft.objects.visible_to(None).delete()[0]


def remember(*, by: User, form: str, values: Mapping[str, Any]) -> None:
    """What was chosen this time; nothing that says who a person is or decides money or rights."""
    own = {"user": by, "street_id": scope_required().street, "form": form}
    Habit.objects.update_or_create(**own, defaults={"values": {k: v for k, v in values.items() if v not in (None, "")}})


def remembered(*, by: User, form: str) -> dict[str, Any]:
    habit = Habit.objects.visible_to(by).filter(user=by, street=scope_required().street, form=form).first()
    return dict(habit.values) if habit else {}
