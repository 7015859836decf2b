"""From what a request says of a person to the row: only of the scope in force, and nothing told about other streets."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.scoping import scope_required
from services.people import crypto
from services.people.actions import parse_id_number, refuse_if_elsewhere
from services.people.models import Person

NOT_FOUND = _("没有这个人，或者不在您的街道。请核对，或先登记此人。")


def person_of(by: User, key: UUID, pointer: str = "person") -> Person:
    """RuleBroken at `pointer` when the scope has no such person."""
    person = Person.objects.visible_to(by).filter(pk=key).first()
    if person is None:
        raise RuleBroken("person.not_there", NOT_FOUND, pointer)
    return person.standing()


def people_of(by: User, keys: list[UUID], pointer: str) -> list[Person]:
    """Each in turn; every missing one is reported at `pointer/index`."""
    found, problems = [], []
    for index, key in enumerate(keys):
        try:
            found.append(person_of(by, key, f"{pointer}/{index}"))
        except RuleBroken as error:
            problems += error.problems
    if problems:
        raise RuleBroken("person.not_there", NOT_FOUND, problems=problems)
    return found


def person_of_number(by: User, id_number: str) -> Person:
    """Malformed for a wrong number; RuleBroken when it is not registered; Conflict when it is in another street."""
    number = parse_id_number(id_number).number
    index = crypto.blind_index(number, purpose="id_number")
    if person := Person.objects.visible_to(by).filter(id_index=index).first():
        return person.standing()
    refuse_if_elsewhere(by=by, purpose="id_number", index=index, pointer="id_number")
    raise RuleBroken("person.not_registered", _("这个证件号还没有登记。请先登记此人，再为其办理。"), "id_number")


def streets_of(by: User, indexes: Sequence[bytes]) -> list[str | None]:
    """For each number the street in which it is registered, "" for none, None where the hourly limit was reached.

    For numbers that the scope does not show; each find is logged as one look-up.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, street FROM streets_of_numbers(%s)", [list(indexes)])
        rows = cursor.fetchall()
    found: list[str | None] = [""] * len(indexes)
    for place, street in rows:
        if street is None:
            found[place - 1 :] = [None] * (len(indexes) - place + 1)
            break
        found[place - 1] = street
        audit.refuse(by=by, action="person.looked_up_elsewhere", target=street, street=scope_required().street)
    return found


def chosen_person(by: User, given: dict[str, Any]) -> Person:
    """The person that `person` or `id_number` of a body names."""
    if "person" in given:
        return person_of(by, given["person"])
    return person_of_number(by, given["id_number"])
