"""Posts, staff and names of institutions (R10-R13)."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.indicators import stated as s
from reporting.relations.checking import Answer, Relation, Verdict, Year, money
from reporting.relations.wording import compares_with
from services.people.models import Organisation

BY_UNIT_POSTS = (s.HEADQUARTERS_POSTS, s.EMPLOYMENT_POSTS, s.SERVICE_CENTRE_POSTS, s.REHABILITATION_POSTS)
BY_UNIT_STAFF = (s.HEADQUARTERS_STAFF, s.EMPLOYMENT_STAFF, s.SERVICE_CENTRE_STAFF, s.REHABILITATION_STAFF)
BY_KIND = (s.ADMINISTRATIVE_POSTS, s.INSTITUTION_POSTS, s.SERVICE_POSTS)


def _total(year: Year, figures: tuple) -> tuple[Decimal, str]:
    values = [year(figure) for figure in figures]
    total = sum(values, Decimal(0))
    return total, f"{' + '.join(map(money, values))} = {money(total)}"


def _posts_as_staff(year: Year) -> Answer:
    posts, told = _total(year, BY_KIND)
    staff = year(s.STAFF)
    if posts == staff:
        return Answer(Verdict.HOLDS, _("编制 %(told)s；实际人数也写作 %(staff)s") % {"told": told, "staff": staff})
    return Answer(Verdict.INFORMATION, _("编制 %(told)s；实际 %(staff)s 人") % {"told": told, "staff": staff})


def _two_readings(year: Year) -> Answer:
    posts, posts_told = _total(year, BY_UNIT_POSTS)
    staff, staff_told = _total(year, BY_UNIT_STAFF)
    other_posts, other_staff = _total(year, BY_KIND)[0], year(s.STAFF)
    words = {"posts": posts_told, "staff": staff_told, "other_posts": other_posts, "other_staff": other_staff}
    told = _("分单位编制 %(posts)s，决算说明为 %(other_posts)s；分单位实有 %(staff)s，决算说明为 %(other_staff)s")
    agree = posts == other_posts and staff == other_staff
    return Answer(Verdict.HOLDS if agree else Verdict.CONTRADICTION, told % words)


def _own_year(year: Year) -> Answer:
    wording = year.wording(s.HEADQUARTERS_MORE)
    posts, staff = year(s.HEADQUARTERS_POSTS), year(s.HEADQUARTERS_STAFF)
    found = []
    if compares_with(wording, year.number):
        found.append(_("本年的文件与本年（%(year)s年）相比，应为上年") % {"year": year.number})
    if staff > posts:
        found.append(_("实有 %(staff)s 人多于编制 %(posts)s 名") % {"staff": staff, "posts": posts})
    if found:
        return Answer(Verdict.CONTRADICTION, _("；").join(found))
    return Answer(Verdict.HOLDS, wording)


def _names(year: Year) -> Answer:
    names: dict[int, dict[str, None]] = {}
    for entry in year.entries("institution.named").order_by("organisation_id", "happened_on", "id"):
        if entry.valid_until is None or entry.valid_until >= year.reading.period.after:
            names.setdefault(entry.organisation_id or 0, {})[entry.reason] = None
    several = {key: list(found) for key, found in names.items() if len(found) > 1}
    if not names:
        return Answer(Verdict.MISSING, _("还没有登记单位的名称。请在“内设科室和事业单位”里登记。"))
    if not several:
        return Answer(Verdict.HOLDS, _("每个单位在各文件里只有一个名称"))
    registered = dict(Organisation.objects.filter(pk__in=several).values_list("pk", "name"))
    told = [f"{registered[key]}{_('：')}{_('、').join(found)}" for key, found in several.items()]
    return Answer(Verdict.CONTRADICTION, _("；").join(told))


Relation(
    code="R10",
    label=gettext_lazy("编制合计与实际人数"),
    check=_posts_as_staff,
    meaning=gettext_lazy("实际人数与编制合计相同，可能是照抄编制数；见下一条。"),
)
Relation(
    code="R11",
    label=gettext_lazy("人员的两种说法"),
    check=_two_readings,
    meaning=gettext_lazy("两份文件的人数不一致时，两个数都保留并注明来源，由人事核对后更正。"),
)
Relation(
    code="R12",
    label=gettext_lazy("本级人数与上年的比较"),
    check=_own_year,
    meaning=gettext_lazy("比较的年度应是上一年。请核对原文后更正。"),
)
Relation(
    code="R13",
    label=gettext_lazy("事业单位的名称"),
    check=_names,
    meaning=gettext_lazy("同一单位的几个名称都登记在册，注明见于哪份文件、用到何时，统计时只计一个。"),
)
