"""Of what changed and of what is written out, a city system is told what it was granted to read.

Entries and cases by the kind of case; people, certificates, households, residences and circumstances together as
people.read; organisations are no secret.
"""

from django.db.models import Case as Choice
from django.db.models import Exists, Func, OuterRef, Q, QuerySet, TextField, UUIDField, Value, When
from django.db.models.functions import Cast, Coalesce

from accounts.grants import kinds, readable
from accounts.roles import is_granted
from accounts.scoping import scope_required
from services.cases.models import Case

PEOPLE, ORGANISATION = "person.view", "organisation"


def granted_entries(rows: QuerySet) -> QuerySet:
    """Of entries of the ledger. The first word of a code is the kind of case, if it is about one; a void is about what
    it voids."""
    scope = scope_required()
    if scope.grants is None:
        return rows
    first_word = Func(
        Coalesce("voids__code", "code"), Value("."), Value(1), function="split_part", output_field=TextField()
    )
    rows, known = rows.alias(about=first_word), readable(scope.grants)
    if is_granted(scope, PEOPLE):
        return rows.exclude(about__in=[kind.code for kind in kinds() if kind.code not in known])
    return rows.filter(about__in=known)


def granted_changes(rows: QuerySet) -> QuerySet:
    """Of changes of master data, which do not say of what kind a case is."""
    scope = scope_required()
    if scope.grants is None:
        return rows
    case = Choice(When(what="case", then=Cast("key", UUIDField())))
    mine = Exists(Case.objects.visible_to(scope.user).filter(pk=OuterRef("case_key")))
    others = ~Q(what="case") if is_granted(scope, PEOPLE) else Q(what=ORGANISATION)
    return rows.alias(case_key=case).filter(others | Q(mine))
