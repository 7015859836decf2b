from django.db import migrations

from accounts.confinement import AppendOnly, Confine, Open
from services.feed.sql import EPOCH


class Migration(migrations.Migration):
    """The triggers of watched tables write changes as their owner; nobody else has the right to."""

    dependencies = [("feed", "0001_initial"), ("accounts", "0003_streets")]
    operations = [
        Confine("feed_change", rights="SELECT"),
        AppendOnly("feed_change"),
        Open("feed_epoch", "SELECT"),
        AppendOnly("feed_epoch"),
        migrations.RunSQL(
            [
                "GRANT INSERT ON feed_epoch TO taizhang_district",
                "INSERT INTO feed_epoch (token) VALUES (gen_random_uuid())",
                EPOCH,
            ],
            migrations.RunSQL.noop,
        ),
    ]
