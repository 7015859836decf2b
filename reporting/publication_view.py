"""A publication in words: its steps, its streets and their questions, what is to be done next. Reads only."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Street
from accounts.roles import holders, may
from reporting import catalogue, presenting
from reporting.figures import summary
from reporting.models import Publication, StreetConfirmation
from reporting.periods import year
from reporting.publishing import confirmations, passports_now, street_hashes

State: Any = Publication.State
DONE, UNDER_WAY, TO_COME = (
    (gettext_lazy("完成"), "good"),
    (gettext_lazy("进行中"), "info"),
    (gettext_lazy("未开始"), "neutral"),
)


def latest(number: int) -> Publication | None:
    """The newest version of a year, frozen or not."""
    hands = ("opened_by", "checked_by", "frozen_by", "corrects")
    return Publication.objects.filter(year=number).select_related(*hands).order_by("-version").first()


def crumbs(number: int) -> list[dict[str, Any]]:
    return [
        {"label": _("%(year)s年汇总") % {"year": number}, "url": reverse("summary", args=[number])},
        {"label": _("确认与发布"), "url": reverse("publication", args=[number])},
    ]


def context(request: HttpRequest, number: int, one: Publication | None) -> dict[str, Any]:
    if one is None:
        buttons = []
        if may(request.scope, "publication.check") and number < timezone.localdate().year:
            url = reverse("publication_open", args=[number])
            buttons = [{"label": _("开始发布%(year)s年的数字") % {"year": number}, "url": url, "primary": True}]
        lead = _("这一年的数字还没有开始确认和发布。由区残联审批人开始。")
        return {"lead": lead, "buttons": buttons, "steps": [], "tables": []}
    street, rows = request.scope.street, streets(one) if one.corrects_id is None else []
    tables = [_street_table(number, rows)] if rows else []
    return {
        "one": one,
        "next": next_step(one, rows, street),
        "buttons": buttons_of(request, one, rows),
        "steps": steps(one, rows, street),
        "facts": facts(one) if one.state == State.FROZEN or one.corrects_id else [],
        "tables": [*tables, *_versions(number)],
        "relations": presenting.finding_rows(summary(number)) if one.state == State.OPEN else [],
    }


def streets(one: Publication) -> list[dict[str, Any]]:
    """Of the streets in scope: {code, name, confirmation, holds}. Once frozen, what was confirmed holds."""
    latest_of = confirmations(one)
    if one.state == State.FROZEN:
        hashes = {code: row.content_hash for code, row in latest_of.items()}
    else:
        hashes = street_hashes(passports_now(one.year, catalogue.in_force(year(one.year))))
    names = dict(Street.objects.values_list("code", "name"))
    return [
        {
            "code": code,
            "name": names[code],
            "confirmation": latest_of.get(code),
            "holds": code in latest_of and latest_of[code].content_hash == content,
        }
        for code, content in hashes.items()
    ]


def steps(one: Publication, rows: list[dict[str, Any]], street: str | None) -> list[dict[str, Any]]:
    """For taizhang/steps.html: what is done, what is on, what is to come; who and when."""
    confirmed = {"done": sum(row["holds"] for row in rows), "all": len(rows)}
    found = {
        State.OPEN: (_("准备"), _stamp(one.opened_by, one.opened_at)),
        State.CONFIRMING: (_("各街道确认"), "" if street else _("%(done)s / %(all)s 个街道已确认") % confirmed),
        State.CHECKED: (_("区残联核对"), _stamp(one.checked_by, one.checked_at)),
        State.FROZEN: (_("主管领导发布"), _stamp(one.frozen_by, one.frozen_at)),
    }
    order = [State.CHECKED, State.FROZEN] if one.corrects_id else list(found)
    # What is checked waits for its publication; what is published waits for nothing.
    on = {State.CHECKED: order.index(State.FROZEN), State.FROZEN: len(order)}.get(one.state)
    now = order.index(one.state) if on is None else on
    phases = [DONE if n < now else UNDER_WAY if n == now else TO_COME for n in range(len(order))]
    return [
        {
            "label": found[state][0],
            "reason": "" if phase is TO_COME else found[state][1],
            "state_label": phase[0],
            "tone": phase[1],
        }
        for state, phase in zip(order, phases, strict=True)
    ]


def _stamp(who: Any, when: Any) -> str:
    return f"{who} {timezone.localtime(when):%Y-%m-%d %H:%M}" if who and when else ""


def facts(one: Publication) -> list[tuple[Any, Any]]:
    found = [(_("版本"), _("第%(version)s版") % {"version": one.version}), (_("状态"), one.get_state_display())]
    if one.corrects_id:
        found.append((_("更正原因"), one.note))
    if one.known_at:
        found.append((_("截至时间"), timezone.localtime(one.known_at).strftime("%Y-%m-%d %H:%M:%S.%f")))
    if one.checked_by:
        found.append((_("核对"), _stamp(one.checked_by, one.checked_at)))
    if one.frozen_by:
        found.append((_("发布"), _stamp(one.frozen_by, one.frozen_at)))
    if one.content_hash:
        found.append((_("内容核对码"), one.content_hash))
    return found


def next_step(one: Publication, rows: list[dict[str, Any]], street: str | None) -> str:
    """What is to be done next and by whom, in one sentence."""
    waiting = [row["name"] for row in rows if not row["holds"]]
    match one.state:
        case State.OPEN:
            return _("下一步：由%(who)s核对提示，然后请各街道确认。") % {"who": holders("publication.check")}
        case State.CONFIRMING if len(waiting) > 3:
            told = _("下一步：由街道审核人确认本街道的数字。还有%(number)s个街道没有确认，见下面的表。")
            return told % {"number": len(waiting)}
        case State.CONFIRMING if waiting:
            named = _("、").join(waiting)
            return _("下一步：由街道审核人确认本街道的数字。还没有确认的：%(streets)s。") % {"streets": named}
        case State.CONFIRMING if street:
            return _("本街道已经确认。等其他街道确认后，由%(who)s核对。") % {"who": holders("publication.check")}
        case State.CONFIRMING:
            return _("下一步：各街道都已确认，由%(who)s核对。") % {"who": holders("publication.check")}
        case State.CHECKED:
            return _("下一步：由%(who)s发布。核对的人不能自己发布。") % {"who": holders("publication.freeze")}
    return _("已发布。记录有变化时，差异列在“发布后的差异”里，说明并批准后可以发布更正。")


def buttons_of(request: HttpRequest, one: Publication, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps that this scope may take now, then the pages to read."""

    def button(right: str, name: str, label: str, primary: bool = True) -> list[dict[str, Any]]:
        url = reverse("publication_step", args=[one.year, name])
        return [{"label": label, "url": url, "primary": primary}] if may(request.scope, right) else []

    number, erratum = one.year, one.corrects_id is not None
    found: list[dict[str, Any]] = []
    match one.state:
        case State.OPEN:
            found += button("publication.check", "invite", _("请各街道确认"))
        case State.CONFIRMING:
            waiting = any(not row["holds"] for row in rows)
            found += button("publication.check", "check", _("核对无误"), primary=not waiting)
            if request.scope.street and waiting and may(request.scope, "publication.confirm"):
                url = reverse("publication_confirm", args=[number])
                found.append({"label": _("确认本街道的数字"), "url": url, "primary": True})
        case State.CHECKED:
            found += button("publication.freeze", "freeze", _("发布"))
            again, name = (_("重新核对差异"), "erratum") if erratum else (_("退回各街道"), "send-back")
            found += button("publication.check", name, again, primary=False)
    if one.state == State.FROZEN or erratum:
        found.append({"label": _("发布后的差异"), "url": reverse("publication_differences", args=[number])})
    if one.state == State.FROZEN:
        found += button("publication.check", "erratum", _("准备更正"), primary=False)
    return found


def my_step(request: HttpRequest, one: Publication) -> str:
    """What somebody in this scope has to do; empty when it is another's turn."""
    scope = request.scope
    if one.state == State.CONFIRMING and scope.street and may(scope, "publication.confirm"):
        mine = StreetConfirmation.objects.visible_to(request.user).filter(publication=one, street_id=scope.street)
        return "" if mine.exists() else _("年度数字，待本街道确认")
    if scope.street is None and one.state == State.CONFIRMING and may(scope, "publication.check"):
        confirmed = StreetConfirmation.objects.visible_to(request.user).filter(publication=one)
        every = confirmed.values("street").distinct().count() == Street.objects.count()
        return _("年度数字，待我核对") if every else ""
    if scope.street is None and one.state == State.CHECKED and may(scope, "publication.freeze"):
        return _("年度数字，待我发布")
    return ""


def _street_table(number: int, rows: list[dict[str, Any]]) -> dict[str, Any]:
    lines = []
    for row in rows:
        confirmation = row["confirmation"]
        if confirmation is None:
            lines.append([row["name"], {"text": _("未确认"), "tone": "neutral"}, "—", "—"])
            continue
        state = (
            {"text": _("已确认"), "tone": "good"}
            if row["holds"]
            else {"text": _("数字有变化，需重新确认"), "tone": "warn"}
        )
        questions = list(confirmation.questions.all())
        left = sum(not question.answer for question in questions)
        told = _("%(all)s 条，其中 %(left)s 条留待以后") % {"all": len(questions), "left": left}
        url = reverse("publication_street", args=[number, row["code"]])
        lines.append(
            [
                row["name"],
                state,
                _stamp(confirmation.confirmed_by, confirmation.confirmed_at),
                {"text": told, "url": url},
            ]
        )
    headers = [_("街道"), _("状态"), _("确认人和时间"), _("未决问题")]
    return {"caption": _("各街道的确认"), "headers": headers, "rows": lines, "id": "streets"}


def _versions(number: int) -> list[dict[str, Any]]:
    """Every frozen version, with its explanation of what it corrected."""
    frozen = (
        Publication.objects.filter(year=number, state=State.FROZEN).select_related("frozen_by").order_by("-version")
    )
    rows = [
        [
            _("第%(version)s版") % {"version": one.version},
            timezone.localtime(one.known_at).strftime("%Y-%m-%d %H:%M:%S"),
            _stamp(one.frozen_by, one.frozen_at),
            {"text": _("更正说明"), "url": reverse("publication_erratum", args=[number, one.version])}
            if one.version > 1
            else "—",
        ]
        for one in frozen
    ]
    headers = [_("版本"), _("截至时间"), _("发布"), _("更正")]
    return [{"caption": _("已发布的版本"), "headers": headers, "rows": rows, "id": "versions"}] if rows else []
