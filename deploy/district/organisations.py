"""Employers and providers of the district, with credit codes of the unallocated area."""

from dataclasses import dataclass
from random import Random

from deploy.district import names
from deploy.district.targets import Targets
from services.people.models import Organisation

PROVIDERS = 24
K = Organisation.Kind


@dataclass(frozen=True)
class Organisations:
    """Keys, already written: an organisation belongs to nobody, so all later rows may refer to it."""

    employers: list[int]
    providers: list[int]


def found(rng: Random, targets: Targets, begin: int) -> Organisations:
    """Enough employers for fairs, visits and placements; credit codes are numbered from `begin`."""
    wanted = 3 * max(targets["E8"], targets["E5"]) + targets["E12"] // 3 + 5
    rows = []
    for n in range(wanted + PROVIDERS):
        kind, name = (K.EMPLOYER, names.employer) if n < wanted else (K.PROVIDER, names.provider)
        code = names.credit_code(begin + n)
        rows.append(Organisation(kind=kind, name=name(rng, begin + n + 1), credit_code=code))
    keys = [row.pk for row in Organisation.objects.bulk_create(rows)]
    return Organisations(keys[:wanted], keys[wanted:])
