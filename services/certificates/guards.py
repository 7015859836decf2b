"""What an application and an ending refuse, in words; limits are policy texts of the day. Reads only."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Conflict, Malformed, RuleBroken
from services.cases.models import Case
from services.certificates.conclusions import NONE, Conclusion
from services.certificates.models import CertificateApplication, CertificateEnding
from services.ledger.models import Entry
from services.people.models import Category, Certificate, Person
from services.policy.models import Holiday, Policy

Purpose, Ground, Reason = CertificateApplication.Purpose, CertificateEnding.Ground, Certificate.EndReason
CANCELLED = (Reason.RECOVERED, Reason.OWN_REQUEST, Reason.NOT_MOVED, Reason.FRAUD)
REPLACES = (Purpose.RENEWAL, Purpose.REISSUE, Purpose.CHANGE)
WITH_NOTICE = (Purpose.FIRST, Purpose.CHANGE)


def years_later(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + years, month + 1, 1)
    last = (first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)
    return min(first + dt.timedelta(day.day - 1), last)


def former(person: Person) -> Certificate | None:
    """The certificate that a new one takes the place of: the last one that was not ended, though it may be expired."""
    return person.certificates.filter(ended_on=None).order_by("valid_from").last()


# --- may somebody apply?


def may_apply(*, on: dt.date, person: Person, details: dict[str, Any], **_kwargs: Any) -> None:
    purpose, present = Purpose(details["purpose"]), person.certificates.valid_on(on).first()
    if not person.id_number:
        detail = _("此人还没有登记身份证号，不能办理残疾人证。请先在“更正资料”里填写。")
        raise RuleBroken("certificate.no_id_number", detail, "person")
    if purpose == Purpose.TRANSFER_IN and not details["former_place"]:
        raise Malformed("former_place.missing", _("迁入的，请填写迁出地。"), "former_place")
    if person.age_on(on) < Policy.objects.texts(on).age("certificate.notice_age_from") and not details["guardian"]:
        raise Malformed("guardian.missing", _("未成年人由监护人代为申请。请填写监护人。"), "guardian")
    if purpose == Purpose.RENEWAL:
        return _refuse_early_renewal(on, person)
    if purpose in REPLACES and present is None:
        detail = _("此人在这一天没有有效的残疾人证，不能补办或变更。请改选首次申领，或核对日期。")
        raise RuleBroken("certificate.nothing_to_replace", detail, "purpose")
    if purpose not in REPLACES and present:
        detail = _("此人已有一本有效的残疾人证（%(certificate)s），不能再申领。请改选换领、补办或变更。")
        raise RuleBroken("certificate.holds_one", detail % {"certificate": present}, "purpose")
    if purpose == Purpose.FIRST:
        _refuse_soon_after_cancellation(on, person)


def _refuse_early_renewal(on: dt.date, person: Person) -> None:
    latest = former(person)
    if latest is None or latest.valid_to is None:
        detail = _("此人没有可以换领的残疾人证：没有登记，或长期有效。请核对后改选其他事项。")
        raise RuleBroken("certificate.nothing_to_renew", detail, "purpose")
    years = Policy.objects.texts(on).years("certificate.renew_after_years")
    if on < (free_from := years_later(latest.valid_from, years)):
        detail = _("残疾人证满%(years)s年后才能换领，这本证从%(day)s起可以申请。遗失、损坏的请改选补办。")
        raise RuleBroken("certificate.renewed_early", detail % {"years": years, "day": free_from}, "opened_on")


def _refuse_soon_after_cancellation(on: dt.date, person: Person) -> None:
    last = person.certificates.filter(end_reason__in=CANCELLED, ended_on__lte=on).order_by("ended_on").last()
    if last is None:
        return
    years = Policy.objects.texts(on).years("certificate.reapply_after_years")
    if on < (free_from := years_later(last.ended_on, years)):
        detail = _("残疾人证于%(ended)s注销（%(reason)s），%(years)s年内不能重新申请，%(day)s起可以申请。")
        values = {"ended": last.ended_on, "reason": last.get_end_reason_display(), "years": years, "day": free_from}
        raise RuleBroken("certificate.cancelled_recently", detail % values, "opened_on")


# --- conclusions


def _latest(case: Case, *slugs: str) -> Entry | None:
    codes = [f"{case.kind}.{slug}" for slug in slugs]
    return Entry.objects.filter(case=case, code__in=codes).standing().order_by("-happened_on", "-id").first()


def concluded(case: Case) -> Entry:
    """The conclusion that counts: the last assessment, or the confirmation in its place."""
    entry = _latest(case, "assessed", "confirmed")
    if entry is None:
        raise RuleBroken("certificate.no_conclusion", _("还没有评定结论。请先登记残疾评定或核实原证。"))
    return entry


def components(case: Case, before: Certificate | None) -> list[Conclusion]:
    """Of a multiple disability: as entered since the last dispute, else as the certificate before it has them."""
    last = concluded(case)
    if last.detail == NONE or Conclusion.of(last.detail).category != Category.MULTIPLE:
        return []
    rows = Entry.objects.filter(case=case).standing().of(f"{case.kind}.component").order_by("id")
    if disputed := _latest(case, "disputed"):
        day = disputed.happened_on
        rows = rows.filter(happened_on__gte=day).exclude(happened_on=day, id__lt=disputed.pk)
    found = [Conclusion.of(code) for code in rows.values_list("detail", flat=True)]
    if not found and before and before.category == Category.MULTIPLE:
        found = [Conclusion(one.category, one.grade) for one in before.components.order_by("category")]
    return found


def _purpose(case: Case) -> Any:
    return Purpose(case.certificateapplication.purpose)


def is_assessed_anew(*, case: Case, **_kwargs: Any) -> None:
    if _purpose(case) == Purpose.REISSUE:
        detail = _("遗失补办不重新评定。请办理“核实原证”；类别等级有变化的，请另行申请变更。")
        raise RuleBroken("certificate.reissue_is_not_assessed", detail)


def is_as_before(*, case: Case, on: dt.date, data: dict[str, Any], **_kwargs: Any) -> None:
    """Confirmed is what stands on the certificate before it; of a transfer it comes with its papers."""
    if _purpose(case) in WITH_NOTICE:
        detail = _("首次申领和类别等级变更须经残疾评定。请办理“残疾评定”。")
        raise RuleBroken("certificate.must_be_assessed", detail)
    before = former(case.person)
    said = Conclusion.of(data["detail"])
    if _purpose(case) in REPLACES and before and (before.category, before.grade) != (said.category, said.grade):
        detail = _("与原证登记的类别等级（%(certificate)s）不一致。请核对；有变化的须重新评定。")
        raise RuleBroken("certificate.other_grade", detail % {"certificate": before}, "detail")


def is_a_new_component(*, case: Case, data: dict[str, Any], **_kwargs: Any) -> None:
    whole, part = Conclusion.or_none(concluded(case).detail), Conclusion.of(data["detail"])
    if whole is None or whole.category != Category.MULTIPLE:
        detail = _("评定结论不是多重残疾，不登记组成。")
        raise RuleBroken("certificate.no_components", detail, "detail")
    if part.grade < whole.grade:
        detail = _("多重残疾按最重的一项定级：组成的等级不能重于评定结论。请核对。")
        raise RuleBroken("certificate.component_is_heavier", detail, "detail")
    if part.category in {one.category for one in components(case, None)}:
        detail = _("这一类别已经登记。填错的请更正原来的记录。")
        raise Conflict("certificate.component_known", detail, "detail")


def is_concluded(*, case: Case, **_kwargs: Any) -> None:
    whole = Conclusion.or_none(concluded(case).detail)
    if whole is None:
        detail = _("评定结论是未达到残疾标准，不能通过。请办理“不予批准”，或由申请人提出异议。")
        raise RuleBroken("certificate.below_standard", detail)
    before = former(case.person)
    parts = components(case, before)
    if whole.category == Category.MULTIPLE and (len(parts) < 2 or min(one.grade for one in parts) != whole.grade):
        detail = _("多重残疾至少登记两项组成，其中最重的一项与评定结论同级。请先登记多重残疾的组成。")
        raise RuleBroken("certificate.components", detail)


def is_in_time(*, case: Case, on: dt.date, data: dict[str, Any], **_kwargs: Any) -> None:
    """A dispute of the applicant's; of the public as long as the notice stands."""
    assessed = _latest(case, "assessed")
    if assessed is None:
        detail = _("没有重新评定，没有可以提出异议的结论。原证登记有误的请退回补正。")
        raise RuleBroken("certificate.no_assessment", detail)
    limit = Policy.objects.texts(assessed.happened_on).days("certificate.dispute_days")
    until = Holiday.objects.calendar().add(assessed.happened_on, limit)
    if data["detail"] == "applicant" and on > until:
        detail = _("对评定结论的异议应在%(limit)s个工作日内提出，到%(day)s为止。")
        raise RuleBroken("certificate.disputed_late", detail % {"limit": limit, "day": until}, "on")


# --- public notice


def needs_notice(case: Case, on: dt.date) -> bool:
    """First issues and changes of grade are announced in the community; in principle not of minors."""
    minor = case.person.age_on(on) < Policy.objects.texts(on).age("certificate.notice_age_from")
    return _purpose(case) in WITH_NOTICE and not minor


def may_be_posted(*, case: Case, on: dt.date, **_kwargs: Any) -> None:
    if not needs_notice(case, on):
        detail = _("未成年人原则上不公示，换领、补办、迁入也不公示。请直接由区残联审核。")
        raise RuleBroken("certificate.no_notice", detail)
    is_concluded(case=case)


def notice_until(posted: dt.date) -> dt.date:
    """The last day of a notice that was posted on that day."""
    days = Policy.objects.texts(posted).days("certificate.notice_days")
    return Holiday.objects.calendar().add(posted, days)


def notice_is_over(*, case: Case, on: dt.date, **_kwargs: Any) -> None:
    if not needs_notice(case, on):
        return
    posted, last = _latest(case, "notice_posted"), concluded(case)
    if posted is None or posted.happened_on < last.happened_on:
        raise RuleBroken("certificate.not_posted", _("评定结论还没有公示。请先办理“在社区公示”。"))
    until = notice_until(posted.happened_on)
    if on <= until:
        detail = _("公示到%(day)s为止。请在公示期满、没有异议之后审核。")
        raise RuleBroken("certificate.notice_stands", detail % {"day": until}, "on")


# --- endings


def held(person: Person, on: dt.date) -> Certificate:
    """The certificate that the person holds on that day; RuleBroken when there is none."""
    certificate = person.certificates.valid_on(on).first()
    if certificate is None:
        detail = _("此人在这一天没有有效的残疾人证。请核对日期和残疾人证登记。")
        raise RuleBroken("certificate.holds_none", detail, "person")
    return certificate


def holds_one(*, on: dt.date, person: Person, details: dict[str, Any], **_kwargs: Any) -> None:
    if details["ground"] == Ground.MOVED_OUT and not details["to_place"]:
        raise Malformed("to_place.missing", _("户籍迁出的，请填写迁往哪里。"), "to_place")
    held(person, on)


def has_moved(*, case: Case, **_kwargs: Any) -> None:
    if case.certificateending.ground != Ground.MOVED_OUT:
        detail = _("只有户籍迁出的才办理转出。其他事由请办理注销。")
        raise RuleBroken("certificate.not_moved", detail)


def waited(term: str) -> Callable[..., None]:
    """A guard: of a hukou that moved out, so many months have passed; other grounds need not wait."""

    def guard(*, case: Case, on: dt.date, **_kwargs: Any) -> None:
        if case.certificateending.ground != Ground.MOVED_OUT:
            return
        reported = _latest(case, "reported")
        moved = reported.happened_on if reported else case.opened_on
        months = Policy.objects.texts(on).months(term)
        if on < (free_from := months_later(moved, months)):
            detail = _("户籍迁出后满%(months)s个月还没有转移的才能办理，%(day)s起可以办理。")
            raise RuleBroken("certificate.moved_recently", detail % {"months": months, "day": free_from}, "on")

    return guard
