"""Names of organisations for the box in which one is typed."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import path

from accounts.roles import require
from services.people.models import Organisation

MOST = 12


def names_view(request: HttpRequest) -> JsonResponse:
    """{"names": those of the organisations that `q` finds}. Organisations are public, so that a name may stand in an
    address."""
    require(request.scope, "case.view")
    term = request.GET.get("q", "").strip()
    found = Organisation.objects.found_by(term)[:MOST] if term else []
    return JsonResponse({"names": [one.name for one in found]})


def pages(site: Any) -> list:
    return [path("organisation-names/", site.admin_view(names_view), name="organisation_names")]
