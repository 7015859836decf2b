"""The cast, and builders that go through the real actions in real scopes. Nothing here writes rows by itself.

`clerk_a` and `clerk_b` are of two streets: clerk_b must not even know what clerk_a enters.
"""

import datetime as dt
import itertools
from contextlib import contextmanager
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from accounts.models import Posting, Street, User
from accounts.roles import Role
from accounts.scoping import enter, scope_of, system_scope
from services.cases import kinds, workflow
from services.cases.models import Case
from services.certificates import actions as certificates
from services.devices.models import CatalogueItem
from services.ledger.models import Entry
from services.payments import accounts, bank_file, release, settling
from services.payments import actions as payments
from services.payments.models import Account, Batch, Payment
from services.people import actions as people
from services.people import numbers
from services.people.models import Household, Organisation, Person

STREET_A, STREET_B = "110102007", "110102020"
TODAY = dt.date(2024, 1, 15)
ROLES = {
    "clerk_a": (STREET_A, Role.CLERK),
    "reviewer_a": (STREET_A, Role.STREET_REVIEWER),
    "clerk_b": (STREET_B, Role.CLERK),
    "reviewer_b": (STREET_B, Role.STREET_REVIEWER),
    "officer": (None, Role.DISTRICT_OFFICER),
    "officer_2": (None, Role.DISTRICT_OFFICER),
    "finance": (None, Role.FINANCE),
    "cashier": (None, Role.CASHIER),
    "director": (None, Role.MANAGER),
    "integrator": (None, Role.INTEGRATOR),
    "sysadmin": (None, Role.SYSTEM_ADMIN),
    "secadmin": (None, Role.SECURITY_ADMIN),
    "auditor": (None, Role.AUDIT_ADMIN),
}
PASSWORD = "correct horse battery"
_sequence = itertools.count(1)


def user(name: str) -> User:
    """A member of the cast, made on first use."""
    one, new = User.objects.get_or_create(username=name, defaults={"name": name})
    if new:
        street, role = ROLES[name]
        Posting.objects.create(user=one, street_id=street, role=role)
        one.set_password(PASSWORD)
        one.save(update_fields=["password"])
    return one


@contextmanager
def acting(name: str | None):
    """The scope of a member of the cast; None is the product itself. Gives the user."""
    one = user(name) if name else None
    with enter(scope_of(one) if one else system_scope()):
        yield one


def colleague(role: str, street: str) -> str:
    return f"{role}_{'a' if street == STREET_A else 'b'}"


def id_number(born: dt.date, sex: str = "M") -> str:
    return numbers.synthetic_id(born, sex, next(_sequence) % 500)


def person(
    name: str = "王小明",
    *,
    street: str = STREET_A,
    born: dt.date = dt.date(1985, 5, 5),
    sex: str = "M",
    certificate: str | None = "42",
    suspected: bool = False,
    identified: bool = True,
    since: dt.date = dt.date(2020, 1, 1),
) -> Person:
    """A registered person; `certificate` is category and grade, None for none."""
    number = id_number(born, sex) if identified else ""
    with acting(colleague("clerk", street)) as by:
        one = people.register_person(
            by=by,
            street=Street.objects.get(pk=street),
            name=name,
            id_number=number,
            born_on=None if identified else born,
            sex="" if identified else sex,
            suspected=suspected,
            today=TODAY,
        )
        if certificate:
            components = [(4, 2), (1, 3)] if certificate[0] == "7" else []
            certificates.register_certificate(
                by=by,
                person=one,
                number=number + certificate,
                valid_from=since,
                valid_to=since.replace(year=since.year + 10),
                lower_limb=certificate[0] == "4",
                components=components,
                today=TODAY,
            )
    return one


def household(head: Person) -> Household:
    with acting(colleague("clerk", head.street_id)) as by:
        return people.start_household(by=by, head=head, on=dt.date(2020, 1, 1))


def organisation(name: str = "京西康复服务中心", kind: str = "provider") -> Organisation:
    if found := Organisation.objects.filter(name=name).first():
        return found
    with acting("officer") as by:
        return people.register_organisation(by=by, kind=kind, name=name)


def catalogue(code: str) -> CatalogueItem:
    return CatalogueItem.objects.get(code=code, valid_to=None)


def entries(case: Case, slug: str) -> list[Entry]:
    with acting(None):
        return list(Entry.objects.filter(case=case).standing().of(f"{case.kind}.{slug}").order_by("id"))


def opened(kind: str, about: Person | None = None, *, on: dt.date = dt.date(2023, 3, 1), **values: Any) -> Case:
    """A new case of `kind` with what its form asks for (tests.lives); `values` are passed on to open_case."""
    from tests.lives import LIVES  # lives are written with these builders

    life = LIVES[kind]
    subject = life.subject(about)
    street = subject["person"].street_id if "person" in subject else values.pop("street", STREET_A)
    opener = life.opener if life.opener == "officer" else colleague(life.opener, street)
    with acting(values.pop("by", None) or opener) as by:
        return workflow.open_case(
            by=by,
            kind=kinds.get(kind),
            on=on,
            today=TODAY,
            **{
                "details": life.details_of(subject),
                "opening": life.opening(),
                "rows": life.rows(),
                "street_id": street,
                **subject,
                **values,
            },
        )


def moved(case: Case, slug: str, on: dt.date, *, by: str | None = None, **data: Any) -> Entry:
    """One step, by whom the life of the kind says."""
    from tests.lives import LIVES

    step = kinds.get(case.kind).step(slug)
    name = by or LIVES[case.kind].who(slug)
    name = colleague(name, case.street_id) if name in ("clerk", "reviewer") else name
    with acting(name) as one:
        found = Case.objects.get(pk=case.pk)
        return workflow.move(by=one, case=found, step=step, on=on, today=TODAY, **data)


def lived(kind: str, about: Person | None = None, *, until: str | None = None, **values: Any) -> Case:
    """A case taken through its life, step by step on following days, to the end or `until` a step was taken."""
    from tests.lives import LIVES

    case, day = opened(kind, about, **values), values.get("on", dt.date(2023, 3, 1))
    for slug, _who, data in LIVES[kind].steps():
        day += dt.timedelta(days=1)
        given = data(day) if callable(data) else data
        moved(case, slug, given.pop("on", day), **given)
        if slug == until:
            break
    with acting(None):
        case.refresh_from_db()
    return case


MONEY = Decimal("100.00")


# Payments: through every hand that a batch goes through.


def account(person: Person, since: dt.date = dt.date(2020, 1, 1)) -> None:
    """A bank account of a made-up number, unless there is one."""
    with acting(colleague("clerk", person.street_id)) as by:
        if not Account.objects.current().filter(person=person).exists():
            accounts.enter_account(
                by=by,
                person=person,
                bank="模拟银行",
                number=f"999999{next(_sequence):010d}",
                holder=person.name,
                on=since,
            )


def prepared(kind: str, month: dt.date, *, by: str = "finance", today: dt.date = TODAY) -> Batch:
    with acting(by) as one:
        return payments.prepare(by=one, kind=kind, month=month, today=today)


def through(batch: Batch, *steps: str) -> Batch:
    """The batch taken through `steps` of check, approve, release, send, each by whom it belongs to."""
    for step in steps:
        name = {"check": "officer", "approve": "director"}.get(step, "cashier")
        with acting(name) as by:
            match step:
                case "check":
                    payments.check(by=by, batch=batch)
                case "approve":
                    payments.approve(by=by, batch=batch)
                case "release":
                    release.release(by=by, batch=batch)
                case "send":
                    release.run(SimpleNamespace(args={"batch": batch.pk}, user=by))
    with acting(None):
        batch.refresh_from_db()
    return batch


def result_file(batch: Batch, on: dt.date, *, returned: tuple[str, ...] = ()) -> bytes:
    """The bank's answer to a released batch, as csv; the payments of these numbers came back."""
    lines = [",".join(settling.HEADINGS)]
    with acting(None):
        for _n, number, payee, _bank, _account, amount, _purpose in bank_file.rows(batch):
            back = number in returned
            values = (number, payee, amount, "失败" if back else "成功", "账户已销户" if back else "", on)
            lines.append(",".join(map(str, values)))
    return "\n".join(lines).encode()


def settled(batch: Batch, on: dt.date, *, returned: tuple[str, ...] = ()) -> Batch:
    content = result_file(batch, on, returned=returned)
    with acting("finance") as by:
        settling.settle(by=by, batch=batch, filename="r.csv", content=content, today=max(on, TODAY))
        batch.refresh_from_db()
    return batch


def paid(case: Case, month: dt.date, on: dt.date) -> Payment:
    """A payment of `case` that the bank confirmed."""
    account(case.person)
    settled(through(prepared(case.kind, month), "check", "approve", "release", "send"), on)
    with acting(None):
        return Payment.objects.get(case=case, state=Payment.State.PAID, for_month=month)
