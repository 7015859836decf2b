"""Two records of perhaps one person side by side: what agrees, what does not, what merging leaves to be put right."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.ledger.models import Entry
from services.people import numbers
from services.people.models import Person


def table(person: Person, kept: Person, today: dt.date) -> dict[str, Any]:
    """For taizhang/table_part.html: one line a fact."""
    rows = []
    for label, of in FACTS.items():
        (one, key), (other, other_key) = of(person, today), of(kept, today)
        rows.append([label, one or "—", other or "—", _said(key == other_key, bool(one) and bool(other))])
    headers = [_("项目"), _("要合并的记录"), _("保留的记录"), _("对照")]
    return {"caption": _("两条记录对照"), "headers": headers, "rows": rows, "id": "compare"}


def _said(same: bool, both: bool) -> dict[str, Any]:
    if same:
        return {"text": _("相同"), "tone": "good"}
    return {"text": _("不同") if both else _("一方没有"), "tone": "warn" if both else "neutral"}


def _twice(value: Any) -> tuple[Any, Any]:
    return value, value


def _number(person: Person, today: dt.date) -> tuple[Any, Any]:
    return (person.masked_id, bytes(person.id_index)) if person.id_index else ("", None)


def _household(person: Person, today: dt.date) -> tuple[Any, Any]:
    household = person.household_on(today)
    return str(household or ""), household and household.pk


# What is said of a record, and by what it is compared where the words alone would not do.
FACTS: dict[Any, Callable[[Person, dt.date], tuple[Any, Any]]] = {
    gettext_lazy("姓名"): lambda person, today: _twice(person.name),
    gettext_lazy("性别"): lambda person, today: _twice(person.get_sex_display()),
    gettext_lazy("出生日期"): lambda person, today: _twice(person.born_on),
    gettext_lazy("证件号"): _number,
    gettext_lazy("电话"): lambda person, today: (numbers.mask_phone(person.phone), person.phone),
    gettext_lazy("社区"): lambda person, today: _twice(str(person.community or "")),
    gettext_lazy("有效残疾人证"): lambda person, today: _twice(str(person.certificate_on(today) or "")),
    gettext_lazy("家庭"): _household,
    gettext_lazy("死亡日期"): lambda person, today: _twice(person.died_on),
    gettext_lazy("案件"): lambda person, today: _twice(person.cases.count()),
    gettext_lazy("台账记录"): lambda person, today: _twice(Entry.objects.filter(person=person).standing().count()),
}


def warnings(person: Person, kept: Person, today: dt.date) -> list[str]:
    """What people have to decide besides, in words; merging itself loses nothing and can be undone."""
    found = []
    if person.id_index and kept.id_index and bytes(person.id_index) != bytes(kept.id_index):
        found.append(_("两条记录的证件号不同。确认其中一个登记有误后再合并，并在保留的记录里更正。"))
    if (person.born_on, person.sex) != (kept.born_on, kept.sex):
        found.append(_("出生日期或性别不同。请先查清哪一条有误。"))
    if person.certificate_on(today) and kept.certificate_on(today):
        found.append(_("两条记录都有有效的残疾人证。合并后请登记其中一本失效。"))
    if person.household_on(today) and kept.household_on(today):
        found.append(_("两条记录都在家庭里。合并后请办理离开其中一个家庭。"))
    return found
