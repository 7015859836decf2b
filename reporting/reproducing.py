"""Every published figure counted again as it was known when it was published: value and member list are the same."""

from collections.abc import Iterator

from reporting import catalogue
from reporting.differences import definitions
from reporting.figures import areas_in_scope, passports_of
from reporting.models import Publication
from reporting.periods import year
from reporting.publishing import as_passport, content_hash, frozen_figures, is_same_number


def problems() -> Iterator[str]:
    """One sentence per passport that is not what its records give, and per publication that is not what was checked.
    Runs in the district's scope."""
    for publication in Publication.objects.filter(state=Publication.State.FROZEN).order_by("year", "version"):
        yield from _of(publication)


def _of(publication: Publication) -> Iterator[str]:
    rows = frozen_figures(publication)
    if content_hash(as_passport(row) for row in rows.values()) != publication.content_hash:
        yield f"publication {publication.year} version {publication.version}: its passports are not what was checked"
    figures, period = definitions(publication), year(publication.year)
    again = passports_of(figures, period, publication.known_at, publication.basis, areas_in_scope())
    counted = {(one["code"], one["area"]): one for one in again}
    for (code, area), row in sorted(rows.items()):
        if catalogue.version(code, row.version) is None:
            yield f"passport {row.pk}: version {row.version} of its definition is no longer declared"
        elif not is_same_number(found := as_passport(row), now := counted[code, area]):
            same = " of other members" if found["value"] == now["value"] else ""
            yield f"passport {row.pk}: published {found['value']}, its records give {now['value']}{same}"
