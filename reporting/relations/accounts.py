"""Final accounts: sums to the fen, differences, scopes (R2-R9, R19)."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.indicators import stated as s
from reporting.relations.checking import Answer, Relation, Verdict, Year, equal, money, sums
from reporting.relations.wording import without_amounts

CENT = Decimal("0.01")


def _spoken_alike(year: Year) -> bool:
    """Whether the two decreases are worded alike but for the amount."""
    one, other = (without_amounts(year.wording(figure)) for figure in (s.INCOME_LESS, s.EXPENDITURE_LESS))
    return one == other


def _expenditure_difference(year: Year) -> Answer:
    before, now, said = year(s.EXPENDITURE_BEFORE), year(s.EXPENDITURE), year(s.EXPENDITURE_LESS)
    told = f"{money(before)} − {money(now)} = {money(before - now)}"
    if before - now != said:
        return Answer(Verdict.CONTRADICTION, _("%(told)s，文件写作 %(said)s") % {"told": told, "said": money(said)})
    income = year(s.INCOME_LESS)
    if income != said and _spoken_alike(year):
        words = {"told": told, "one": money(income), "other": money(said)}
        detail = _("%(told)s；但文件用同一名称写了两个数：%(one)s 和 %(other)s")
        return Answer(Verdict.MISLABELLED, detail % words)
    return Answer(Verdict.HOLDS, told)


def _implied_income(year: Year) -> Answer:
    now, less, spent = year(s.INCOME), year(s.INCOME_LESS), year(s.EXPENDITURE_BEFORE)
    words = {
        "sum": f"{money(now)} + {money(less)} = {money(now + less)}",
        "more": money(spent - now - less),
    }
    return Answer(Verdict.INFERENCE, _("上年收入应为 %(sum)s；上年支出多于它 %(more)s，动用了结转资金") % words)


def _other_money(year: Year) -> Answer:
    income, fiscal, other = year(s.INCOME), year(s.FISCAL_INCOME), year(s.OTHER)
    told = f"{money(income)} − {money(fiscal)} = {money(income - fiscal)}"
    if income - fiscal == other:
        return Answer(Verdict.INFERENCE, _("%(told)s，等于项目支出中的“其他支出”") % {"told": told})
    return Answer(Verdict.INFORMATION, told)


def _outside(year: Year) -> Answer:
    inside = sum((year(f) for f in (s.REHABILITATION, s.EMPLOYMENT, s.SPORT, s.OTHER_DISABILITY)), Decimal(0))
    left, rest = year(s.PROJECT_EXPENDITURE) - inside, year(s.POVERTY) + year(s.OTHER)
    told = _("20811 各项合计 %(inside)s，其余 %(left)s") % {"inside": money(inside), "left": money(left)}
    return Answer(Verdict.HOLDS if left == rest else Verdict.CONTRADICTION, told)


def _operating_cost(year: Year) -> Answer:
    before, now, said = year(s.OPERATING_COST_BEFORE), year(s.OPERATING_COST), year(s.OPERATING_COST_LESS)
    told = f"{money(before)} − {money(now)} = {money(before - now)}"
    if before - now != said:
        return Answer(Verdict.CONTRADICTION, _("%(told)s，文件写作 %(said)s") % {"told": told, "said": money(said)})
    if s.OPERATING_COST.scope != s.OPERATING_COST_BEFORE.scope:
        detail = _("%(told)s，算术成立；但两年的范围不同，不作增减比较")
        return Answer(Verdict.NOT_COMPARABLE, detail % {"told": told})
    return Answer(Verdict.HOLDS, told)


def _ten_thousands(year: Year) -> Answer:
    pairs = (
        (s.BASIC_EXPENDITURE, s.SPENT_BASIC),
        (s.PROJECT_EXPENDITURE, s.SPENT_PROJECT),
        (s.EXPENDITURE, s.SPENT),
        (s.PURCHASED_SERVICES, s.SERVICE_PROJECTS_PAID),
    )
    told, holds = [], True
    for yuan, ten_thousand in pairs:
        exact, printed = year(yuan) / 10_000, year(ten_thousand)
        told.append(f"{exact:,.6f} → {money(printed)}")
        holds &= printed in {exact.quantize(CENT, mode) for mode in (ROUND_DOWN, ROUND_HALF_UP)}
    return Answer(Verdict.HOLDS if holds else Verdict.CONTRADICTION, _("；").join(told))


Relation(
    code="R2",
    label=gettext_lazy("六个项目之和等于项目支出"),
    check=sums(s.PROJECT_EXPENDITURE, s.REHABILITATION, s.EMPLOYMENT, s.SPORT, s.OTHER_DISABILITY, s.POVERTY, s.OTHER),
    meaning=gettext_lazy("金额按分核对，一分不差才算成立。"),
)
Relation(
    code="R3",
    label=gettext_lazy("基本支出与项目支出之和等于支出决算"),
    check=sums(s.EXPENDITURE, s.BASIC_EXPENDITURE, s.PROJECT_EXPENDITURE),
    meaning=gettext_lazy("支出只有这两部分。"),
)
Relation(
    code="R4",
    label=gettext_lazy("两年支出之差"),
    check=_expenditure_difference,
    meaning=gettext_lazy("文件把支出的减少也写成“收入减少”。引用时请写明是支出。"),
)
Relation(
    code="R5",
    label=gettext_lazy("推算的上年收入"),
    check=_implied_income,
    meaning=gettext_lazy("收入不一定每年等于支出。推算的数不作为填报数据。"),
)
Relation(
    code="R6",
    label=gettext_lazy("当年收入等于当年支出"),
    check=equal(s.INCOME, s.EXPENDITURE),
    meaning=gettext_lazy("与结转结余率为零一致。"),
)
Relation(
    code="R7",
    label=gettext_lazy("财政拨款以外的收入"),
    check=_other_money,
    meaning=gettext_lazy("文件又说支出全部是财政拨款，两种说法有一种不准确；可能是彩票公益金，请核对。"),
)
Relation(
    code="R8",
    label=gettext_lazy("残疾人事业科目之外的项目支出"),
    check=_outside,
    meaning=gettext_lazy("扶贫和其他支出不在 20811 科目内。"),
)
Relation(
    code="R9",
    label=gettext_lazy("机关运行经费两年之差"),
    check=_operating_cost,
    meaning=gettext_lazy("上年含二级事业单位，本年不含。范围改变的两个数不能比较增减。"),
)
Relation(
    code="R19",
    label=gettext_lazy("元与万元一致"),
    check=_ten_thousands,
    meaning=gettext_lazy("按元计算，只在显示时换算成万元。"),
)
