"""The only writers of views, templates and schedules."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, NotThere, RuleBroken
from accounts.models import User
from accounts.roles import may, require
from accounts.scoping import scope_of, scope_required
from reporting.documents import checking
from reporting.models import ReportTemplate, SavedView, Schedule
from reporting.models.schedule import following
from reporting.narrowing import Narrowing
from services.jobs import actions as jobs
from services.jobs.models import Job

SCHEDULED = "reporting.scheduled"


@transaction.atomic
def save_view(*, by: User, name: str, shared: bool, narrowing: Narrowing) -> SavedView:
    """The database refuses a second view of that name."""
    require(scope_required(), "figure.view")
    return SavedView.objects.create(user=by, name=name.strip(), shared=shared, **narrowing.query)


@transaction.atomic
def delete_view(*, by: User, view: SavedView) -> None:
    """Errors: NotThere (it is somebody else's), Conflict (a schedule sends it)."""
    require(scope_required(), "figure.view")
    if view.user_id != by.pk:
        raise NotThere("view.not_yours", _("这不是您的视图。请联系保存它的同事。"))
    if view.schedules.running().exists():
        raise Conflict("view.in_use", _("定时报送正在使用这个视图，不能删除。请先停止定时报送。"))
    view.delete()


@transaction.atomic
def upload_template(*, by: User, content: bytes, filename: str, note: str) -> ReportTemplate:
    """From here on reports are written from this Word file. Errors: RuleBroken with every fault of the template."""
    require(scope_required(), "report.template")
    checking.refuse_faulty(content)
    digest = hashlib.sha256(content).hexdigest()
    made = ReportTemplate.objects.create(
        content=content, filename=filename[-150:], sha256=digest, note=note, uploaded_by=by
    )
    audit.record(by=by, action="report.template_uploaded", target=made, sha256=digest)
    return made


@transaction.atomic
def return_to_packaged_template(*, by: User, note: str) -> ReportTemplate:
    require(scope_required(), "report.template")
    made = ReportTemplate.objects.create(note=note, uploaded_by=by)
    audit.record(by=by, action="report.template_returned", target=made)
    return made


@transaction.atomic
def schedule(
    *,
    by: User,
    name: str,
    view: SavedView | None,
    rhythm: str,
    way: str,
    recipients: Iterable[User] = (),
    folder: str = "",
    today: dt.date,
) -> Schedule:
    """Errors: NotAllowed, RuleBroken (nobody to send to, no folder, or a recipient who may not see figures)."""
    require(scope_required(), "figure.schedule")
    people = list(recipients) if way == Schedule.Way.MAIL else []
    if way == Schedule.Way.MAIL:
        if not people:
            raise RuleBroken("schedule.nobody", _("请至少选择一位收件人。"), "recipients")
        if any(not may_receive(one) for one in people):
            text = _("收件人必须是在岗、有邮箱、可以查看统计数字的用户。请重新选择。")
            raise RuleBroken("schedule.not_allowed", text, "recipients")
    elif not folder:
        raise RuleBroken("schedule.no_folder", _("请填写文件夹名称。"), "folder")
    made = Schedule.objects.create(
        name=name,
        view=view,
        rhythm=rhythm,
        way=way,
        folder=folder if way == Schedule.Way.FILE else "",
        owner=by,
        next_on=following(rhythm, today),
    )
    made.recipients.set(people)
    audit.record(by=by, action="figure.scheduled", target=made, rhythm=rhythm, way=way)
    return made


@transaction.atomic
def stop_schedule(*, by: User, schedule: Schedule) -> None:
    """Errors: Conflict (it was stopped meanwhile)."""
    require(scope_required(), "figure.schedule")
    if not Schedule.objects.running().filter(pk=schedule.pk).update(stopped_at=Now()):
        raise Conflict("schedule.stopped", _("这项定时报送已经停止。"))
    audit.record(by=by, action="figure.schedule_stopped", target=schedule)


@transaction.atomic
def begin_due(*, schedule: Schedule, today: dt.date) -> Job | None:
    """Starts the job of a schedule that is due, in its owner's scope, and moves it on: once, whoever asks twice."""
    locked = Schedule.objects.due(today).filter(pk=schedule.pk).select_for_update(skip_locked=True).first()
    if locked is None:
        return None
    Schedule.objects.filter(pk=locked.pk).update(next_on=following(locked.rhythm, today))
    args = {"schedule": locked.pk, "on": today.isoformat()}
    return jobs.start(by=scope_required().user, name=SCHEDULED, args=args, street=scope_required().street)


def may_receive(user: User) -> bool:
    """An active user with an address and the right to see figures somewhere."""
    return bool(user.is_active and user.email and may(scope_of(user), "figure.view"))
