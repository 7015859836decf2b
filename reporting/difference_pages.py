"""After publication: which figures would count otherwise now, why, who approved it, and what an erratum says."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.errors import NotThere
from accounts.pages import form_page, page
from accounts.roles import may, require
from reporting import actions, errata, presenting
from reporting.differences import Pending, pending
from reporting.figures import Cell, areas_in_scope, refuse_area
from reporting.models import Difference, Publication, StreetConfirmation
from reporting.passports import changes_of, passport_row
from reporting.periods import year
from reporting.publication_view import crumbs
from reporting.publishing import area_of, published, typed
from reporting.views import PER_PAGE
from services.ledger.reading import settle

ALL = "all"
TONES = {Difference.State.PROPOSED: "warn", Difference.State.APPROVED: "good", Difference.State.REFUSED: "stop"}


def _published(number: int) -> Publication:
    one = published(number)
    if one is None:
        raise NotThere("publication.not_there", _("这一年的数字还没有发布，没有差异。"))
    return one


def values(one: Pending) -> tuple[str, str, str]:
    """Published, now and the change, as they are printed."""
    figure, area = one.declared, area_of(one.figure)
    now = None if one.now["value"] is None else typed(figure, Decimal(one.now["value"]))
    before = one.value
    told = (presenting.spoken(Cell(figure, area, value)) for value in (before, now))
    if before is None or now is None:
        change = "—"
    elif before == now:
        change = _("数字不变，名单有变化")
    else:
        change = f"{now - before:+,}"
    return (*told, change)  # type: ignore[return-value]


def _area(one: Pending, names: dict[str, str]) -> str:
    return names[area_of(one.figure)]


@require_safe
def differences_page(request: HttpRequest, number: int) -> HttpResponse:
    require(request.scope, "figure.view")
    one, names = _published(number), areas_in_scope()
    found = pending(one)
    rows = []
    for each in found:
        before, now, change = values(each)
        changes = reverse("publication_changes", args=[number, each.figure.pk])
        rows.append(
            [
                {"text": presenting.named(each.declared), "url": reverse("passport", args=[each.figure.pk])},
                _area(each, names),
                {"text": before, "number": True},
                {"text": now, "number": True},
                {"text": change, "url": changes},
                _state(each),
                _why(each),
            ]
        )
    waiting = sum(each.decision is None or each.decision.state == Difference.State.REFUSED for each in found)
    proposed = sum(each.decision is not None and each.decision.state == Difference.State.PROPOSED for each in found)
    headers = [
        _("指标"),
        _("范围"),
        {"text": _("已发布"), "number": True},
        {"text": _("现在"), "number": True},
        _("变化（打开记录）"),
        _("状态"),
        _("原因"),
    ]
    return page(
        request,
        "taizhang/tables.html",
        title=_("%(year)s年发布后的差异") % {"year": number},
        lead=_("与已发布的第%(version)s版相比。已发布的数字不变；差异说明并批准后，可以发布更正。")
        % {"version": one.version},
        buttons=_buttons(request, number, waiting, proposed),
        tables=[{"caption": _("差异"), "headers": headers, "rows": rows, "id": "differences"}],
        empty=_("没有差异：现在的记录与发布时完全一致。"),
        crumbs=crumbs(number),
    )


def _buttons(request: HttpRequest, number: int, waiting: int, proposed: int) -> list[dict[str, Any]]:
    found = []
    for right, count, name, label in (
        ("difference.explain", waiting, "publication_explain", _("说明原因（%(number)s项）")),
        ("difference.decide", proposed, "publication_decide", _("批准（%(number)s项）")),
    ):
        if count and may(request.scope, right):
            found.append({"label": label % {"number": count}, "url": reverse(name, args=[number]), "primary": True})
    return found


def _state(one: Pending) -> dict[str, Any]:
    if one.decision is None:
        return {"text": _("待说明"), "tone": "neutral"}
    return {"text": one.decision.get_state_display(), "tone": TONES[one.decision.state]}


def _why(one: Pending) -> str:
    if one.decision is None:
        return "—"
    told = {"reason": one.decision.reason, "who": one.decision.proposed_by}
    if one.decision.decided_by is None:
        return _("%(reason)s（%(who)s）") % told
    told |= {"answer": one.decision.answer or one.decision.get_state_display(), "decider": one.decision.decided_by}
    return _("%(reason)s（%(who)s）%(answer)s（%(decider)s）") % told


class ChooseForm(forms.Form):
    """Some of the differences, or all of them."""

    chosen = forms.MultipleChoiceField(label=gettext_lazy("差异"), widget=forms.CheckboxSelectMultiple)
    pointers = {"figures": "chosen", "differences": "chosen"}

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = [(ALL, _("下面的全部 %(number)s 项") % {"number": len(choices)})] if len(choices) > 1 else []
        self.fields["chosen"].choices = [*whole, *choices]  # type: ignore[attr-defined]
        self.every = [key for key, _label in choices]

    def keys(self) -> list[str]:
        chosen = self.cleaned_data["chosen"]
        return self.every if ALL in chosen else chosen


class ExplainForm(ChooseForm):
    reason = forms.CharField(label=gettext_lazy("数字变化的原因"), max_length=300, widget=forms.Textarea({"rows": 2}))


class DecideForm(ChooseForm):
    approve = forms.ChoiceField(
        label=gettext_lazy("决定"),
        choices=[("yes", gettext_lazy("批准更正")), ("no", gettext_lazy("不批准"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("意见（不批准的必填）"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


def _choice(one: Pending, names: dict[str, str]) -> str:
    before, now, change = values(one)
    told = {
        "label": presenting.named(one.declared),
        "area": _area(one, names),
        "before": before,
        "now": now,
        "change": change,
    }
    return _("%(label)s，%(area)s：%(before)s → %(now)s（%(change)s）") % told


def explain_page(request: HttpRequest, number: int) -> HttpResponse:
    require(request.scope, "difference.explain")
    one, names = _published(number), areas_in_scope()
    open_ = [p for p in pending(one) if p.decision is None or p.decision.state == Difference.State.REFUSED]
    if not open_ and request.method != "POST":
        return page(request, "taizhang/page.html", title=_("现在没有等待说明的差异"), crumbs=crumbs(number))
    form = ExplainForm(request.POST or None, choices=[(p.figure.pk, _choice(p, names)) for p in open_])
    return form_page(
        request,
        form=form,
        act=lambda: actions.explain(
            by=request.user, publication=one, figures=form.keys(), reason=form.cleaned_data["reason"]
        ),
        done=lambda made: reverse("publication_differences", args=[number]),
        message=_("已说明，等待主管领导批准。"),
        title=_("说明差异的原因"),
        lead=_("同一件事往往同时影响几个数字，可以一起说明。"),
        cancel_url=reverse("publication_differences", args=[number]),
        crumbs=crumbs(number),
    )


def decide_page(request: HttpRequest, number: int) -> HttpResponse:
    require(request.scope, "difference.decide")
    one, names = _published(number), areas_in_scope()
    waiting = [(p.decision, p) for p in pending(one) if p.decision and p.decision.state == Difference.State.PROPOSED]
    text = _("%(difference)s 原因：%(reason)s（%(who)s）")
    choices = [
        (str(d.pk), text % {"difference": _choice(p, names), "reason": d.reason, "who": d.proposed_by})
        for d, p in waiting
    ]
    if not waiting and request.method != "POST":
        return page(request, "taizhang/page.html", title=_("现在没有等待批准的差异"), crumbs=crumbs(number))
    form = DecideForm(request.POST or None, choices=choices)

    def act() -> Any:
        keys = list(map(int, form.keys()))
        approve = form.cleaned_data["approve"] == "yes"
        return actions.decide(by=request.user, keys=keys, approve=approve, answer=form.cleaned_data["answer"])

    return form_page(
        request,
        form=form,
        act=act,
        done=lambda made: reverse("publication_differences", args=[number]),
        message=_("已决定。全部差异批准以后，可以准备更正。"),
        title=_("批准差异"),
        cancel_url=reverse("publication_differences", args=[number]),
        crumbs=crumbs(number),
    )


@require_safe
def changes_page(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """The records that a published figure lost or won since it was published: until the version that corrects it, else
    until now."""
    require(request.scope, "figure.view")
    row = passport_row(key)
    if row.publication.year != number:
        raise NotThere("passport.not_there", _("没有这个编号的数字，或者它不属于您的街道。请核对编号。"))
    names, area = areas_in_scope(), area_of(row)
    figure, first = errata.declared(row), row.publication
    then = Publication.objects.filter(corrects=first, state=Publication.State.FROZEN).first()
    until = then.known_at if then else settle(None)
    tables, longest = [], 0
    for part, changed in changes_of(figure, year(number), area, first.known_at, until):
        for name, caption, members in (
            ("gone", _("发布时计入、后来不计入"), changed.gone),
            ("come", _("发布时没有、后来计入"), changed.come),
        ):
            longest = max(longest, len(members))
            told = _("%(caption)s：%(label)s（%(number)s条）")
            values = {"caption": caption, "label": part.label, "number": len(members)}
            table = presenting.member_table(part, members[:PER_PAGE], names)
            tables.append({**table, "caption": told % values, "id": f"{name}-{part.code.replace('.', '-')}"})
    return page(
        request,
        "taizhang/tables.html",
        title=_("发布后变化的记录：%(area)s %(label)s") % {"area": names[area], "label": row.label},
        lead=_("每个表最多列出%(number)s条。") % {"number": PER_PAGE} if longest > PER_PAGE else "",
        tables=tables,
        crumbs=[*crumbs(number), {"label": row.pk, "url": reverse("passport", args=[row.pk])}],
    )


@require_safe
def erratum_page(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """更正说明: every number that a version corrected, from what to what, by which records, why, approved by whom."""
    require(request.scope, "figure.view")
    rows = Publication.objects.filter(year=number, version=version, state=Publication.State.FROZEN)
    one = rows.exclude(corrects=None).select_related("corrects", "checked_by", "frozen_by").first()
    if one is None:
        raise NotThere("publication.not_there", _("没有这一版更正。请从发布页面打开。"))
    names = areas_in_scope()
    return page(
        request,
        "reporting/erratum.html",
        title=_("%(year)s年统计数字更正说明（第%(version)s版）") % {"year": number, "version": version},
        one=one,
        lines=errata.lines(one, names),
        unchanged=errata.unchanged_values(one),
        crumbs=crumbs(number),
    )


@require_safe
def street_page(request: HttpRequest, number: int, street: str) -> HttpResponse:
    """What a street answered when it confirmed."""
    require(request.scope, "figure.view")
    refuse_area(street)
    rows = StreetConfirmation.objects.visible_to(request.user).filter(publication__year=number, street_id=street)
    one = rows.select_related("confirmed_by", "street").order_by("pk").last()
    if one is None:
        raise NotThere("publication.not_there", _("这个街道还没有确认。"))
    asked = [[q.asked, q.answer or {"text": _("留待以后"), "tone": "warn"}] for q in one.questions.order_by("pk")]
    return page(
        request,
        "taizhang/tables.html",
        title=_("%(street)s：未决问题和答复") % {"street": one.street},
        lead=_("%(who)s 确认时的问题。") % {"who": one.confirmed_by},
        tables=[{"caption": _("未决问题"), "headers": [_("问题"), _("答复")], "rows": asked, "id": "questions"}],
        empty=_("确认时没有未决问题。"),
        crumbs=crumbs(number),
    )
