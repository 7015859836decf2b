from services.policy.data import TERMS


def load_new(apps, schema_editor):
    """The delivered terms whose code is new; what the office has changed since stays."""
    table = apps.get_model("policy", "Policy").objects.using(schema_editor.connection.alias)
    known = set(table.values_list("code", flat=True))
    rows = [term._asdict() for term in TERMS if term.code not in known]
    table.bulk_create(
        table.model(valid_from=row.pop("since"), valid_to=row.pop("after") or None, **row) for row in rows
    )
