"""Assistive devices: persons, applications and items are five different counters (relation R1)."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import AtMost, Funnel, Indicator
from reporting.units import APPLICATIONS, ITEMS, PERSONS, YUAN

APPLICANTS_SUBMITTED = Indicator(
    code="devices.applicants_submitted",
    label=_("提出申请的人员"),
    unit=PERSONS,
    codes=("device.submitted", "device.submitted_joint"),
    definition=_("当年提出辅助器具申请的人数，包括共同申请人，按人去重。"),
)
APPLICATIONS_SUBMITTED = Indicator(
    code="devices.applications_submitted",
    label=_("提出的申请"),
    unit=APPLICATIONS,
    codes=("device.submitted",),
    definition=_("当年提出的辅助器具申请，一份申请为一件，不论有几名申请人、几样器具。"),
)
ITEMS_REQUESTED = Indicator(
    code="devices.items_requested",
    label=_("申请的器具"),
    unit=ITEMS,
    codes=("device.submitted_item",),
    definition=_("当年申请的辅助器具数量，按各自的计数单位（个、台、对等）相加。"),
)
APPLICANTS_APPROVED = Indicator(
    code="devices.applicants_approved",
    label=_("申请获批的人员"),
    unit=PERSONS,
    codes=("device.approved", "device.approved_joint"),
    seed_fact="V9",
    definition=_("当年辅助器具申请获得批准的人数，包括共同申请人，按批准日期、按人去重。"),
)
APPLICATIONS_APPROVED = Indicator(
    code="devices.applications_approved",
    label=_("批准的申请"),
    unit=APPLICATIONS,
    codes=("device.approved",),
    seed_fact="V10",
    definition=_("当年批准的辅助器具申请，一份申请为一件，按批准日期。"),
)
ITEMS_APPROVED = Indicator(
    code="devices.items_approved",
    label=_("批准的器具"),
    unit=ITEMS,
    codes=("device.approved_item",),
    definition=_("当年批准的辅助器具数量，按各自的计数单位相加。"),
)
APPLICATIONS_DELIVERED = Indicator(
    code="devices.applications_delivered",
    label=_("交付的申请"),
    unit=APPLICATIONS,
    codes=("device.delivered",),
    definition=_("当年交付签收的辅助器具申请，一份申请为一件，按交付日期，不论何时批准。"),
)
ITEMS_DELIVERED = Indicator(
    code="devices.items_delivered",
    label=_("交付的器具"),
    unit=ITEMS,
    codes=("device.delivered_item",),
    definition=_("当年交付的辅助器具数量，按交付日期，按各自的计数单位相加。"),
)
DEVICE_AMOUNT = Indicator(
    code="devices.amount",
    label=_("辅助器具补贴发放金额"),
    unit=YUAN,
    codes=("device.paid",),
    definition=_("当年发放的辅助器具补贴金额之和，按发放日期。"),
)

Funnel(
    code="devices.funnel",
    label=_("辅助器具申请的进度"),
    indicators=(APPLICATIONS_SUBMITTED, APPLICATIONS_APPROVED, APPLICATIONS_DELIVERED),
)
JOINT = _("一份申请可以有共同申请人，所以人数可能多于件数。打开两个数字核对名单后再发布。")
AtMost(smaller=APPLICANTS_SUBMITTED, larger=APPLICATIONS_SUBMITTED, because=JOINT, relation="R1")
AtMost(smaller=APPLICATIONS_SUBMITTED, larger=ITEMS_REQUESTED, because=_("一份申请至少有一样器具。"), relation="R1")
AtMost(smaller=APPLICANTS_APPROVED, larger=APPLICATIONS_APPROVED, because=JOINT, relation="R1")
AtMost(smaller=APPLICATIONS_APPROVED, larger=ITEMS_APPROVED, because=_("一份申请至少有一样器具。"), relation="R1")
