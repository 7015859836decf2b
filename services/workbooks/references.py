"""Organisations and other rows that a workbook names: looked up together, by name or code."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from services.people.models import Organisation
from services.workbooks.columns import Column
from services.workbooks.units import Unit


def look_up(columns: Sequence[Column], units: Sequence[Unit]) -> None:
    """Puts the row in the place of its name in every unit; tells the names that are unknown or not unique."""
    for column in columns:
        if column.type not in ("organisation", "reference"):
            continue
        rows = [row for unit in units for row in unit.rows if isinstance(row.values.get(column.key), str)]
        known = _by_name(column, {row.values[column.key] for row in rows})
        for row in rows:
            name = row.values[column.key]
            if len(found := known.get(name, [])) == 1:
                row.values[column.key] = found[0]
                continue
            del row.values[column.key]
            if found:
                row.refuse(column.key, "reference.ambiguous", _("有几个同名的，分不清是哪一个。请改填代码。"))
            elif column.type == "organisation":
                detail = _("没有登记这个单位。请核对全称或统一社会信用代码，没有的先在“单位与机构”里登记。")
                row.refuse(column.key, "organisation.unknown", detail)
            else:
                row.refuse(column.key, "reference.unknown", _("目录里没有这一项。请按目录里的名称填写。"))


def _by_name(column: Column, names: set[str]) -> dict[str, list[Any]]:
    found: defaultdict[str, list] = defaultdict(list)
    if column.type == "organisation":
        for organisation in Organisation.objects.filter(Q(name__in=names) | Q(credit_code__in=names)):
            for name in {organisation.name, organisation.credit_code or ""} & names:
                found[name].append(organisation)
        return found
    for one in rows_of(column):
        for name in {str(one), str(getattr(one, "code", one.pk))} & names:
            found[name].append(one)
    return found


def rows_of(column: Column) -> list[Any]:
    """What a reference may name: the rows in force, where the table is dated."""
    model = column.field.related_model  # type: ignore[union-attr]
    rows = model._default_manager.all()
    return list(rows.filter(valid_to=None) if "valid_to" in {f.name for f in model._meta.fields} else rows)
