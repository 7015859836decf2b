"""How a figure that stands in a document is named there, and where its records open. The one place that says it."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from reporting.figures import Reading


def passport_name(passport: dict[str, Any]) -> str:
    """The permanent id where exactly this number is published; else code, version of the definition, year, area and
    the beginning of the hash of its members."""
    if passport.get("id"):
        return passport["id"]
    return "{code} v{version} {period} {area} {hash}".format(**passport, hash=passport["member_hash"][:16])


def address(path: str, query: dict[str, Any]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def passport_path(reading: Reading, code: str, area: str, **more: Any) -> str:
    """The page of a figure's records, as known when the number was read."""
    words = {"area": area, "known_at": reading.known_at.isoformat(), "basis": reading.basis, **more}
    return address(reverse("figure", args=[reading.period.year, code]), words)


def streets_path(reading: Reading, code: str, **more: Any) -> str:
    """The page of those who were counted in several streets."""
    words = {"known_at": reading.known_at.isoformat(), **more}
    return address(reverse("figure_streets", args=[reading.period.year, code]), words)


def passport_url(reading: Reading, passport: dict[str, Any]) -> str:
    """For a document that leaves the house, with the address under which this system is known: the passport where the
    number is published, else its records as known when it was read."""
    if passport.get("id"):
        path = reverse("passport", args=[passport["id"]])
    else:
        path = passport_path(reading, passport["code"], passport["area"])
    return settings.PUBLIC_URL.rstrip("/") + path
