"""The district's own registers, which do not grow with its size: organisations, warm homes, activities, lists, targets,
and what the report states. They go through the same actions as people's entries do. Facts G*, H*, O*, F*, V18-V20."""

import csv
import datetime as dt
import uuid
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from accounts.models import Street
from deploy.district import texts
from deploy.district.days import DAY, after, between, first, last
from services.cases import kinds, workflow
from services.cases.models import Case
from services.people.models import Organisation
from services.plans.guards import actual
from services.plans.rules import is_met
from services.warm_homes.guards import RATERS
from services.warm_homes.models import RatingIndicator, RatingScore

STATED = Path(__file__).with_name("stated.csv")
K = Organisation.Kind
# Facts of the report: how many meetings of a kind, lines of a list.
MEETINGS = {"research_trip": 4, "dispatch": 3, "coordination": 25, "barrier_free": 5, "progress": 12}
LISTS = {"case_story": 16, "problem": 8, "improvement": 12, "innovation": 6, "medal": 2}
TOPICS, MEASURES, UNITS = 5, 10, 49
ATTENDANCE, EVENTS = 1_320, 22  # 千余人次
OLD_HOMES, NEW_COMMUNITY_HOMES = 22, 4
PLAN, NATIONAL = (10, 8), (25, 22)
SHARE_BEFORE = 0.8  # of the lists and meetings of each year before the last


class Registrar:
    """Opens and moves cases as of a day, for the product itself."""

    def __init__(self, rng: Random, years: list[int]) -> None:
        self.rng, self.years, self.year = rng, years, years[-1]
        self.today = last(years[-1])

    def day(self, year: int, month_from: int = 1, month_to: int = 11) -> dt.date:
        return between(self.rng, dt.date(year, month_from, 6), dt.date(year, month_to, 25))

    def open(self, kind: str, on: dt.date, details: dict[str, Any], **values: Any) -> Case:
        key = uuid.UUID(int=self.rng.getrandbits(128), version=4)  # the same seed gives the same district
        return workflow.open_case(
            by=None, kind=kinds.get(kind), on=on, today=self.today, details=details, id=key, **values
        )

    def step(self, case: Case, slug: str, on: dt.date, **data: Any) -> None:
        workflow.move(by=None, case=case, step=kinds.get(case.kind).step(slug), on=on, today=self.today, **data)

    def soon(self, day: dt.date, least: int = 2, most: int = 25) -> dt.date:
        return after(self.rng, day, least, most, latest=last(day.year))


def keep(seed: Any, years: list[int], *, state: bool) -> None:
    """Everything; what documents state only with `state` (once in a city)."""
    office = Registrar(Random(f"registers {seed}"), years)
    found = _organise(office)
    homes = _open_homes(office, found["venues"])
    _rate(office, homes)
    for year in years:
        share = SHARE_BEFORE if year < office.year else 1
        _meet(office, year, share)
        _list(office, year, share)
        _reach_out(office, year, share)
        _gather(office, year, homes)
    _aim(office)
    if state:
        _state(office)


def _organise(office: Registrar) -> dict[str, list[Organisation]]:
    """Units, associations, institutions with the names that documents give them."""
    streets = list(Street.objects.all())
    wanted = {
        "units": [(K.AGENCY, f"（虚构）区{name}") for name in texts.units(UNITS)],
        "streets": [(K.AGENCY, f"{street.name}办事处") for street in streets],
        "associations": [(K.SOCIETY, f"（虚构）区{name}") for name in texts.ASSOCIATIONS.values()],
        "divisions": [(K.AGENCY, name) for name in texts.DIVISIONS],
        "institutions": [(K.AGENCY, names[0][1]) for names in texts.INSTITUTIONS],
        "venues": [(K.VENUE, f"（虚构）{name}温馨家园") for name in texts.homes(OLD_HOMES + NEW_COMMUNITY_HOMES + 1)],
    }
    found = {
        key: Organisation.objects.bulk_create(Organisation(kind=kind, name=name) for kind, name in rows)
        for key, rows in wanted.items()
    }
    since = first(office.years[0]) + 10 * DAY
    for unit in found["units"]:
        details = {"duty": office.rng.choice(texts.DUTIES)}
        office.open("member_unit", since, details, organisation=unit, opening={"detail": "department"})
    for street in found["streets"]:
        details = {"duty": texts.DUTIES[0]}
        office.open("member_unit", since, details, organisation=street, opening={"detail": "street"})
    for members_are, one in zip(texts.ASSOCIATIONS, found["associations"], strict=True):
        office.open("association", since, {"members_are": members_are}, organisation=one)
    approval = {"approval": "机构编制批复（模拟）"}
    for one in found["divisions"]:
        office.open("institution", since, approval, organisation=one, opening={"detail": "division"})
    for one, names in zip(found["institutions"], texts.INSTITUTIONS, strict=True):
        case = office.open("institution", since, approval, organisation=one, opening={"detail": "public_institution"})
        for source, name in names:
            office.step(case, "named", since + DAY, reason=name, detail=source)
    return found


def _open_homes(office: Registrar, venues: list[Organisation]) -> list[Case]:
    """One in each street and some communities before the years; four of communities and the district's in the last."""
    streets = list(Street.objects.values_list("code", flat=True))
    homes = []
    for n, venue in enumerate(venues):
        new = n - OLD_HOMES
        level = "district" if new == NEW_COMMUNITY_HOMES else "community" if n >= len(streets) else "street"
        street = streets[n % len(streets)] if new < 0 else office.rng.choice(streets)
        planned = office.day(office.year if new >= 0 else office.years[0] - 1, 1, 5)
        details = {"address": f"（虚构）{n + 1}号", "area": office.rng.randint(120, 800), "seats": 20 + n}
        home = office.open("warm_home", planned, details, organisation=venue, street_id=street)
        office.step(home, "opened", office.soon(planned, 20, 90), detail=level)
        homes.append(home)
    return homes


def _rate(office: Registrar, homes: list[Case]) -> None:
    """Adopts the scheme, has every home rated by three kinds of raters; two appeal."""
    drafted = office.day(office.year, 2, 3)
    indicators = [
        RatingIndicator(number=n, aspect=aspect, name=name, maximum=Decimal(4 if aspect == "effect" else 3))
        for n, (aspect, name) in enumerate(texts.INDICATORS, 1)
    ]
    scheme = {"title": "温馨家园星级评估工作方案（模拟）", "source": "区残联、区财政局联合印发（模拟）"}
    case = office.open("rating_scheme", drafted, scheme, rows=indicators)
    office.step(case, "adopted", office.soon(drafted))
    begin = dt.date(office.year, 11, 13)
    for n, home in enumerate(homes):
        where = {"organisation": home.organisation, "street_id": home.street_id}
        rating = office.open("home_rating", begin, {"year": office.year}, **where)
        for rater in RATERS:
            rows = [
                RatingScore(
                    number=one.number,
                    name=one.name,
                    maximum=one.maximum,
                    points=one.maximum - Decimal(office.rng.choice((0, 0, 0, 5, 10))) / 10,
                )
                for one in indicators
            ]
            details = {"year": office.year, "rater": rater, "evidence": f"评估记录 {n + 1:02d}（模拟）"}
            sheet = office.open("rating_sheet", office.soon(begin, 1, 10), details, rows=rows, **where)
            office.step(sheet, "handed_in", dt.date(office.year, 12, 1))
        office.step(rating, "rated", dt.date(office.year, 12, 6), detail="five" if n == 0 else "four")
        if n in (3, 11):
            office.step(rating, "appealed", dt.date(office.year, 12, 11), reason="活动次数少计")
            office.step(
                rating, "appeal_decided", dt.date(office.year, 12, 15), detail="upheld", reason="已核对活动台账"
            )
        office.step(rating, "published", dt.date(office.year, 12, 20))


def _part(number: int, share: float) -> int:
    return max(1, round(number * share))


def _meet(office: Registrar, year: int, share: float) -> None:
    for kind, number in MEETINGS.items():
        for n in range(_part(number, share)):
            held = office.day(year)
            details = {"title": f"{texts.MEETINGS[kind]}（第{n + 1}次）", "place": texts.PLACE, "host": texts.HOST}
            case = office.open("meeting", held, details, opening={"detail": kind})
            office.step(case, "minuted", office.soon(held), reason="议定事项见纪要")


def _list(office: Registrar, year: int, share: float) -> None:
    for kind, number in LISTS.items():
        for n in range(_part(number, share)):
            recorded = dt.date(year, 10, 27) if kind == "medal" else office.day(year, 3, 9)
            details = {"title": f"{texts.LISTS[kind]}{n + 1}（模拟）", "source": f"{year}年工作清单"}
            case = office.open("work_item", recorded, details, opening={"detail": kind})
            if n % 4:
                office.step(case, "done", office.soon(recorded, 20, 80), reason="已完成")
    for n in range(_part(TOPICS, share)):
        begun = office.day(year, 3, 5)
        details = {"title": f"{texts.TOPICS[n]}（模拟）", "method": "走访街道、企业、助残机构和残疾人家庭"}
        case = office.open("research", begun, details, opening={"detail": "party_group"})
        office.step(case, "reported", office.soon(begun, 60, 120))
    for n in range(_part(MEASURES, share)):
        adopted = office.day(year, 2, 6)
        measure = {
            "title": f"无障碍建设措施{n + 1}（模拟）",
            "responsible": "（虚构）责任单位",
            "due_on": None,
        }
        case = office.open("barrier_free_measure", adopted, measure)
        if n % 3:
            office.step(case, "carried_out", office.soon(adopted, 30, 150), reason="已落实")


def _reach_out(office: Registrar, year: int, share: float) -> None:
    streets = list(Street.objects.values_list("code", flat=True))
    events, left = _part(EVENTS, share), _part(ATTENDANCE, share)
    for n in range(events):
        here = left // (events - n)
        left -= here
        held = office.day(year)
        kind = ("clinic", "consultation", "talk")[n % 3]
        details = {"title": f"{texts.EVENTS[kind]}（第{n + 1}场）", "place": "（虚构）社区广场", "partner": ""}
        street = streets[n % len(streets)]
        case = office.open("outreach", held, details, street_id=street, opening={"detail": kind})
        office.step(case, "attended", held, quantity=here, detail="mixed")
        office.step(case, "closed", office.soon(held))


def _gather(office: Registrar, year: int, homes: list[Case]) -> None:
    """Each home that was open by summer holds something in autumn."""
    for home in homes:
        if home.opened_on.year < year or year == office.year:
            held = office.day(year, 9, 10)
            details = {"title": office.rng.choice(texts.GATHERINGS), "brand": ""}
            where = {"organisation": home.organisation, "street_id": home.street_id}
            case = office.open("home_activity", held, details, **where)
            office.step(case, "attended", held, quantity=office.rng.randint(8, 45), detail="disabled")
            office.step(case, "closed", office.soon(held))


def _aim(office: Registrar) -> None:
    """Targets: where a figure measures one nothing is typed in."""
    since, reached = first(office.years[0]) + 20 * DAY, dt.date(office.year, 12, 22)
    for kind, (number, met), more in (
        ("plan_target", PLAN, {"due_year": office.year + 2}),
        ("national_target", NATIONAL, {"task": "全国残疾预防重点联系地区"}),
    ):
        bound = texts.BOUND_TARGETS if kind == "plan_target" else ()
        for n in range(number):
            title, figure, wanted, measure = bound[n] if n < len(bound) else (f"指标{n + 1}（模拟）", "", "90.00", "%")
            details = {"title": title, "comparison": ">=", "target": Decimal(wanted), "measure": measure}
            case = office.open(kind, since, details | {"figure": figure} | more)
            value = "93.50" if n < met else "81.00"
            if not figure:
                office.step(case, "measured", reached, amount=Decimal(value), reason="年度监测表（模拟）")
            if n < met:
                office.step(case, "met", reached, reason="年度监测表（模拟）" if not figure else "系统统计")
    for title, aspect, figure, wanted, measure, weight in texts.PERFORMANCE:
        details = {"title": title, "comparison": ">=", "target": Decimal(wanted), "measure": measure, "figure": figure}
        details |= {"aspect": aspect, "weight": Decimal(weight)}
        case = office.open(
            "performance_target",
            since,
            details | {"evaluated_year": office.year, "evaluation_year": office.year + 1},
        )
        if not figure:
            office.step(case, "measured", reached, amount=Decimal(wanted), reason="满意度调查（模拟）")
        found = actual(case, office.year)
        if found is not None and is_met(found, ">=", Decimal(wanted)):
            office.step(case, "scored", last(office.year), amount=Decimal(weight), reason="达到目标值，按分值计满分")


def _state(office: Registrar) -> None:
    """What the report says of its year and no record here can give."""
    with STATED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            details = {
                "figure": row["code"],
                "year": office.year,
                "value": Decimal(row["value"]),
                "source": row["source"],
                "wording": row["wording"],
                "remark": row["remark"],
            }
            case = office.open("statement", office.today, details)
            office.step(case, "confirmed", office.today)
