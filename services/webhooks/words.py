"""What is said of events to people: their kinds, and why one did not arrive."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from services.cases.kinds import all_kinds
from services.ledger import words as ledger
from services.webhooks.models import Delivery

CHANGES: dict[str, Any] = {
    "case": _("案件内容变动"),
    "person": _("人员资料变动、合并、移交"),
    "certificate": _("残疾人证登记、变动、失效"),
    "household": _("家庭变动"),
    "residence": _("户籍与居住地变动"),
    "organisation": _("单位登记、变动"),
    "circumstance": _("身份与待遇变动"),
}
ERRORS: dict[str, Any] = {
    "receiver.timeout": _("接收端没有及时答复"),
    "receiver.unreachable": _("连接不上接收端，或连接中断"),
    "receiver.certificate": _("接收端的证书不可信或已过期，请对方更换证书"),
    "receiver.refused": _("接收端没有接受"),
    "address.internal": _("主机名指向内部地址，没有发送"),
    "host.unknown": _("主机名无法解析，请核对接收地址"),
    "host.not_allowed": _("主机没有准许，请安全管理员登记"),
    "posting.ended": _("对接用户已经没有这个街道的任职"),
}


def kinds() -> dict[str, Any]:
    """Code of a kind of events (the noun of their type) -> label: kinds of case, further codes of the ledger, changes
    of rows."""
    return {kind.code: kind.label for kind in all_kinds()} | ledger.nouns() | CHANGES


def outcome(delivery: Delivery) -> Any:
    """What came of the last attempt; "" before the first."""
    if not delivery.error:
        return _("接收端已接受（%(status)s）") % {"status": delivery.status} if delivery.status else ""
    said = ERRORS[delivery.error]
    return _("%(said)s（%(status)s）") % {"said": said, "status": delivery.status} if delivery.status else said
