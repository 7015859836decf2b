"""The scopes that can be given to a city system: what the role of an integrator may do, kind by kind."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import grants
from accounts.roles import RIGHTS, Role

LABELS = {
    "people": pgettext_lazy("列表", "人员"),
    "certificates": _("残疾人证"),
    "households": _("家庭"),
    "organisations": _("单位和机构"),
    "circumstances": _("享受待遇情况"),
    "documents": _("案件材料"),
    "payments": _("发放记录"),
    "policies": _("政策标准"),
    "figures": _("年度数字"),
    "jobs": _("长任务"),
    "feed": _("变更通报"),
    "bulk": _("成批交换"),
    "webhooks": _("事件推送"),
}


@dataclass(frozen=True)
class Offer:
    """What can be granted about one thing; `read` and `write` are scopes, "" where there is nothing to grant."""

    label: Any
    read: str
    write: str
    about_cases: bool = False


def offers() -> list[Offer]:
    """First what is not about cases, then each kind of case."""
    mine = {action for action, roles in RIGHTS.items() if Role.INTEGRATOR in roles}
    free = {grants.grant_of(action) for action in mine if action.partition(".")[0] not in grants.ABOUT_CASES}
    names = sorted({scope.partition(".")[0] for scope in free}, key=lambda name: ([*LABELS, name].index(name), name))
    found = []
    for name in names:
        read, write = (scope if (scope := f"{name}.{verb}") in free else "" for verb in ("read", "write"))
        found.append(Offer(LABELS.get(name, name), read, write))
    for kind in sorted(grants.kinds(), key=lambda kind: kind.code):
        write = f"{kind.code}.write" if kind.rights & mine else ""
        found.append(Offer(kind.label, f"{kind.code}.read", write, about_cases=True))
    return found


def offered() -> dict[str, str]:
    """Scope -> what it means, in words."""
    words = {"read": _("%(what)s：读取"), "write": _("%(what)s：登记和办理")}
    return {
        scope: str(words[verb]) % {"what": offer.label}
        for offer in offers()
        for verb, scope in (("read", offer.read), ("write", offer.write))
        if scope
    }
