"""Units, associations, institutions: stocks at the end of the year."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import Indicator, Nature
from reporting.units import BODIES, ORGANISATIONS

MEMBER_UNITS = Indicator(
    code="organisations.member_units",
    label=_("无障碍示范城市工作小组职能单位"),
    unit=ORGANISATIONS,
    codes=("member_unit.joined",),
    detail="department",
    nature=Nature.STOCK,
    whole=True,
    seed_fact="G13",
    definition=_("期末在工作小组里的职能单位，按单位去重，不含街道。"),
)
STREETS = Indicator(
    code="organisations.streets",
    label=_("参加无障碍建设的街道"),
    unit=BODIES,
    codes=("member_unit.joined",),
    detail="street",
    nature=Nature.STOCK,
    whole=True,
    seed_fact="G16",
    definition=_("期末在工作小组里的街道办事处，按单位去重。"),
)
ASSOCIATIONS = Indicator(
    code="organisations.associations",
    label=_("专门协会"),
    unit=BODIES,
    codes=("association.founded",),
    nature=Nature.STOCK,
    whole=True,
    seed_fact="V20",
    definition=_("期末已成立、没有撤销的专门协会。"),
)
DIVISIONS = Indicator(
    code="organisations.divisions",
    label=_("机关内设科室"),
    unit=BODIES,
    codes=("institution.founded",),
    detail="division",
    nature=Nature.STOCK,
    whole=True,
    seed_fact="O1",
    definition=_("期末已设立、没有撤销的内设科室。"),
)
INSTITUTIONS = Indicator(
    code="organisations.institutions",
    label=_("全额拨款事业单位"),
    unit=BODIES,
    codes=("institution.founded",),
    detail="public_institution",
    nature=Nature.STOCK,
    whole=True,
    seed_fact="O2",
    definition=_("期末已设立、没有撤销的下属事业单位。同一单位有几个写法的名称只计一个。"),
)
