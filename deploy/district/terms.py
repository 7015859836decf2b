"""The policy terms that a programme looks at, as they stand in the database on the first day of the years."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from deploy.district.people import Resident
from services.employment import rules
from services.policy.models import Policy


@dataclass(frozen=True)
class Terms:
    home_help_age_from: Decimal
    home_help_age_below: Decimal
    home_help_monthly: Decimal
    fuel_yearly: Decimal
    child_rehab_age_below: Decimal
    adult_rehab_age_from: Decimal
    working_age_from: Decimal
    working_age_male_below: Decimal
    working_age_female_below: Decimal

    @classmethod
    def on(cls, day: dt.date) -> "Terms":
        """Field `home_help_monthly` is term `home_help.monthly`."""
        groups = ("home_help", "fuel", "child_rehab", "adult_rehab", "working_age")
        values = {}
        for name in cls.__annotations__:
            group = next(g for g in groups if name.startswith(g))
            values[name] = Policy.objects.term(name.replace(f"{group}_", f"{group}.", 1), day)
        return cls(**values)

    def working_age(self, person: Resident) -> tuple[dt.date, dt.date]:
        """[first day, first day after)."""
        below = self.working_age_male_below if person.sex == "M" else self.working_age_female_below
        return (
            rules.working_age_begins(person.born, self.working_age_from),
            rules.working_age_ends(person.born, below),
        )
