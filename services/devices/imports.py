"""Workbooks of device applications, one device per row, and of deliveries."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Malformed
from services.workbooks import books


def complete(item: dict[str, Any]) -> None:
    """Whoever names a device of the catalogue need not write its name, unit and class again."""
    if found := item.get("catalogue"):
        item.setdefault("name", found.name)
        item.setdefault("unit", found.unit)
        item["iso_class"] = found.iso_class
    for name in ("name", "unit"):
        if not item.get(name):
            raise Malformed(f"{name}.missing", _("请填写目录中的器具，或写明名称和计数单位。"), name)


BOOKS = (
    books.opening(
        "device", identity=("case.on", "detail.purpose"), complete=complete, optional=("row.name", "row.unit")
    ),
    books.sheet("device", "delivered", identity=()),
)
