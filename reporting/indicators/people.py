"""Certificate holders."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import Filter, Indicator, Nature
from reporting.units import PERSONS

HOLDERS = Indicator(
    code="people.certificate_holders",
    label=_("持证残疾人"),
    unit=PERSONS,
    codes=("certificate.started",),
    nature=Nature.STOCK,
    seed_fact="V1",
    definition=_("期末当日持有有效残疾人证的人数：已发证、未注销、未过有效期。"),
)
CERTIFIED = Indicator(
    code="people.certificates_started",
    label=_("当年发证人员"),
    unit=PERSONS,
    codes=("certificate.started",),
    definition=_("当年有残疾人证生效（首次发证、换领、补办）的人数，按人去重。"),
)
ENDED = Indicator(
    code="people.certificates_ended",
    label=_("当年注销或换证人员"),
    unit=PERSONS,
    codes=("certificate.ended",),
    definition=_("当年有残疾人证终止（注销、换领、补办）的人数，按人去重。有效期届满不产生终止记录。"),
)

# Since 2024 a handover between streets, which ends a certificate here and goes on with it there, counts in neither.
CERTIFIED_ANEW = Indicator(
    code=CERTIFIED.code,
    version=2,
    since=2024,
    label=CERTIFIED.label,
    unit=PERSONS,
    codes=CERTIFIED.codes,
    filters=(Filter("quantity", ">", 0),),
    definition=_("当年有残疾人证生效（首次发证、换领、补办）的人数，按人去重。街道之间移交的证件继续有效，不算发证。"),
)
ENDED_FOR_GOOD = Indicator(
    code=ENDED.code,
    version=2,
    since=2024,
    label=ENDED.label,
    unit=PERSONS,
    codes=ENDED.codes,
    filters=(Filter("detail", "!=", "handed_over"),),
    definition=_(
        "当年有残疾人证终止（注销、换领、补办）的人数，按人去重。有效期届满不产生终止记录；街道之间移交的证件继续有效，不算终止。"
    ),
)
