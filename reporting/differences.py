"""After a year is published, records go on: which published figures would count otherwise now, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.scoping import scope_required
from reporting import catalogue
from reporting.models import Difference, Figure, Publication
from reporting.publishing import Passport, frozen_figures, passports_now, typed


@dataclass(frozen=True)
class Pending:
    """A published figure and what it counts now; `decision` is of exactly this member list."""

    figure: Figure
    now: Passport
    decision: Difference | None

    @property
    def declared(self) -> catalogue.Figure:
        found = catalogue.version(self.figure.code, self.figure.version)
        assert found is not None  # `pending` leaves out what is no longer declared
        return found

    @property
    def value(self) -> Any:
        return typed(self.declared, self.figure.value)

    @property
    def is_approved(self) -> bool:
        return self.decision is not None and self.decision.state == Difference.State.APPROVED


def definitions(publication: Publication) -> list[catalogue.Figure]:
    """The definitions by which a publication counted, whatever is in force since; what is no longer declared lacks."""
    pairs = set(Figure.objects.filter(publication=publication).values_list("code", "version").distinct())
    declared = [figure for figure in catalogue.declared() if (figure.code, figure.version) in pairs]
    order = list(catalogue.PROGRAMMES)
    return sorted(declared, key=lambda figure: order.index(figure.programme))


def pending(publication: Publication) -> list[Pending]:
    """Published figures of the scope in force whose members differ now, in the order of the summary."""
    frozen = frozen_figures(publication)
    now = passports_now(publication.year, definitions(publication))
    changed = [
        (frozen[one["code"], one["area"]], one)
        for one in now
        if (row := frozen.get((one["code"], one["area"]))) and row.member_hash != one["member_hash"]
    ]
    decided = _decisions([row for row, _now in changed])
    return [Pending(row, one, decided.get((row.pk, one["member_hash"]))) for row, one in changed]


def _decisions(figures: Sequence[Figure]) -> dict[tuple[str, str], Difference]:
    """The latest word on each figure and member list."""
    rows = Difference.objects.visible_to(scope_required().user).filter(figure__in=figures).order_by("pk")
    return {(row.figure_id, row.member_hash): row for row in rows.select_related("proposed_by", "decided_by")}
