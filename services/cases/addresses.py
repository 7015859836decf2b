"""Where the admin pages of a kind are."""

from typing import Any

from django.urls import reverse

from services.cases.kinds import Kind


def admin_url(kind: Kind, name: str, *args: Any) -> str:
    return reverse(f"admin:{kind.model.lower().replace('.', '_')}_{name}", args=args)
