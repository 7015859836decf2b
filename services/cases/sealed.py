"""A text column that is kept encrypted: what a case is about, in words that nobody but its handlers shall read.

In Python and in forms it is a text; in the database it is sealed, bound to its table, column and row (crypto.py), so
it can neither be searched nor read from a dump. The row's key must be there before the row is written.
"""

from typing import Any

from django.db import models

from services.people import crypto


class _Opener:
    """The attribute: sealed bytes as they were read are opened on first use and kept as text."""

    def __init__(self, field: "SealedText") -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type | None = None) -> Any:
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:  # deferred
            row.refresh_from_db(fields=[name])
        if isinstance(value := row.__dict__[name], bytes | memoryview):
            value = row.__dict__[name] = crypto.decrypt(value, **self.field.place(str(row.pk)))
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class SealedText(models.TextField):
    """Give `max_length` for the forms; there is no lookup on it."""

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opener(self))

    def place(self, row: str) -> dict[str, str]:
        return {"table": self.model._meta.db_table, "column": self.name, "row": row}

    def seal(self, text: str, row: str) -> bytes:
        return crypto.encrypt(text, **self.place(row))

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def pre_save(self, row: models.Model, add: bool) -> bytes:
        return self.seal(getattr(row, self.attname), str(row.pk))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Only what `seal` gave is written, also by an update: never the text itself."""
        if isinstance(value, str):
            raise TypeError(f"{self.model._meta.label}.{self.name} is written sealed")
        return value if prepared or value is None else connection.Database.Binary(value)

    def get_lookup(self, name: str) -> Any:
        """Sealed texts are equal to nothing: a search would be silently empty."""
        return super().get_lookup(name) if name == "isnull" else None
