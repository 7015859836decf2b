"""A batch in the admin: prepared, checked, approved, released, settled; each step by another role."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.admin_base import ConfinedAdmin, pill, row_or_404
from accounts.pages import form_page, page
from accounts.roles import holders, may, require
from services.payments import actions, bank_file, presenting, release, settling
from services.payments.forms import PrepareForm, ResultForm
from services.payments.models import Batch, ResultFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Right, state at which it is the next step, name of the page, label.
NEXT = (
    ("payment.check", "prepared", "check", gettext_lazy("复核无误，冻结内容")),
    ("payment.approve", "checked", "approve", gettext_lazy("审批同意")),
    ("payment.release", "approved", "release", gettext_lazy("发放")),
    ("payment.reconcile", "released", "settle", gettext_lazy("接收银行回单")),
)
CANCELLABLE = {"prepared": "payment.prepare", "checked": "payment.prepare", "approved": "payment.approve"}
DISTRICT = "payment.district"


def links(request: HttpRequest) -> list[dict[str, Any]]:
    if not may(request.scope, DISTRICT):
        return []
    return [{"label": _("发放批次"), "url": reverse("admin:payments_batch_changelist")}]


def tiles(request: HttpRequest) -> list[dict[str, Any]]:
    """Batches whose next step this user's role takes."""
    found = []
    for right, state, _name, label in NEXT:
        if may(request.scope, right) and (waiting := Batch.objects.filter(state=state).count()):
            url = f"{reverse('admin:payments_batch_changelist')}?state__exact={state}"
            found.append({"label": _("批次：%(step)s") % {"step": label}, "value": waiting, "url": url, "tone": "info"})
    return found


def counts(result: ResultFile) -> dict[str, int]:
    return {"paid": result.paid, "returned": result.returned}


@admin.register(Batch)
class BatchAdmin(ConfinedAdmin):
    view_right, add_right = DISTRICT, "payment.prepare"
    list_display = ("number", "kind_label", "month", "state_pill", "payments", "total_yuan")
    list_display_links = ("number",)
    list_filter = ("state",)

    @admin.display(description=gettext_lazy("编号"))
    def number(self, batch: Batch) -> str:
        return batch.number

    @admin.display(description=gettext_lazy("业务"))
    def kind_label(self, batch: Batch) -> str:
        return batch.label

    @admin.display(description=gettext_lazy("所属月份"), ordering="for_month")
    def month(self, batch: Batch) -> str:
        return f"{batch.for_month:%Y-%m}"

    @admin.display(description=gettext_lazy("状态"), ordering="state")
    def state_pill(self, batch: Batch) -> SafeString:
        return pill(presenting.BATCH_TONES[batch.state], batch.get_state_display())

    @admin.display(description=gettext_lazy("笔数"), ordering="count")
    def payments(self, batch: Batch) -> str:
        return f"{batch.count:,}"

    @admin.display(description=gettext_lazy("金额（元）"), ordering="total")
    def total_yuan(self, batch: Batch) -> str:
        return f"{batch.total:,.2f}"

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        views = {"check": self.check_view, "approve": self.approve_view, "release": self.release_view}
        views |= {"cancel": self.cancel_view, "settle": self.settle_view}
        steps = [path(f"<int:pk>/{n}/", wrap(view), name=f"payments_batch_{n}") for n, view in views.items()]
        file = path("<int:pk>/file.<slug:kind>", wrap(self.file_view), name="payments_batch_file")
        return [*steps, file, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        require(request.scope, self.add_right)
        form = PrepareForm(request.POST or None)
        return form_page(
            request,
            form=form,
            act=lambda: actions.prepare(by=request.user, today=timezone.localdate(), **form.cleaned_data),
            done=self._url,
            message=_("已编制。请核对暂停的和待发放的，再交给另一位同事复核。"),
            title=_("编制发放批次"),
            submit_label=_("编制"),
            cancel_url=reverse("admin:payments_batch_changelist"),
        )

    def _url(self, batch: Batch) -> str:
        return reverse("admin:payments_batch_change", args=[batch.pk])

    def _batch(self, pk: Any) -> Batch:
        hands = ("prepared_by", "checked_by", "approved_by", "released_by")
        return row_or_404(Batch.objects.select_related(*hands), pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        require(request.scope, self.view_right)
        batch = self._batch(object_id)
        buttons: list[dict[str, Any]] = [
            {"label": label, "url": reverse(f"admin:payments_batch_{name}", args=[batch.pk]), "primary": True}
            for right, state, name, label in NEXT
            if state == batch.state and may(request.scope, right)
        ]
        if batch.file_hash and may(request.scope, "payment.release"):
            buttons += [
                {
                    "label": _("下载银行文件（%(kind)s）") % {"kind": kind},
                    "url": reverse("admin:payments_batch_file", args=[batch.pk, kind]),
                }
                for kind in ("xlsx", "csv")
            ]
        right = CANCELLABLE.get(batch.state)
        if right and may(request.scope, right):
            url = reverse("admin:payments_batch_cancel", args=[batch.pk])
            buttons.append({"label": _("取消批次"), "url": url, "danger": True})
        return page(
            request,
            "taizhang/tables.html",
            title=f"{batch.number} {batch.label}",
            notices=[
                {"text": _("等待%(roles)s办理“%(step)s”。") % {"roles": holders(right), "step": label}}
                for right, state, _name, label in NEXT
                if state == batch.state and not may(request.scope, right)
            ],
            buttons=buttons,
            facts=presenting.batch_facts(batch),
            tables=[presenting.reconciliation(batch), *presenting.results(batch)],
            crumbs=self._crumbs(),
        )

    def _crumbs(self) -> list[dict[str, Any]]:
        return [{"label": _("发放批次"), "url": reverse("admin:payments_batch_changelist")}]

    def _step(self, request: HttpRequest, pk: int, right: str, title: Any, act: Any, message: Any) -> HttpResponse:
        """A page that shows what is being decided and asks once more."""
        require(request.scope, right)
        batch = self._batch(pk)
        form = forms.Form(request.POST if request.method == "POST" else None)

        def done() -> tuple[bool]:
            act(by=request.user, batch=batch)
            return (True,)

        return form_page(
            request,
            form=form,
            act=done,
            done=lambda result: self._url(batch),
            message=message,
            title=title,
            submit_label=title,
            facts=presenting.batch_facts(batch),
            cancel_url=self._url(batch),
            crumbs=self._crumbs(),
        )

    def check_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        done = _("已复核，内容已冻结，等待审批。")
        return self._step(request, pk, "payment.check", _("复核无误，冻结内容"), actions.check, done)

    def approve_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._step(request, pk, "payment.approve", _("审批同意"), actions.approve, _("已审批，等待发放。"))

    def release_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        done = _("正在生成银行文件，稍后刷新本页即可下载。")
        return self._step(request, pk, "payment.release", _("发放"), release.release, done)

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        right = CANCELLABLE.get(self._batch(pk).state, "payment.prepare")
        return self._step(request, pk, right, _("取消批次"), actions.cancel, _("批次已取消，可以重新编制。"))

    def settle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.scope, "payment.reconcile")
        batch = self._batch(pk)
        form = ResultForm(request.POST or None, request.FILES or None)

        def act() -> Any:
            file = form.cleaned_data["file"]
            return settling.settle(
                by=request.user, batch=batch, filename=file.name, content=file.read(), today=timezone.localdate()
            )

        return form_page(
            request,
            form=form,
            act=act,
            done=lambda result: self._url(batch),
            message=lambda result: _("已接收回单：成功%(paid)s笔，退回%(returned)s笔。") % counts(result),
            title=_("接收银行回单"),
            lead=_("回单要包含本批次送出的每一笔。有一行不对，整个文件都不登记，并逐行说明。"),
            facts=presenting.batch_facts(batch)[:5],
            cancel_url=self._url(batch),
            crumbs=self._crumbs(),
        )

    def file_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        require(request.scope, "payment.release")
        batch = row_or_404(Batch.objects.exclude(file_hash=""), pk)
        xlsx = kind == "xlsx"
        content = bank_file.as_xlsx(batch) if xlsx else bank_file.as_csv(batch)
        audit.record(by=request.user, action="batch.file_read", target=batch, kind=kind)
        mime = (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" if xlsx else "text/csv; charset=utf-8"
        )
        name = f'attachment; filename="{batch.number}.{"xlsx" if xlsx else "csv"}"'
        return HttpResponse(content, content_type=mime, headers={"Content-Disposition": name})
