"""The life of every kind as data: what its form asks for, and its steps to the end with who takes them.

Used by the life tests, the scoping matrix, the API tests and the browser tests. A test demands one for every kind.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from services.cases.kinds import Kind, Subject
from services.cases.models import Case
from services.devices.models import DeviceItem
from services.people.models import Person
from services.warm_homes.models import RatingIndicator, RatingScore, RatingSheet
from tests import make

Data = dict[str, Any] | Callable[[dt.date], dict[str, Any]]


@dataclass(frozen=True)
class Life:
    details: Callable[..., dict[str, Any]]
    steps: Callable[[], list[tuple[str, str, Data]]]
    about: Callable[[], Person] | None = make.person
    opening: Callable[[], dict[str, Any]] = dict
    rows: Callable[[], list[Any]] = list
    opener: str = "clerk"
    extra: Callable[[Person | None], dict[str, Any]] = field(default=lambda person: {})

    def subject(self, about: Person | None) -> dict[str, Any]:
        """Keyword arguments of open_case on whom it is about."""
        person = about or (self.about() if self.about else None)
        return {**({"person": person} if person else {}), **self.extra(person)}

    def details_of(self, subject: dict[str, Any]) -> dict[str, Any]:
        """What its form asks for; of a recovery the payment of that person."""
        return self.details(subject["person"]) if self.details is overpayment else self.details()

    @property
    def opened_by(self) -> str:
        """A member of the cast, for street A."""
        return self.opener if self.opener == "officer" else make.colleague(self.opener, make.STREET_A)

    def asked(self, kind: Kind) -> dict[str, Any]:
        """What the add form asks `opened_by`; persons are chosen on the way to the form."""
        organisation = self.extra(None) if kind.subject == Subject.ORGANISATION else {}
        street = {"street": make.STREET_A} if self.opener == "officer" and not kind.whole else {}
        return {**self.details(), **self.opening(), **organisation, **street}

    def who(self, slug: str) -> str:
        return next((who for name, who, _data in self.steps() if name == slug), "officer")


def first_of_month(day: dt.date) -> dt.date:
    return day.replace(day=1)


def grant(
    details: dict[str, Any], *further: tuple[str, str, Data], month: Callable[[dt.date], dt.date] = first_of_month
) -> Life:
    return Life(
        details=lambda: dict(details),
        steps=lambda: [
            ("reviewed", "reviewer", {}),
            ("approved", "officer", {}),
            *further,
            ("paid", "finance", lambda day: {"for_month": month(day), "amount": Decimal("260.00")}),
            ("ended", "officer_2", {"detail": "own_request"}),
        ],
    )


def household_of(person: Person | None) -> dict[str, Any]:
    with make.acting(None):
        known = person.household_on(dt.date(2023, 1, 1))
    return {"household": known or make.household(person)}


def overpayment(person: Person) -> dict[str, Any]:
    case = make.opened("home_help", person, on=dt.date(2022, 10, 3))
    for n, slug in enumerate(("reviewed", "approved")):
        make.moved(case, slug, dt.date(2022, 10, 4 + n))
    return {"payment": make.paid(case, dt.date(2023, 1, 1), dt.date(2023, 1, 10)), "why": "double"}


def venue(name: str = "模拟温馨家园") -> Any:
    return make.organisation(name, "venue")


def open_home() -> dict[str, Any]:
    """The organisation of a warm home that is open."""
    home = venue("已开办的模拟温馨家园")
    with make.acting(None):
        known = Case.objects.filter(kind="warm_home", organisation=home).exists()
    if not known:
        case = make.opened("warm_home", on=dt.date(2022, 3, 1), organisation=home)
        make.moved(case, "opened", dt.date(2022, 4, 1), detail="community")
    return {"organisation": home}


def rated_home() -> dict[str, Any]:
    """One for which every kind of rater has handed in a sheet."""
    found = open_home()
    with make.acting(None):
        known = RatingSheet.objects.filter(case__organisation=found["organisation"], year=2023).exists()
    for n, rater in enumerate(() if known else RatingSheet.Rater):
        details = {"year": 2023, "rater": rater, "evidence": "活动台账"}
        sheet = make.opened("rating_sheet", on=dt.date(2023, 1, 10 + n), details=details)
        make.moved(sheet, "handed_in", dt.date(2023, 2, 10 + n))
    return found


def agency(name: str) -> dict[str, Any]:
    return {"organisation": make.organisation(name, "agency")}


def target(**more: Any) -> dict[str, Any]:
    shared = {"title": "服务覆盖率", "comparison": ">=", "target": Decimal("80.00"), "measure": "%", "figure": ""}
    return shared | more


def whole(details: dict[str, Any], *steps: tuple[str, str, Data], **more: Any) -> Life:
    """Of the district's own register: an officer opens it."""
    return Life(about=None, opener="officer", details=lambda: dict(details), steps=lambda: list(steps), **more)


def row(model: Any, **values: Any) -> Any:
    return model(number=1, name="无障碍设施", maximum=Decimal("5.0"), **values)


MEASURED = {"amount": Decimal("85.00"), "reason": "年度统计表"}
LIVES: dict[str, Life] = {
    "recovery": Life(
        details=overpayment,
        opener="officer",
        opening=lambda: {"amount": Decimal("100.00")},
        steps=lambda: [
            ("recovered", "finance", {"amount": Decimal("60.00")}),
            ("transferred", "officer", {"amount": Decimal("10.00"), "detail": "court"}),
            ("waived", "director", {"amount": Decimal("30.00"), "reason": "确无偿还能力"}),
        ],
    ),
    "social_insurance": grant(
        {"work": "flexible", "pension": True, "medical": True, "unemployment": False, "premium": Decimal("1203.50")},
        ("premium", "clerk", lambda day: {"for_month": first_of_month(day), "amount": Decimal("1263.20")}),
    ),
    "fuel": grant({"plate": "京残00001", "bought_on": None}, month=lambda day: day.replace(month=1, day=1)),
    "home_help": grant({"declared_unemployed": True}),
    "adult_rehab": Life(
        details=lambda: {"item": "肢体训练", "price": Decimal("120.00"), "planned_sessions": 20},
        steps=lambda: [
            ("reviewed", "reviewer", {}),
            ("approved", "officer", {}),
            ("session", "clerk", {"organisation": make.organisation()}),
            ("paid", "finance", lambda day: {"for_month": first_of_month(day), "amount": Decimal("72.00")}),
            ("completed", "reviewer", {}),
        ],
    ),
    "child_rehab": Life(
        about=lambda: make.person("李小苗", born=dt.date(2017, 6, 1), certificate=None, suspected=True),
        details=lambda: {"guardian": "李家长", "price": Decimal("150.00"), "direction": "孤独症"},
        steps=lambda: [
            ("reviewed", "reviewer", {}),
            ("assessed", "officer_2", {"organisation": make.organisation(), "detail": "suitable"}),
            ("enrolled", "officer", {"organisation": make.organisation()}),
            (
                "attended",
                "clerk",
                lambda day: {"for_month": first_of_month(day), "quantity": 8, "organisation": make.organisation()},
            ),
            ("paid", "finance", lambda day: {"for_month": first_of_month(day), "amount": Decimal("1200.00")}),
            ("completed", "reviewer", {}),
        ],
    ),
    "device": Life(
        details=lambda: {"purpose": "mobility"},
        rows=lambda: [
            DeviceItem(catalogue=make.catalogue("crutches"), name="腋杖", quantity=1, unit="pair"),
            DeviceItem(catalogue=make.catalogue("wheelchair"), name="普通轮椅", quantity=1, unit="piece"),
        ],
        steps=lambda: [
            ("reviewed", "reviewer", {}),
            ("assessed", "officer_2", {"detail": "suitable"}),
            ("approved", "officer", {}),
            ("delivered", "clerk", {}),
            ("paid", "finance", {"amount": Decimal("660.00")}),
        ],
    ),
    "home_modification": Life(
        details=lambda: {"tenure": "owned", "needs": "坡道、扶手", "again_because": ""},
        extra=household_of,
        steps=lambda: [
            ("assessed", "reviewer", {}),
            ("designed", "reviewer", {}),
            ("built", "officer_2", {"organisation": make.organisation("安居施工队"), "amount": Decimal("9500.00")}),
            ("accepted", "officer", {}),
            ("paid", "finance", {"amount": Decimal("8550.00")}),
        ],
    ),
    "certificate_application": Life(
        about=lambda: make.person("周申请", born=dt.date(1970, 6, 1), certificate=None),
        details=lambda: {"purpose": "first", "guardian": "周家长", "former_place": ""},
        steps=lambda: [
            ("taken", "reviewer", {}),
            ("assessed", "officer_2", {"organisation": make.organisation("指定评定医院"), "detail": "42L"}),
            ("notice_posted", "reviewer", {}),
            ("approved", "officer", lambda day: {"on": day + dt.timedelta(days=10)}),
            ("issued", "officer", lambda day: {"on": day + dt.timedelta(days=12)}),
        ],
    ),
    "certificate_ending": Life(
        about=lambda: make.person("钱注销"),
        details=lambda: {"ground": "own_request", "to_place": ""},
        steps=lambda: [("frozen", "reviewer", {}), ("unfrozen", "reviewer", {}), ("cancelled", "officer", {})],
    ),
    "condolence_household": Life(
        details=lambda: {"year": 2023, "occasion": "helping_day", "ground": "dibao"},
        extra=household_of,
        steps=lambda: [
            ("approved", "reviewer", {}),
            ("goods", "clerk", {"quantity": 2, "reason": "米、面"}),
            ("handed_over", "clerk", {"amount": Decimal("500.00"), "detail": "self"}),
        ],
    ),
    "condolence_student": Life(
        about=lambda: make.person("李同学", born=dt.date(2010, 6, 1)),
        details=lambda: {"year": 2023, "occasion": "school_year", "stage": "junior", "school": "某中学"},
        steps=lambda: [
            ("approved", "reviewer", {}),
            ("handed_over", "clerk", {"amount": Decimal("1000.00"), "detail": "family"}),
        ],
    ),
    "legal_aid": Life(
        details=lambda: {"matter": "labour", "form": "litigation", "facts": "单位拖欠三个月工资，有劳动合同。"},
        steps=lambda: [
            ("accepted", "officer", {}),
            ("assigned", "officer", {"organisation": make.organisation("某律师事务所"), "reason": "张律师"}),
            ("closed", "officer", {"detail": "won"}),
        ],
    ),
    "hotline_order": Life(
        about=None,
        details=lambda: {"order_number": "12345-2023-000001", "topic": "device", "content": "轮椅坏了没人修。"},
        steps=lambda: [
            ("dispatched", "officer", {}),
            ("responded", "clerk", {}),
            ("handled", "clerk", {"detail": "visited"}),
            ("concerns", "clerk", {"person": make.person("吴反映")}),
            ("answered", "clerk", {}),
            ("closed", "officer", {"detail": "resolved_satisfied"}),
        ],
    ),
    "ability_assessment": Life(
        details=lambda: {"need": "想做文员"},
        steps=lambda: [("assessed", "officer", {"detail": "suitable_now"})],
    ),
    "job_seeker": Life(
        details=lambda: {"wanted_work": "文员", "education": "senior", "wanted_form": "quota"},
        steps=lambda: [("served", "clerk", {"detail": "guidance"}), ("closed", "clerk", {"detail": "employed"})],
    ),
    "placement": Life(
        details=lambda: {"form": "quota", "contract_from": dt.date(2023, 3, 1), "contract_to": None},
        opening=lambda: {"organisation": make.organisation("京城物业公司", "employer"), "detail": "visit"},
        steps=lambda: [("confirmed", "clerk", {"quantity": 3}), ("ended", "clerk", {"detail": "resigned"})],
    ),
    "training": Life(
        details=lambda: {"course": "咖啡冲调", "starts_on": dt.date(2023, 3, 1), "hours": 40, "place": "培训教室"},
        steps=lambda: [("completed", "clerk", {"detail": "certified"})],
    ),
    "graduate": Life(
        about=lambda: make.person("赵学子", born=dt.date(2000, 6, 1)),
        details=lambda: {"school": "某大学", "graduation_year": 2023},
        opening=lambda: {"detail": "willing"},
        steps=lambda: [("employed", "clerk", {"organisation": make.organisation("京城物业公司", "employer")})],
    ),
    "job_fair": Life(
        about=None,
        details=lambda: {"title": "春季专场招聘会", "place": "区残疾人服务大楼"},
        steps=lambda: [
            ("held", "clerk", {}),
            (
                "employer_attended",
                "clerk",
                {"organisation": make.organisation("京城物业公司", "employer"), "quantity": 5},
            ),
            ("intended", "clerk", {"person": make.person("孙求职")}),
            ("closed", "clerk", {}),
        ],
    ),
    "employer_visit": Life(
        about=None,
        details=lambda: {"situation": "在职残疾人两名", "needs": ""},
        extra=lambda person: {"organisation": make.organisation("京城物业公司", "employer")},
        steps=lambda: [("vacancies_developed", "clerk", {"quantity": 4}), ("closed", "clerk", {})],
    ),
    "meeting": whole(
        {"title": "残疾预防调度会", "place": "区政府", "host": "区残工委"},
        ("minuted", "officer", {"reason": "推进预防行动计划"}),
        opening=lambda: {"detail": "dispatch"},
    ),
    "outreach": Life(
        about=None,
        details=lambda: {"title": "健康义诊", "place": "社区广场", "partner": ""},
        opening=lambda: {"detail": "clinic"},
        steps=lambda: [("attended", "clerk", {"quantity": 60, "detail": "mixed"}), ("closed", "clerk", {})],
    ),
    "research": whole(
        {"title": "就业服务课题", "method": "走访企业"},
        ("reported", "officer", {}),
        opening=lambda: {"detail": "party_group"},
    ),
    "work_item": whole(
        {"title": "服务阵地管理不够规范", "source": "问题清单"},
        ("done", "officer", {"reason": "已修订制度"}),
        opening=lambda: {"detail": "problem"},
    ),
    "barrier_free_measure": whole(
        {"title": "便民服务圈改造", "responsible": "区住建委", "due_on": None},
        ("carried_out", "officer", {"reason": "已完工"}),
    ),
    "member_unit": whole(
        {"duty": "道路无障碍"},
        ("left", "officer", {"reason": "机构调整"}),
        opening=lambda: {"detail": "department"},
        extra=lambda person: agency("模拟区住建委"),
    ),
    "association": whole(
        {"members_are": "hearing"},
        ("dissolved", "officer", {"reason": "换届合并"}),
        extra=lambda person: agency("模拟区聋人协会"),
    ),
    "institution": whole(
        {"approval": "编办批复"},
        ("named", "officer", {"reason": "模拟区康复服务中心", "detail": "approval"}),
        ("dissolved", "officer", {"reason": "机构改革"}),
        opening=lambda: {"detail": "public_institution"},
        extra=lambda person: agency("模拟区康复服务中心"),
    ),
    "warm_home": Life(
        about=None,
        details=lambda: {"address": "模拟路1号", "area": 200, "seats": 30},
        extra=lambda person: {"organisation": venue()},
        steps=lambda: [("opened", "officer", {"detail": "community"}), ("closed", "officer", {"reason": "场地到期"})],
    ),
    "rating_scheme": whole(
        {"title": "星级评估工作方案", "source": "残联财政联合发文"},
        ("adopted", "officer_2", {}),
        ("ended", "officer", {"reason": "新方案施行"}),
        rows=lambda: [row(RatingIndicator, aspect="basis")],
    ),
    "rating_sheet": whole(
        {"year": 2022, "rater": "expert", "evidence": "现场照片"},
        ("handed_in", "officer", {}),
        rows=lambda: [row(RatingScore, points=Decimal("4.5"))],
        extra=lambda person: open_home(),
    ),
    "home_rating": whole(
        {"year": 2023},
        ("rated", "officer", {"detail": "five"}),
        ("appealed", "reviewer", {"reason": "活动次数统计有误"}),
        ("appeal_decided", "officer_2", {"detail": "upheld", "reason": "已核对活动台账"}),
        ("published", "officer_2", {}),
        extra=lambda person: rated_home(),
    ),
    "home_activity": Life(
        about=None,
        details=lambda: {"title": "读书分享会", "brand": ""},
        extra=lambda person: open_home(),
        steps=lambda: [("attended", "clerk", {"quantity": 18, "detail": "disabled"}), ("closed", "clerk", {})],
    ),
    "plan_target": whole(
        target(due_year=2025), ("measured", "officer", MEASURED), ("met", "officer_2", {"reason": "统计表"})
    ),
    "national_target": whole(
        target(task="全国残疾预防重点联系地区"),
        ("measured", "officer", MEASURED),
        ("met", "officer_2", {"reason": "统计表"}),
    ),
    "performance_target": whole(
        target(aspect="satisfaction", weight=Decimal("10.00"), evaluated_year=2022, evaluation_year=2023),
        ("measured", "officer", MEASURED),
        ("scored", "officer_2", {"amount": Decimal("10.00"), "reason": "达到目标"}),
    ),
    "statement": whole(
        {
            "figure": "finance.procurement",
            "year": 2023,
            "value": Decimal("1647930.61"),
            "source": "2023年部门决算说明",
            "wording": "政府采购项目决算资金1647930.61元",
            "remark": "",
        },
        ("confirmed", "director", {}),
    ),
}
