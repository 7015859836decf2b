"""What a step of a warm home or of its rating refuses, in words. Reads only."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Conflict, RuleBroken
from services.cases.kinds import Status
from services.cases.models import Case
from services.ledger.models import Entry
from services.warm_homes.models import HomeRating, RatingIndicator, RatingSheet

RATERS: Any = RatingSheet.Rater  # without Django's types mypy takes the members for pairs


def scheme_on(day: dt.date) -> list[RatingIndicator]:
    """The indicators of the scheme in force on `day`, by number; none where no scheme is, or none is visible."""
    adopted = Entry.objects.of("rating_scheme.adopted").standing().filter(happened_on__lte=day)
    ended = Entry.objects.of("rating_scheme.ended").standing().filter(happened_on__lte=day).values("case")
    latest = adopted.exclude(case__in=ended).order_by("-happened_on", "-id").first()
    return list(RatingIndicator.objects.filter(case=latest.case_id).order_by("number")) if latest else []


def _refuse_closed_home(case: Any) -> None:
    """Only an open home of that street is rated or holds activities; which street is the form's answer."""
    opened = Entry.objects.of("warm_home.opened").standing()
    opened = opened.filter(organisation=case.organisation_id, happened_on__lte=case.opened_on)
    ended = Entry.objects.of("warm_home.closed_end").standing().filter(happened_on__lte=case.opened_on).values("ends")
    home = opened.exclude(pk__in=ended).first()
    if home is None:
        detail = _("这家温馨家园在该日期没有开办记录，或已经停办。请先登记开办。")
        raise RuleBroken("warm_home.not_open", detail, "organisation")
    if home.street_id != case.street_id:
        detail = _("这家温馨家园开办在%(street)s。请改选这个街道。")
        raise RuleBroken("warm_home.other_street", detail % {"street": home.street}, "street")


def activity_claim(case: Any, details: dict[str, Any]) -> str:
    if isinstance(case, Case):  # the synthetic district lets only homes that it opened hold activities
        _refuse_closed_home(case)
    return f"home_activity:{case.organisation_id}:{case.opened_on}:{details['title']}"[:120]


def home_claim(case: Any, details: dict[str, Any]) -> str:
    return f"warm_home:{case.organisation_id}"


def sheet_claim(case: Any, details: dict[str, Any]) -> str:
    """One sheet for each home, year and rater, also after it is closed."""
    if isinstance(case, Case):  # the synthetic district rates only homes that it opened
        _refuse_closed_home(case)
        _refuse_twin(RatingSheet, case, year=details["year"], rater=details["rater"])
    return f"rating_sheet:{case.organisation_id}:{details['year']}:{details['rater']}"


def rating_claim(case: Any, details: dict[str, Any]) -> str:
    if isinstance(case, Case):
        _refuse_closed_home(case)
        _refuse_twin(HomeRating, case, year=details["year"])
    return f"home_rating:{case.organisation_id}:{details['year']}"


def _refuse_twin(model: Any, case: Case, **same: Any) -> None:
    rows = model.objects.filter(case__organisation=case.organisation_id, **same)
    if twin := rows.exclude(case__status__in=(Status.ANNULLED, Status.WITHDRAWN)).select_related("case").first():
        detail = _("这一年的评估已经登记（%(number)s）。请打开原来的登记，不要重复登记。")
        raise Conflict("case.already_registered", detail % {"number": twin.case.number}, "organisation")


def rows_of_the_scheme(*, case: Case, **_kwargs: Any) -> None:
    """A sheet answers every indicator of the scheme that its rater used."""
    wanted = {one.number for one in scheme_on(case.opened_on)}
    given = set(case.rating_sheet_scores.values_list("number", flat=True))
    if wanted and given != wanted:
        missing = _("、").join(map(str, sorted(wanted ^ given)))
        detail = _("打分表与评估方案的指标不一致，请核对序号：%(numbers)s。")
        raise RuleBroken("rating_sheet.incomplete", detail % {"numbers": missing})


def every_rater_has_scored(*, case: Case, **_kwargs: Any) -> None:
    year = HomeRating.objects.get(pk=case.pk).year
    sheets = RatingSheet.objects.filter(
        case__organisation=case.organisation_id, year=year, case__status=Status.COMPLETED
    )
    missing = [rater.label for rater in RATERS if not sheets.filter(rater=rater).exists()]
    if missing:
        detail = _("还缺%(raters)s的打分表。几种方式都打分并提交后，再评定星级。")
        raise RuleBroken("home_rating.sheets_missing", detail % {"raters": _("、").join(map(str, missing))})


def no_open_appeal(*, case: Case, **_kwargs: Any) -> None:
    rows = Entry.objects.filter(case=case).standing()
    if rows.of("home_rating.appealed").count() > rows.of("home_rating.appeal_decided").count():
        raise RuleBroken("home_rating.appeal_open", _("还有申诉没有复核。请先登记复核结果，再公布星级。"))


def has_an_open_appeal(*, case: Case, **_kwargs: Any) -> None:
    rows = Entry.objects.filter(case=case).standing()
    if rows.of("home_rating.appealed").count() <= rows.of("home_rating.appeal_decided").count():
        raise RuleBroken("home_rating.no_appeal", _("没有等待复核的申诉。请刷新页面查看。"))
