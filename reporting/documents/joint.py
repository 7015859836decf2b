"""Why more persons than applications: the joint applications that the records hold."""

from collections import Counter

from django.utils.translation import gettext as _

from accounts.scoping import DISTRICT, scope_required
from reporting.figures import Reading
from services.ledger.models import Entry

APPROVED, JOINT = "device.approved", "device.approved_joint"
MOST_NAMED = 5


def joint_applications(reading: Reading, area: str) -> str:
    """A sentence that names the applications of several persons approved in the year; empty without any."""
    rows = Entry.objects.visible_to(scope_required().user).known_at(reading.known_at)
    rows = rows.filter(happened_on__gte=reading.period.first, happened_on__lt=reading.period.after)
    if area != DISTRICT:
        rows = rows.filter(street=area)
    joint = rows.of(JOINT).select_related("case").order_by("case__serial", "id")
    others = Counter(entry.case.number for entry in joint)
    if not others:
        return ""
    named = [
        _("%(number)s号由%(persons)s人") % {"number": number, "persons": count + 1}
        for number, count in list(others.items())[:MOST_NAMED]
    ]
    words = {"named": _("、").join(named), "count": len(others), "others": sum(others.values())}
    if len(others) > MOST_NAMED:
        return (
            _(
                "其中%(count)s件申请由两人以上共同提出（%(named)s等），除主申请人外另有%(others)s人，人数因此可以多于件数。"
            )
            % words
        )
    return (
        _("其中%(count)s件申请由两人以上共同提出（%(named)s），除主申请人外另有%(others)s人，人数因此可以多于件数。")
        % words
    )
