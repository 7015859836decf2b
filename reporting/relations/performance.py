"""Performance: rates in their mode of rounding, scores, targets (R14-R18, R20, R21, R32, R33)."""

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scoping import scope_required
from reporting.catalogue import Ratio, Stated
from reporting.indicators import stated as s
from reporting.relations.checking import Answer, Relation, Verdict, Year, money, sums
from reporting.relations.wording import names_year
from services.plans.guards import actual
from services.plans.levels import level_of
from services.plans.models import PerformanceTarget

CENT = Decimal("0.01")


def _percent(above: Decimal, below: Decimal, mode: str = ROUND_HALF_UP) -> Decimal:
    return (above * 100 / below).quantize(CENT, mode)


def _printed(ratio: Ratio, printed: Stated) -> Callable[[Year], Answer]:
    """The document's own rate comes out in the declared mode of rounding; another mode that fails is told."""

    def checked(year: Year) -> Answer:
        above, below, said = year(ratio.numerator), year(ratio.denominator), year(printed)
        found = {mode: _percent(above, below, mode) for mode in (ROUND_DOWN, ROUND_HALF_UP)}
        told = f"{money(above)} ÷ {money(below)} = {above * 100 / below:.6f}%"
        if year(ratio) != said:
            words = {"told": told, "said": said}
            return Answer(Verdict.CONTRADICTION, _("%(told)s，文件写作 %(said)s%%") % words)
        if len(set(found.values())) > 1:
            words = {"told": told, "down": found[ROUND_DOWN], "up": found[ROUND_HALF_UP]}
            detail = _("%(told)s；截取为 %(down)s%%，四舍五入为 %(up)s%%，只有一种与文件相符")
            return Answer(Verdict.HOLDS, detail % words)
        return Answer(Verdict.HOLDS, _("%(told)s，截取和四舍五入相同") % {"told": told})

    return checked


def _other_bases(year: Year) -> Answer:
    above = year(s.EVALUATED_MONEY)
    bases = (s.SPENT_PROJECT, s.BUDGET_PROJECT, s.BUDGET)
    told = [f"÷ {base.label} {money(year(base))} = {_percent(above, year(base))}%" for base in bases]
    return Answer(Verdict.INFORMATION, _("；").join(told))


def _by_part(year: Year) -> Answer:
    told = []
    over = False
    for label, spent, budget in (
        (_("基本支出"), s.SPENT_BASIC, s.BUDGET_BASIC),
        (_("项目支出"), s.SPENT_PROJECT, s.BUDGET_PROJECT),
    ):
        share = _percent(year(spent), year(budget))
        over |= share > 100
        told.append(f"{label} {money(year(spent))} ÷ {money(year(budget))} = {share}%")
    if over:
        told.append(_("有一部分超过预算，请说明调整依据"))
    return Answer(Verdict.INFORMATION, _("；").join(told))


def _score(year: Year) -> Answer:
    parts = (s.SCORE_DECISION, s.SCORE_PROCESS, s.SCORE_OUTPUT, s.SCORE_BENEFIT)
    found = sums(s.SCORE, *parts)(year)
    words = {
        "told": found.told,
        "level": level_of(year(s.SCORE), year.reading.period.first),
        "self": year(s.SELF_SCORE),
    }
    told = _("%(told)s，级别“%(level)s”；整体绩效自评为 %(self)s 分") % words
    return Answer(found.verdict, told)


def _variance(year: Year) -> Answer:
    spent, budget, said = year(s.SPENT), year(s.BUDGET), year(s.VARIANCE)
    words = {
        "said": said,
        "low": (spent * 100 / (100 + said)).quantize(CENT, ROUND_HALF_UP),
        "high": (spent * 100 / (100 - said)).quantize(CENT, ROUND_HALF_UP),
        "budget": money(budget),
        "other": _percent(abs(spent - budget), budget),
    }
    told = _("由 %(said)s%% 反推的年初预算为 %(low)s 或 %(high)s 万元；按全年预算数 %(budget)s 只得 %(other)s%%")
    return Answer(Verdict.CANNOT_VERIFY, told % words)


def _measurable(year: Year) -> Answer:
    rows = PerformanceTarget.objects.visible_to(scope_required().user).with_case()
    targets = list(rows.filter(evaluated_year=year.number).exclude(case__status="annulled"))
    measured = sum(actual(one.case, year.number) is not None for one in targets)
    words = {"all": len(targets), "measured": measured, "score": year(s.SELF_SCORE)}
    told = _("设定绩效指标 %(all)s 项，有实际值的 %(measured)s 项；自评 %(score)s 分") % words
    return Answer(Verdict.HOLDS if targets and measured == len(targets) else Verdict.CONTRADICTION, told)


def _two_years(year: Year) -> Answer:
    wording = year.wording(s.EVALUATED_PROJECTS)
    before = year.number - 1
    if names_year(wording, before):
        words = {"year": year.number, "before": before}
        told = _("%(year)s年的文件里，绩效考评一节说的是%(before)s年的项目：被评价年度%(before)s，评价年度%(year)s")
        return Answer(Verdict.AMBIGUOUS, told % words)
    return Answer(Verdict.HOLDS, wording)


Relation(
    code="R14",
    label=gettext_lazy("绩效资金占比"),
    check=_printed(s.EVALUATED_SHARE, s.EVALUATED_SHARE_PRINTED),
    meaning=gettext_lazy("舍入方式是口径的一部分。分母的名称也存疑：它等于当年支出总额，含基本支出。"),
)
Relation(
    code="R15",
    label=gettext_lazy("绩效资金占比的其他分母"),
    check=_other_bases,
    meaning=gettext_lazy("比率要同时记下分子、分母、来源和年度。"),
)
Relation(
    code="R16",
    label=gettext_lazy("预算执行率"),
    check=_printed(s.EXECUTION_RATE, s.EXECUTION_RATE_PRINTED),
    meaning=gettext_lazy("资金总体支出除以全年预算数。"),
)
Relation(
    code="R17",
    label=gettext_lazy("全年预算数的两部分"),
    check=sums(s.BUDGET, s.BUDGET_BASIC, s.BUDGET_PROJECT),
    meaning=gettext_lazy("预算只有这两部分。"),
)
Relation(
    code="R18",
    label=gettext_lazy("分部分的执行率"),
    check=_by_part,
    meaning=gettext_lazy("执行率可以超过百分之百，系统提示而不拒绝。"),
)
Relation(
    code="R20",
    label=gettext_lazy("评价得分的四部分"),
    check=_score,
    meaning=gettext_lazy("得分按部分相加，级别按政策条款判断。自评与评价不是同一个得分。"),
)
Relation(
    code="R21",
    label=gettext_lazy("预决算差异率"),
    check=_variance,
    meaning=gettext_lazy("年初预算数不在文件里，按原文保留，不作复算。"),
)
Relation(
    code="R32",
    label=gettext_lazy("绩效目标有可衡量的实际值"),
    check=_measurable,
    meaning=gettext_lazy("只写“完成”“无法量化”而给满分，评价就没有依据。每项指标都应有目标值和实际值。"),
)
Relation(
    code="R33",
    label=gettext_lazy("被评价年度与评价年度"),
    check=_two_years,
    meaning=gettext_lazy("绩效晚一年评价，两个年度分别登记。"),
)
