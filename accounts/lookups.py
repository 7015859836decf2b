"""`column__any=values`: as `__in`, sent as one array. For thousands of values it takes a tenth of the time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Field, ForeignObject, Lookup


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    lookup_name = "any"

    def get_prep_lookup(self) -> list[Any]:
        return list(self.rhs)

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, Sequence[Any]]:
        """Arrays of keys and of hashes as one text: the driver looks at each value for what it would have to quote."""
        kinds = {type(one) for one in value}
        if kinds == {UUID}:
            return "%s::uuid[]", ["{" + ",".join([one.hex for one in value]) + "}"]
        if kinds == {bytes}:
            return "%s::bytea[]", ['{"' + '","'.join(["\\\\x" + one.hex() for one in value]) + '"}']
        return "%s", [value]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Sequence[Any]]:
        column, given = self.process_lhs(compiler, connection)
        values, more = self.process_rhs(compiler, connection)
        return f"{column} = ANY({values})", [*given, *more]
