"""What the migration of a kind needs: its tables behind their walls, and whom its cases may be about."""

from django.db.migrations.operations.special import RunSQL

from accounts.confinement import Confine

SUBJECTS = {
    "person": "person_id IS NOT NULL AND household_id IS NULL",
    "household": "household_id IS NOT NULL",
    "organisation": "organisation_id IS NOT NULL AND person_id IS NULL AND household_id IS NULL",
    "none": "person_id IS NULL AND household_id IS NULL",
}


class KindTable(Confine):
    """The small table beside the case (key case_id), or a table of detail rows (key id, column case_id)."""

    def __init__(self, table: str, *, rights: str = "SELECT, INSERT, UPDATE") -> None:
        super().__init__(table, rights=rights, follows=("case_id", "cases_case"))


class AboutSubject(RunSQL):
    """Cases of `kind` are about a person, a household, an organisation, or (activities) none of them."""

    def __init__(self, kind: str, subject: str) -> None:
        sql = (
            f"ALTER TABLE cases_case ADD CONSTRAINT {kind}_is_about_{subject}"
            f" CHECK (kind <> '{kind}' OR ({SUBJECTS[subject]}))"
        )
        super().__init__([sql], reverse_sql=RunSQL.noop)
