"""The search of the work page: people by name, pinyin, number or telephone."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.pages import page
from accounts.roles import may, require
from services.people import numbers
from services.people.forms import MOST
from services.people.models import Person

PHONE, CHINESE = re.compile(r"1\d{10}"), re.compile(r"[\u3400-\u9fff·]{2,30}")


def find_view(request: HttpRequest) -> HttpResponse:
    """The term is posted, never in the URL."""
    require(request.scope, "person.view")
    term, today = request.POST.get("term", "").strip(), timezone.localdate()
    found = list(
        Person.objects.visible_to(request.user).found_by(term).select_related("street", "community")[: MOST + 1]
    )
    people = [
        {
            "name": person.name,
            "sex": person.get_sex_display(),
            "born_on": person.born_on,
            "masked_id": person.masked_id,
            "category": str(person.certificate_on(today) or _("无有效残疾人证")),
            "place": f"{person.street} {person.community or ''}".strip(),
            "url": reverse("admin:people_person_change", args=[person.pk]),
        }
        for person in found[:MOST]
    ]
    create = reverse("admin:people_person_add") if may(request.scope, "person.register") else None
    return page(
        request,
        "taizhang/person_search.html",
        title=_("查找人员"),
        find_url=reverse("admin:find"),
        term=term,
        searched=bool(term),
        people=people,
        truncated=len(found) > MOST,
        create_url=create,
        begun=_begun(term),
    )


def _begun(term: str) -> dict[str, str]:
    """What the term says of somebody new, by field of the form: nobody types it again."""
    number = numbers.normalise(term)
    if PHONE.fullmatch(number):
        return {"phone": number}
    if number[:17].isdecimal() and len(number) >= 18:  # of a certificate the first 18
        return {"id_number": number[:18]}
    return {"name": term} if CHINESE.fullmatch(term) else {}


def pages(site: Any) -> list:
    return [path("find/", site.admin_view(find_view), name="find")]
