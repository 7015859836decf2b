"""A year taken through its publication, by whom each step belongs to."""

from accounts.models import Street
from accounts.roles import Role
from reporting import actions, catalogue
from reporting.models import Figure, Publication
from reporting.periods import year
from reporting.publishing import content_hash, passports_now, published
from tests import make

YEAR = 2023


def reviewer(street: str) -> str:
    """The name of a member of the cast who reviews in that street."""
    name = {make.STREET_A: "reviewer_a", make.STREET_B: "reviewer_b"}.get(street, f"reviewer_{street}")
    make.ROLES.setdefault(name, (street, Role.STREET_REVIEWER))
    return name


def opened(number: int = YEAR) -> Publication:
    with make.acting("officer") as by:
        one = actions.open_year(by=by, number=number)
        actions.invite(by=by, publication=one)
    return one


def confirmed_by(street: str, one: Publication, answers: dict[str, str] | None = None):
    with make.acting(reviewer(street)) as by:
        seen = content_hash(passports_now(one.year, catalogue.in_force(year(one.year))))
        return actions.confirm(by=by, publication=one, seen=seen, answers=answers or {})


def checked(number: int = YEAR) -> Publication:
    one = opened(number)
    for street in Street.objects.values_list("code", flat=True):
        confirmed_by(street, one)
    with make.acting("officer") as by:
        actions.check(by=by, publication=one)
    return one


def frozen(number: int = YEAR) -> Publication:
    one = checked(number)
    freeze(one)
    return published(number)


def ensure_frozen(number: int = YEAR) -> Publication:
    return published(number) or frozen(number)


def freeze(one: Publication) -> None:
    with make.acting("director") as by:
        actions.freeze(by=by, publication=one)


def figure(code: str, area: str = "district", version: int = 1, number: int = YEAR) -> Figure:
    with make.acting(None):
        return Figure.objects.select_related("publication").get(pk=f"{number}-{version}-{code}-{area}")


def approved(one: Publication, reason: str = "银行退回") -> None:
    """Every pending difference explained by an officer and approved by the manager."""
    from reporting.differences import pending

    with make.acting("officer") as by:
        keys = [each.figure.pk for each in pending(one)]
        made = actions.explain(by=by, publication=one, figures=keys, reason=reason)
    with make.acting("director") as by:
        actions.decide(by=by, keys=[each.pk for each in made], approve=True, answer="同意")


def corrected(one: Publication, note: str = "年后核对") -> Publication:
    """The erratum that follows `one`, frozen."""
    approved(one)
    with make.acting("officer") as by:
        made = actions.prepare_erratum(by=by, publication=one, note=note)
    freeze(made)
    return published(one.year)
