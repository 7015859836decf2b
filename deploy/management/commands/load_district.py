"""`manage.py load_district`: the synthetic district, whose figures are known by construction."""

import argparse
import time
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from accounts.scoping import enter, system_scope
from deploy.district import loading, targets
from deploy.district.cohorts import TooFewPeople
from deploy.district.people import Numbers
from services.cases.models import Case
from services.ledger import sealing
from services.ledger.models import Entry
from services.people.models import Person

FEWEST = 400
CREDIT_CODES_EACH = 10_000


class Command(BaseCommand):
    help = (
        "Loads a synthetic district whose figures of the last year equal the seed report's. Each district is one"
        " transaction: after a kill nothing of it is there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=targets.PEOPLE, help="certificate holders at the end")
        parser.add_argument("--years", type=int, nargs="+", default=[2022, 2023], help="consecutive years")
        parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same names and figures")
        parser.add_argument("--scale", type=int, default=1, help="so many districts side by side (a city is about 20)")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are cases")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ALLOW_SYNTHETIC_ID:
            raise CommandError("Made-up people are loaded only where ALLOW_SYNTHETIC_ID=1.")
        self._refuse_bad(argparse.Namespace(**options))
        with enter(system_scope()):
            cases = Case.objects.exists()
            anything = cases or Person.objects.exists() or Entry.objects.exists()
        if cases and options["if_empty"]:
            return self.stdout.write("There are cases already; the district is not loaded.")
        if anything:
            raise CommandError("The database is not empty. The district is loaded into an empty one only.")
        self._load(options)

    def _refuse_bad(self, options: argparse.Namespace) -> None:
        years = sorted(options.years)
        if options.people < FEWEST:
            raise CommandError(f"--people: at least {FEWEST}, or some programmes have nobody.")
        if years != list(range(years[0], years[-1] + 1)):
            raise CommandError("--years: consecutive years, for instance 2022 2023.")
        if options.scale < 1:
            raise CommandError("--scale: 1 or more.")

    def _load(self, options: dict[str, Any]) -> None:
        began, numbers, done = time.monotonic(), Numbers(), []

        def report(text: str) -> None:
            if options["verbosity"]:
                self.stdout.write(f"{time.monotonic() - began:6.1f} s  {text}")
                self.stdout.flush()

        for n in range(options["scale"]):
            try:
                with enter(system_scope()):
                    done.append(
                        loading.load(
                            size=options["people"],
                            years=options["years"],
                            seed=(options["seed"], n),
                            numbers=numbers,
                            begin=n * CREDIT_CODES_EACH,
                            report=report,
                        )
                    )
            except TooFewPeople as error:
                raise CommandError(f"{error}. Nothing was loaded; try more --people or another --seed.") from None
        _analyze()
        report("statistics are made")
        with enter(system_scope()):
            sealed = sealing.seal()
        report(f"{sealed:,} ledger entries are sealed")
        if options["verbosity"]:
            self._print(done, sorted(options["years"]))

    def _print(self, done: list[loading.Loaded], years: list[int]) -> None:
        sums: dict[int, Counter] = {year: sum((Counter(one.facts[year]) for one in done), Counter()) for year in years}
        self.stdout.write("\nFigures by construction, counted from the generated rows:")
        self.stdout.write("  fact      " + "".join(f"{year:>9}" for year in years))
        for fact in sums[years[-1]]:
            self.stdout.write(f"  {fact:<10}" + "".join(f"{sums[year][fact]:>9,}" for year in years))
        rates = (sums[y]["employed"] / (sums[y]["employed"] + sums[y]["seeking"]) for y in years)
        self._print_spending(done, years)
        self.stdout.write("  E1 (%)    " + "".join(f"{100 * rate:>9.3f}" for rate in rates))

    def _print_spending(self, done: list[loading.Loaded], years: list[int]) -> None:
        for kind in sorted({kind for one in done for kind, _year in one.spent}):
            sums = (sum(one.spent.get((kind, year), 0) for one in done) for year in years)
            self.stdout.write(f"  {kind:<18} paid" + "".join(f"{total:>17,.2f}" for total in sums))


def _analyze() -> None:
    """Statistics for the planner; only the owner may make them."""
    if "owner" in connections:
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE")
        connections["owner"].close()
