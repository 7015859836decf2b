from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, row_or_404
from accounts.admin_site import PAGES
from accounts.pages import form_page
from accounts.roles import may, require
from services.cases.admin import CaseAdmin
from services.cases.forms import ReasonForm
from services.cases.models import Case
from services.certificates import actions, notice_page
from services.certificates.forms import CertificateForm, EndForm
from services.certificates.kind import CERTIFICATE_APPLICATION, CERTIFICATE_ENDING
from services.certificates.models import CertificateApplication, CertificateEnding
from services.ledger.models import Entry
from services.people.admin import PERSON_BUTTONS, PERSON_TABLES
from services.people.forms import bind_people
from services.people.models import Certificate, Person, records_of

LABELS = {actions.STARTED: gettext_lazy("发证生效"), actions.ENDED: gettext_lazy("原证失效")}


@admin.register(Certificate)
class CertificateAdmin(ConfinedAdmin):
    view_right, add_right = "person.view", "certificate.register"
    list_display = ("holder", "category", "grade", "valid_from", "valid_to", "ended_on")
    list_select_related = ("person",)
    list_filter = ("category", "grade")
    ordering = ("-valid_from", "pk")

    @admin.display(description=gettext_lazy("持证人"))
    def holder(self, certificate: Certificate) -> str:
        return certificate.person.name

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("<uuid:pk>/end/", wrap(self.end_view), name="people_certificate_end"),
            path("<uuid:pk>/withdraw/", wrap(self.withdraw_view), name="people_certificate_withdraw"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        certificate = row_or_404(Certificate.objects.visible_to(request.user), object_id)
        return HttpResponseRedirect(reverse("admin:people_person_change", args=[certificate.person_id]))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        require(request.scope, self.add_right)
        person = request.GET.get("person")
        form = CertificateForm(request.POST or None, initial={"person": person})
        bind_people(form, request.user)

        def act() -> Certificate:
            names = ("person", "number", "valid_from", "valid_to", "lower_limb")
            values = {name: form.cleaned_data[name] for name in names}
            return actions.register_certificate(
                by=request.user, components=form.components, today=timezone.localdate(), **values
            )

        return form_page(
            request,
            form=form,
            act=act,
            done=lambda certificate: reverse("admin:people_person_change", args=[certificate.person_id]),
            message=_("残疾人证已登记。"),
            title=_("登记残疾人证"),
            submit_label=_("登记"),
            cancel_url=reverse("admin:people_certificate_changelist"),
        )

    def end_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        require(request.scope, "certificate.end")
        certificate = row_or_404(Certificate.objects.visible_to(request.user), pk)
        form = EndForm(request.POST or None)
        url = reverse("admin:people_person_change", args=[certificate.person_id])
        return form_page(
            request,
            form=form,
            act=lambda: actions.end_certificate(
                by=request.user, certificate=certificate, today=timezone.localdate(), **form.cleaned_data
            ),
            done=lambda entry: url,
            message=_("残疾人证已登记失效。"),
            title=_("登记失效：%(certificate)s") % {"certificate": certificate},
            submit_label=_("登记失效"),
            danger=True,
            cancel_url=url,
        )

    def withdraw_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Registered in error (another's number, the wrong part of the body): taken back, then registered rightly."""
        require(request.scope, "case.correct")
        certificate = row_or_404(Certificate.objects.visible_to(request.user), pk)
        form = ReasonForm(request.POST or None)
        url = reverse("admin:people_person_change", args=[certificate.person_id])
        return form_page(
            request,
            form=form,
            act=lambda: actions.withdraw_certificate(
                by=request.user, certificate=certificate.pk, reason=form.cleaned_data["reason"]
            ),
            done=lambda _none: url,
            message=_("这本证的登记已撤销，理由已写入台账。请按证件重新登记。"),
            title=_("登记有误，撤销：%(certificate)s") % {"certificate": certificate},
            lead=_(
                "只用于登记时填错的证。撤销后这本证当作没有登记过，再按证件重新登记。注销、遗失、换发的不要在这里办。"
            ),
            submit_label=_("撤销登记"),
            danger=True,
            cancel_url=url,
        )


def certificates_of(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    rows = []
    for one in Certificate.objects.filter(person__in=records_of(person)).order_by("-valid_from"):
        end = {"text": _("登记失效"), "url": reverse("admin:people_certificate_end", args=[one.pk])}
        wrong = {"text": _("登记有误，撤销"), "url": reverse("admin:people_certificate_withdraw", args=[one.pk])}
        state = f"{one.ended_on} {one.get_end_reason_display()}" if one.ended_on else _("在册")
        offered = [(end, "certificate.end"), (wrong, "case.correct")]
        action = next((link for link, right in offered if not one.ended_on and may(request.scope, right)), "")
        rows.append([one.masked_number, str(one), one.valid_from, one.valid_to or _("长期"), state, action])
    headers = [_("证号"), _("类别等级"), _("发证日期"), _("届满日"), _("状态"), _("办理")]
    return [{"caption": _("残疾人证"), "headers": headers, "rows": rows, "id": "certificates"}]


def certificate_button(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    if not may(request.scope, "certificate.register"):
        return []
    return [{"label": _("登记残疾人证"), "url": f"{reverse('admin:people_certificate_add')}?person={person.pk}"}]


PERSON_TABLES.append(certificates_of)
PERSON_BUTTONS.append(certificate_button)
PAGES.append(notice_page.pages)


class OfCertificateAdmin(CaseAdmin):
    """The page shows what became of it in the register."""

    def tables(self, case: Case) -> list[dict[str, Any]]:
        entries = Entry.objects.filter(case=case).standing().of(actions.STARTED, actions.ENDED).order_by("id")
        rows = [[LABELS[entry.code], entry.happened_on] for entry in entries]
        headers = [_("残疾人证登记"), _("日期")]
        return [{"caption": _("残疾人证登记"), "headers": headers, "rows": rows, "id": "register"}] if rows else []


@admin.register(CertificateApplication)
class CertificateApplicationAdmin(OfCertificateAdmin):
    kind = CERTIFICATE_APPLICATION
    list_display = ("number", "subject", "purpose", "street_name", "status", "opened_on")
    list_filter = (*CaseAdmin.list_filter, "purpose")

    def list_buttons(self, request: HttpRequest) -> list[dict[str, Any]]:
        return [{"label": _("公示名单"), "url": reverse("admin:certificate_notice")}]


@admin.register(CertificateEnding)
class CertificateEndingAdmin(OfCertificateAdmin):
    kind = CERTIFICATE_ENDING
    list_display = ("number", "subject", "ground", "street_name", "status", "happened_on")
    list_filter = (*CaseAdmin.list_filter, "ground")

    @admin.display(description=gettext_lazy("发生日期"), ordering="case__opened_on")
    def happened_on(self, ending: CertificateEnding) -> Any:
        return ending.case.opened_on
