"""Employers and providers of the district, with credit codes of the unallocated area."""

from dataclasses import dataclass
from itertools import islice
from random import Random

from deploy.district import names
from deploy.district.targets import Targets
from services.people.models import Organisation

PROVIDERS, HOSPITALS, LAW_FIRMS = 24, 3, 4
K = Organisation.Kind


@dataclass(frozen=True)
class Organisations:
    """Keys, already written: an organisation belongs to nobody, so all later rows may refer to it."""

    employers: list[int]
    providers: list[int]
    hospitals: list[int]
    law_firms: list[int]


def found(rng: Random, targets: Targets, begin: int) -> Organisations:
    """Enough employers for fairs, visits and placements; credit codes are numbered from `begin`."""
    wanted = 3 * max(targets["E8"], targets["E5"]) + targets["E12"] // 3 + 5
    counts = (wanted, PROVIDERS, HOSPITALS, LAW_FIRMS)
    named = ((K.EMPLOYER, names.employer), *((K.PROVIDER, n) for n in (names.provider, names.hospital, names.law_firm)))
    rows: list[Organisation] = []
    for count, (kind, name) in zip(counts, named, strict=True):
        for _ in range(count):
            n = begin + len(rows)
            rows.append(Organisation(kind=kind, name=name(rng, n + 1), credit_code=names.credit_code(n)))
    keys = iter([row.pk for row in Organisation.objects.bulk_create(rows)])
    return Organisations(*(list(islice(keys, count)) for count in counts))
