"""Legal aid: persons and cases, each by the day of its milestone."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import AtMost, Funnel, Indicator
from reporting.units import CASES, PERSONS

APPLICATIONS = Indicator(
    code="legal_aid.applications",
    label=_("申请法律援助"),
    unit=CASES,
    codes=("legal_aid.submitted",),
    definition=_("当年提出的法律援助申请，一份申请为一件。"),
)
LEGAL_AID_PERSONS = Indicator(
    code="legal_aid.persons",
    label=_("获得法律援助"),
    unit=PERSONS,
    codes=("legal_aid.accepted",),
    seed_fact="V17",
    definition=_("当年法律援助申请得到受理的人数，按受理日期、按人去重。"),
)
LEGAL_AID_CASES = Indicator(
    code="legal_aid.cases",
    label=_("受理法律援助"),
    unit=CASES,
    codes=("legal_aid.accepted",),
    definition=_("当年受理的法律援助案件，按受理日期。"),
)
CLOSED = Indicator(
    code="legal_aid.closed",
    label=_("办结法律援助"),
    unit=CASES,
    codes=("legal_aid.closed",),
    definition=_("当年结案的法律援助案件，按结案日期，不论何时受理。"),
)

Funnel(
    code="legal_aid.funnel",
    label=_("法律援助的进度"),
    indicators=(APPLICATIONS, LEGAL_AID_CASES, CLOSED),
)
AtMost(smaller=LEGAL_AID_PERSONS, larger=LEGAL_AID_CASES, because=_("每名受援人至少有一件案件。"))
