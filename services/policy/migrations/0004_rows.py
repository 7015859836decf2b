from django.db import migrations

from accounts.confinement import Open
from services.policy import holidays
from services.policy.data import EXCLUSIONS, EXCLUSIONS_SINCE, FIRST, REASONS, TERMS

# A text is ended and verified; nothing else of it ever changes.
NARROW = [
    "REVOKE UPDATE ON policy_policy FROM taizhang_common",
    "GRANT UPDATE (valid_to, verified_by) ON policy_policy TO taizhang_common",
]


def load(apps, schema_editor):
    using = schema_editor.connection.alias
    policy, exclusion, reason, holiday = (
        apps.get_model("policy", name).objects.using(using) for name in ("Policy", "Exclusion", "ReasonCode", "Holiday")
    )
    for term in TERMS[:FIRST]:
        policy.filter(code=term.code, verified_by="").update(verified_by=term.verified_by)
    names = ("code", "label", "value", "unit", "valid_from", "valid_to", "source", "verified_by")
    added = [(*term[:5], term.after or None, *term[6:]) for term in TERMS[FIRST:]]
    policy.bulk_create(policy.model(**dict(zip(names, row, strict=True))) for row in added)
    exclusion.bulk_create(
        exclusion.model(
            a=min(row.a, row.b),
            b=max(row.a, row.b),
            severity=row.severity,
            source=row.source,
            verified_by=row.verified_by,
            valid_from=EXCLUSIONS_SINCE,
        )
        for row in EXCLUSIONS
    )
    reason.bulk_create(
        reason.model(code=row.code, label=row.label, correctable=row.correctable == "yes", help=row.help)
        for row in REASONS
    )
    holiday.bulk_create(
        holiday.model(day=day, working=working, name=name, source=holidays.SOURCE)
        for year in holidays.known_years()
        for day, working, name in holidays.special_days(year)
    )


class Migration(migrations.Migration):
    dependencies = [("policy", "0003_changes_exclusions_holidays"), ("policy", "0002_walls_and_terms")]
    operations = [
        Open("policy_policychange", "SELECT, INSERT, UPDATE"),
        Open("policy_exclusion", "SELECT, INSERT, UPDATE"),
        Open("policy_reasoncode", "SELECT"),
        Open("policy_holiday"),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(NARROW, migrations.RunSQL.noop),
    ]
