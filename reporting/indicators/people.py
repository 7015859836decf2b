"""Certificate holders."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import Indicator, Nature
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
