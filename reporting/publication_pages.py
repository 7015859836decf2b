"""`/summary/<year>/publication/`: where the publication of a year stands, what is to be done next and by whom."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.errors import NotThere
from accounts.pages import form_page, page
from accounts.roles import may, require
from reporting import actions, catalogue, links, presenting, publication_view
from reporting.figures import summary
from reporting.models import Publication
from reporting.periods import year
from reporting.publication_view import crumbs, latest
from reporting.publishing import content_hash, passports_now
from reporting.questions import Asked, open_questions
from reporting.views import refuse_year

Act = Callable[[Any, Publication, dict[str, Any]], Any]


@require_safe
def publication_page(request: HttpRequest, number: int) -> HttpResponse:
    require(request.scope, "figure.view")
    refuse_year(number)
    one = latest(number)
    return page(
        request,
        "reporting/publication.html",
        title=_("%(year)s年数字的确认与发布") % {"year": number},
        crumbs=crumbs(number)[:1],
        **publication_view.context(request, number, one),
    )


def _publication(number: int) -> Publication:
    one = latest(number)
    if one is None:
        raise NotThere("publication.not_there", _("这一年的发布还没有开始。"))
    return one


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("退回的原因"), max_length=300, widget=forms.Textarea({"rows": 2}))


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("为什么发布更正（写入更正说明）"), max_length=500, widget=forms.Textarea({"rows": 3})
    )


# Name of the page: right, title, what is said before, form, the action, what is said afterwards.
STEPS: dict[str, tuple[str, Any, Any, type[forms.Form], Act, Any]] = {
    "invite": (
        "publication.check",
        gettext_lazy("请各街道确认"),
        gettext_lazy("各街道审核人将看到本街道的数字和未决问题，逐条答复后确认。"),
        forms.Form,
        lambda by, one, values: actions.invite(by=by, publication=one),
        gettext_lazy("已请各街道确认。全部确认以后，由区残联核对。"),
    ),
    "check": (
        "publication.check",
        gettext_lazy("核对无误"),
        gettext_lazy("各街道都确认以后才能核对，留下的问题见上一页。核对以后由主管领导发布；发布的就是现在这些数字。"),
        forms.Form,
        lambda by, one, values: actions.check(by=by, publication=one),
        gettext_lazy("已核对，等待主管领导发布。"),
    ),
    "send-back": (
        "publication.check",
        gettext_lazy("退回各街道"),
        gettext_lazy("数字有变化的街道需要重新确认；没有变化的不用。"),
        ReasonForm,
        lambda by, one, values: actions.send_back(by=by, publication=one, **values),
        gettext_lazy("已退回。数字有变化的街道请重新确认。"),
    ),
    "freeze": (
        "publication.freeze",
        gettext_lazy("发布"),
        gettext_lazy("发布以后这一版的数字永远不变。记录以后可以继续更正，变化列为差异，经批准后发布更正。"),
        forms.Form,
        lambda by, one, values: actions.freeze(by=by, publication=one),
        gettext_lazy("已发布。每个数字都有永久编号，以后可以随时重新打开它当时的记录。"),
    ),
    "erratum": (
        "publication.check",
        gettext_lazy("准备更正"),
        gettext_lazy("全部差异已经说明原因并批准后，可以准备新的一版；由主管领导发布。"),
        NoteForm,
        lambda by, one, values: actions.prepare_erratum(by=by, publication=one.corrects or one, **values),
        gettext_lazy("已准备更正，等待主管领导发布。"),
    ),
}


def open_page(request: HttpRequest, number: int) -> HttpResponse:
    require(request.scope, "publication.check")
    refuse_year(number)
    form = forms.Form(request.POST if request.method == "POST" else None)
    return form_page(
        request,
        form=form,
        act=lambda: actions.open_year(by=request.user, number=number),
        done=lambda made: reverse("publication", args=[number]),
        message=_("已开始。请先核对下面的提示，再请各街道确认。"),
        title=_("开始发布%(year)s年的数字") % {"year": number},
        lead=_("发布分四步：准备、各街道确认、区残联核对、主管领导发布。每一步由不同的人办理。"),
        submit_label=_("开始"),
        cancel_url=reverse("publication", args=[number]),
        crumbs=crumbs(number),
    )


def step_page(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """One of STEPS: shows what is decided, and asks once more."""
    if step not in STEPS:
        raise NotThere("page.not_there", _("没有这一页。"))
    right, title, lead, form_class, action, message = STEPS[step]
    require(request.scope, right)
    one = _publication(number)
    form = form_class(request.POST if request.method == "POST" else None)

    def act() -> tuple[bool]:
        action(request.user, one, form.cleaned_data)
        return (True,)

    return form_page(
        request,
        form=form,
        act=act,
        done=lambda result: reverse("publication", args=[number]),
        message=message,
        title=title,
        lead=lead,
        submit_label=title,
        facts=publication_view.facts(one),
        cancel_url=reverse("publication", args=[number]),
        crumbs=crumbs(number),
    )


def _help(question: Asked) -> str:
    """Where to look, and that an answer can wait."""
    places = [(link["url"], link["label"]) for link in question.links]
    links = format_html_join(_("、"), '<a href="{}">{}</a>', places)
    told = _("写明情况；暂时不能答复的留空，区残联会看到。")
    return format_html("{} {} {}", told, _("查看："), links) if places else told


class ConfirmForm(forms.Form):
    """An answer for each open question; an empty one leaves it open. `seen` is the content that the street saw."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: list[Asked], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.names = {f"answer_{n}": question.code for n, question in enumerate(asked)}
        for (name, _code), question in zip(self.names.items(), asked, strict=True):
            self.fields[name] = forms.CharField(
                label=question.text,
                required=False,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_help(question),
            )

    def answers(self) -> dict[str, str]:
        return {code: self.cleaned_data[name] for name, code in self.names.items()}


def confirm_page(request: HttpRequest, number: int) -> HttpResponse:
    """A street sees its figures and its open questions, and confirms exactly what it saw."""
    require(request.scope, "publication.confirm")
    one = _publication(number)
    # Before the numbers are read: what is recorded in between is refused when it is sent, never confirmed unseen.
    seen = content_hash(passports_now(number, catalogue.in_force(year(number))))
    asked, reading = open_questions(number), summary(number)
    form = ConfirmForm(request.POST or None, asked=asked, initial={"seen": seen})

    def act() -> Any:
        sent = form.cleaned_data["seen"]
        form.data = {**form.data.dict(), "seen": seen}  # refused, the page shows the figures as they are
        return actions.confirm(by=request.user, publication=one, seen=sent, answers=form.answers())

    area = reading.areas[0]
    rows = [
        [
            figure.label,
            {
                "text": presenting.spoken(reading.cell(figure, area)),
                "url": links.passport_path(reading, figure.code, area),
                "number": True,
            },
            figure.symbol,
            catalogue.PROGRAMMES[figure.programme],
        ]
        for figure in reading.figures
    ]
    return form_page(
        request,
        form=form,
        act=act,
        template="reporting/confirm.html",
        done=lambda made: reverse("publication", args=[number]),
        message=_("已确认。以后本街道的数字如有变化，需要重新确认。"),
        title=_("确认%(area)s%(year)s年的数字") % {"area": reading.names[area], "year": number},
        lead=_("请逐项核对下面的数字，每个数字都可以点开查看记录；答复未决问题后确认。"),
        submit_label=_("确认本街道的数字"),
        figures={
            "caption": _("本街道的数字"),
            "headers": [_("指标"), {"text": _("数字"), "number": True}, _("单位"), _("业务")],
            "rows": rows,
        },
        asked=asked,
        cancel_url=reverse("publication", args=[number]),
        crumbs=crumbs(number),
    )


def tiles(request: HttpRequest) -> list[dict[str, Any]]:
    """For the first page: publications whose next step somebody in this scope takes."""
    if not may(request.scope, "figure.view"):
        return []
    found = []
    for one in Publication.objects.exclude(state=Publication.State.FROZEN).order_by("year"):
        step = publication_view.my_step(request, one)
        if step:
            url = reverse("publication", args=[one.year])
            found.append({"label": step, "value": one.year, "url": url, "tone": "info"})
    return found
