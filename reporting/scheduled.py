"""What a schedule sends: a file into a folder, or numbers and a link to each recipient, who sees their own area."""

import datetime as dt
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import NotThere
from accounts.scoping import enter, scope_of
from reporting import exports
from reporting.arranging import may_receive
from reporting.comparing import change
from reporting.figures import summaries
from reporting.links import address
from reporting.models import Schedule
from reporting.narrowing import EVERYBODY, Narrowing
from reporting.presenting import spoken


def run_job(job: Any) -> None:
    """The job: args schedule, on (ISO). A stopped schedule sends nothing."""
    found = Schedule.objects.running().filter(pk=job.args["schedule"]).select_related("view").first()
    if found is None:
        raise NotThere("schedule.gone", _("这项定时报送已经停止。"))
    on = dt.date.fromisoformat(job.args["on"])
    year = (on - dt.timedelta(days=1)).year  # on 1 January: the year that has just ended
    narrowing = found.view.narrowing if found.view else EVERYBODY
    if found.way == Schedule.Way.FILE:
        _into_folder(found, year, on, narrowing, job)
        return
    people = list(found.recipients.order_by("pk"))
    for done, user in enumerate(people, 1):
        scope = scope_of(user)
        if scope and may_receive(user):  # rights may have gone since the schedule was made
            with enter(scope):
                _mail(found, user.email, year, on, narrowing)
        job.advance(done, len(people))


def _into_folder(schedule: Schedule, year: int, on: dt.date, narrowing: Narrowing, job: Any) -> None:
    content = exports.written(exports.SUMMARY, "xlsx", {"year": year, "filters": narrowing.query}, job.advance)
    folder = Path(settings.REPORTS_DIR) / schedule.folder
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{schedule.pk}-{on.isoformat()}-{exports.file_name(exports.SUMMARY, 'xlsx', year)}"
    half = target.with_suffix(".part")
    half.write_bytes(content)
    os.replace(half, target)  # whoever reads the folder sees a whole file or none


def _mail(schedule: Schedule, to: str, year: int, on: dt.date, narrowing: Narrowing) -> None:
    """Numbers and a link; a repeated attempt has the same Message-ID, by which mail systems know it again."""
    now, before = summaries([year, year - 1], filters=narrowing.filters)
    area = now.areas[0]
    lines = [
        _("%(label)s：%(value)s%(unit)s（比上年 %(change)s）")
        % {
            "label": figure.label,
            "value": spoken(now.cell(figure, area)),
            "unit": "" if figure.symbol == "%" else figure.symbol,
            "change": change(figure, area, now, before).text,
        }
        for figure in now.figures
        if not narrowing.programme or figure.programme == narrowing.programme
    ]
    link = settings.PUBLIC_URL.rstrip("/") + address(reverse("summary", args=[year]), narrowing.query)
    title = _("%(area)s %(year)s年统计：%(name)s") % {"area": now.names[area], "year": year, "name": schedule.name}
    body = "\n".join([title, str(narrowing), "", *lines, "", _("打开数字背后的记录：%(link)s") % {"link": link}])
    identity = f"<schedule-{schedule.pk}-{on:%Y%m%d}-{now.areas[0]}@taizhang>"
    EmailMessage(title, body, to=[to], headers={"Message-ID": identity}).send()
