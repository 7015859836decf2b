from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.forms import BaseModelFormSet, modelformset_factory
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.cases.admin import CaseAdmin
from services.cases.models import Case
from services.cases.register_admin import RegisterAdmin
from services.ledger.models import Entry
from services.warm_homes.guards import scheme_on
from services.warm_homes.kind import HOME_ACTIVITY, HOME_RATING, RATING_SCHEME, RATING_SHEET, WARM_HOME
from services.warm_homes.models import (
    HomeActivity,
    HomeRating,
    RatingIndicator,
    RatingScheme,
    RatingScore,
    RatingSheet,
    WarmHome,
)

MOST = 40  # rows of one form


class IndicatorFormSet(BaseModelFormSet):
    legend = RatingIndicator._meta.verbose_name
    default_error_messages = {"too_few_forms": gettext_lazy("请至少填写一项评估指标。")}


class ScoreFormSet(BaseModelFormSet):
    legend = RatingScore._meta.verbose_name
    default_error_messages = {"too_few_forms": gettext_lazy("请至少给一项指标打分。")}


INDICATOR_FIELDS, SCORE_FIELDS = ("number", "aspect", "name", "maximum"), ("number", "name", "maximum", "points")


class VenueAdmin(CaseAdmin):
    """Registers of one venue: in the venue's street."""

    list_display: tuple[str, ...] = ("number", "organisation", "street_name", "status", "began_on")
    began_on = RegisterAdmin.began_on
    organisation = RegisterAdmin.organisation

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("case__organisation")


@admin.register(WarmHome)
class WarmHomeAdmin(VenueAdmin):
    kind = WARM_HOME


@admin.register(RatingScheme)
class RatingSchemeAdmin(RegisterAdmin):
    kind = RATING_SCHEME

    def formsets(self, request: HttpRequest) -> list:
        rows = modelformset_factory(
            RatingIndicator,
            formset=IndicatorFormSet,
            fields=INDICATOR_FIELDS,
            extra=9,
            max_num=MOST,
            min_num=1,
            validate_min=True,
        )
        return [rows(request.POST or None, queryset=RatingIndicator.objects.none(), prefix="indicators")]

    def tables(self, case: Case) -> list[dict[str, Any]]:
        rows = [
            [r.number, r.get_aspect_display(), r.name, {"text": r.maximum, "number": True}]
            for r in case.rating_scheme_indicators.order_by("number")
        ]
        headers = [_("序号"), _("方面"), _("评估指标"), {"text": _("满分"), "number": True}]
        caption = _("评估指标：%(number)s 项") % {"number": len(rows)}
        return [{"caption": caption, "headers": headers, "rows": rows, "id": "indicators"}]


@admin.register(RatingSheet)
class RatingSheetAdmin(VenueAdmin):
    kind = RATING_SHEET
    add_right = "register.enter"
    list_display = ("number", "organisation", "year", "rater", "status", "began_on")

    def formsets(self, request: HttpRequest) -> list:
        """One row for each indicator of the scheme in force today, or empty rows where there is none."""
        initial = [
            {"number": one.number, "name": one.name, "maximum": one.maximum} for one in scheme_on(timezone.localdate())
        ]
        rows = modelformset_factory(
            RatingScore,
            formset=ScoreFormSet,
            fields=SCORE_FIELDS,
            extra=max(len(initial), 3) - 1,
            max_num=MOST,
            min_num=1,
            validate_min=True,
        )
        none = RatingScore.objects.none()
        return [rows(request.POST or None, queryset=none, initial=initial or None, prefix="scores")]

    def tables(self, case: Case) -> list[dict[str, Any]]:
        scores = list(case.rating_sheet_scores.order_by("number"))
        rows = [
            [s.number, s.name, {"text": s.maximum, "number": True}, {"text": s.points, "number": True}] for s in scores
        ]
        headers = [
            _("序号"),
            _("评估指标"),
            {"text": _("满分"), "number": True},
            {"text": _("得分"), "number": True},
        ]
        caption = _("得分合计 %(points)s，满分 %(maximum)s") % {
            "points": sum((s.points for s in scores), Decimal(0)),
            "maximum": sum((s.maximum for s in scores), Decimal(0)),
        }
        return [{"caption": caption, "headers": headers, "rows": rows, "id": "scores"}]


@admin.register(HomeRating)
class HomeRatingAdmin(VenueAdmin):
    kind = HOME_RATING
    add_right = "register.enter"
    list_display = ("number", "organisation", "year", "street_name", "status", "began_on")

    def tables(self, case: Case) -> list[dict[str, Any]]:
        year = HomeRating.objects.get(pk=case.pk).year
        sheets = RatingSheet.objects.filter(case__organisation=case.organisation_id, year=year).with_case()
        rows = []
        for sheet in sheets.order_by("case__serial"):
            points = sum((s.points for s in sheet.case.rating_sheet_scores.all()), Decimal(0))
            rows.append(
                [
                    sheet.get_rater_display(),
                    sheet.case.number,
                    sheet.case.get_status_display(),
                    {"text": points, "number": True},
                    sheet.evidence,
                ]
            )
        headers = [_("评估方式"), _("打分表"), _("状态"), {"text": _("得分"), "number": True}, _("佐证材料")]
        return [{"caption": _("打分表"), "headers": headers, "rows": rows, "id": "sheets"}]


@admin.register(HomeActivity)
class HomeActivityAdmin(VenueAdmin):
    kind = HOME_ACTIVITY
    list_display = ("number", "organisation", "title", "street_name", "status", "began_on")

    def tables(self, case: Case) -> list[dict[str, Any]]:
        rows = Entry.objects.filter(case=case).standing().of("home_activity.attended").order_by("happened_on", "id")
        headers = [_("日期"), _("参加的人"), {"text": _("人次"), "number": True}]
        listed = [[e.happened_on, self.kind.word(e.code, e.detail), {"text": e.quantity, "number": True}] for e in rows]
        return [{"caption": _("参加"), "headers": headers, "rows": listed, "id": "attended"}]
