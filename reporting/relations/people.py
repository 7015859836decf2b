"""Services to people: counters that differ, milestones in order, units that do not add up (R1, R22-R31)."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.indicators import activities, devices, employment, home_modifications, people, plans, rehabilitation
from reporting.indicators import stated as s
from reporting.relations.checking import Answer, Relation, Verdict, Year, equal, in_order, money, unlike


def _applicants(year: Year) -> Answer:
    persons, pieces = year(devices.APPLICANTS_APPROVED), year(devices.APPLICATIONS_APPROVED)
    words = {"persons": money(persons), "pieces": money(pieces), "more": money(persons - pieces)}
    if persons > pieces:
        return Answer(Verdict.CONTRADICTION, _("%(persons)s 人，%(pieces)s 件，人比件多 %(more)s") % words)
    return Answer(Verdict.HOLDS, _("%(persons)s 人，%(pieces)s 件") % words)


def _growth(year: Year) -> Answer:
    assessed, growth = year(year.fact("V14")), year(year.fact("V15"))
    base = (assessed * 100 / (100 + growth)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    words = {"assessed": money(assessed), "growth": growth.normalize(), "base": base}
    return Answer(Verdict.INFERENCE, _("%(assessed)s ÷ (1 + %(growth)s%%) = %(base)s") % words)


def _round_number(year: Year) -> Answer:
    exact, said = year(people.HOLDERS), year(s.HOLDERS_IN_WORDS)
    told = _("准确数 %(exact)s，约数 %(said)s") % {"exact": money(exact), "said": money(said)}
    near = exact - exact % 10_000 == said or abs(exact - said) < 5_000
    return Answer(Verdict.HOLDS if near else Verdict.CONTRADICTION, told)


def _without_certificate(year: Year) -> Answer:
    words = {
        "all": money(year(rehabilitation.CHILD_PERSONS)),
        "without": money(year(rehabilitation.CHILD_PERSONS_UNCERTIFIED)),
    }
    told = _("接受训练的儿童 %(all)s 人，其中没有残疾人证的 %(without)s 人") % words
    return Answer(Verdict.NOT_COMPARABLE, told)


def _employment(year: Year) -> Answer:
    parts = (
        in_order(employment.ABILITY_ASSESSED, employment.JOB_SEEKERS),
        in_order(employment.PLACED, employment.PLACED_BY_VISIT),
    )
    answers = [part(year) for part in parts]
    wrong = any(one.verdict != Verdict.HOLDS for one in answers)
    return Answer(Verdict.CONTRADICTION if wrong else Verdict.HOLDS, _("；").join(one.told for one in answers))


def _own_period(year: Year) -> Answer:
    orders = year.fact("V16")
    told = _("工单 %(value)s 件，统计时段是1至10月，不是全年") % {"value": money(year(orders))}
    return Answer(Verdict.NOT_COMPARABLE, told)


def _met(year: Year) -> Answer:
    told, holds = [], True
    for met, total in ((plans.PLAN_MET, plans.PLAN_TOTAL), (plans.NATIONAL_MET, plans.NATIONAL_TOTAL)):
        reached, of = year(met), year(total)
        holds &= reached <= of
        share = f"{reached * 100 / of:.0f}%" if of else "—"
        told.append(f"{total.label} {reached} / {of} = {share}")
    return Answer(Verdict.HOLDS if holds else Verdict.CONTRADICTION, _("；").join(told))


Relation(
    code="R1",
    label=gettext_lazy("辅助器具的申请人与申请件数"),
    check=_applicants,
    meaning=gettext_lazy("每人至少有一份申请时，件数不会少于人数。共同申请会使人多于件；人、申请、器具是不同的计数。"),
)
Relation(
    code="R22",
    label=gettext_lazy("残疾评定的同比增长"),
    check=_growth,
    meaning=gettext_lazy("上年数要按来源填报，不由增长率倒推。"),
)
Relation(
    code="R23",
    label=gettext_lazy("家庭无障碍改造的三个环节"),
    check=in_order(home_modifications.ASSESSED, home_modifications.BUILT, home_modifications.ACCEPTED),
    meaning=gettext_lazy("三个数是同一批案件先后的环节，不能相加。"),
)
Relation(
    code="R24",
    label=gettext_lazy("慰问的家庭与学生"),
    check=unlike("V2", "V3"),
    meaning=gettext_lazy("户和人不能相加；学生可能就在被慰问的家庭里。"),
)
Relation(
    code="R25",
    label=gettext_lazy("成人康复人次与儿童人数"),
    check=unlike("V7", "V8"),
    meaning=gettext_lazy("一个是训练次数，一个是人数。"),
)
Relation(
    code="R26",
    label=gettext_lazy("持证残疾人与“4万名”"),
    check=_round_number,
    meaning=gettext_lazy("这是服务所面向的人群，不是接受服务的人数；不要用约数计算。"),
)
Relation(
    code="R27",
    label=gettext_lazy("含疑似的儿童与持证人群"),
    check=_without_certificate,
    meaning=gettext_lazy("服务的儿童里有尚未持证的，不能除以持证儿童求覆盖率。"),
)
Relation(
    code="R28",
    label=gettext_lazy("就业服务的几个数"),
    check=_employment,
    meaning=gettext_lazy("达成意向不等于就业；新增就业可以多于求职登记，单位也会自行招用。"),
)
Relation(
    code="R29",
    label=gettext_lazy("1至10月的工单与全年的数"),
    check=_own_period,
    meaning=gettext_lazy("每个指标有自己的时段，时段不同不能比较。"),
)
Relation(
    code="R30",
    label=gettext_lazy("调研报告与调研课题"),
    check=equal(activities.RESEARCH_REPORTS, activities.RESEARCH_TOPICS),
    meaning=gettext_lazy("同一对象用两个名称说了两次，不能相加。"),
)
Relation(
    code="R31",
    label=gettext_lazy("规划和国家任务指标的达标率"),
    check=_met,
    meaning=gettext_lazy("达标的指标是在考核的指标的一部分。"),
)
