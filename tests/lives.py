"""The life of every kind as data: what its form asks for, and its steps to the end with who takes them.

Used by the life tests, the scoping matrix, the API tests and the browser tests. A test demands one for every kind.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from services.devices.models import DeviceItem
from services.people.models import Person
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
        return self.details(subject["person"]) if self.opener == "officer" else self.details()

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
}
