"""The buckets of a difference; the table in this package's docstring says what decides."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Bucket(StrEnum):
    NEW = "new"
    LATE = "late"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    IDENTITY = "identity"
    STREET = "street"
    YEAR = "year"
    DEFINITION = "definition"
    SCOPE = "scope"
    CHANGED = "changed"
    GONE = "gone"


LABELS = {
    Bucket.NEW: _("新发生"),
    Bucket.LATE: _("事后补录"),
    Bucket.CORRECTION: _("更正"),
    Bucket.WITHDRAWAL: _("作废"),
    Bucket.IDENTITY: _("人员合并或拆分"),
    Bucket.STREET: _("街道变更"),
    Bucket.YEAR: _("改计其他年份"),
    Bucket.DEFINITION: _("口径变更"),
    Bucket.SCOPE: _("统计范围不同"),
    Bucket.CHANGED: _("两年都有而数额不同"),
    Bucket.GONE: _("只在前一年"),
}
BETWEEN_YEARS = LABELS | {Bucket.NEW: _("只在后一年")}
MEANINGS = {
    Bucket.NEW: _("前一次读数之后发生的事项，或只在后一年出现的对象。"),
    Bucket.LATE: _("事项在前一次读数之前已经发生，之后才登记（包括补录的终止）。"),
    Bucket.CORRECTION: _("记录被更正：金额、数量、对象或同一年内的日期等。"),
    Bucket.WITHDRAWAL: _("记录已作废，没有替代的记录。"),
    Bucket.IDENTITY: _("两条人员记录合并为一人，或取消了合并。"),
    Bucket.STREET: _("记录改计在其他街道，或人员移交后在另一街道继续统计。"),
    Bucket.YEAR: _("更正后的日期不在（或回到）本统计年度。"),
    Bucket.DEFINITION: _("同样的记录，两个版本的口径计法不同。"),
    Bucket.SCOPE: _("两个读数统计的街道或口径不同。"),
    Bucket.CHANGED: _("前后两年都有的对象，数量或金额有增减。"),
    Bucket.GONE: _("前一年有、后一年没有的对象。"),
}
