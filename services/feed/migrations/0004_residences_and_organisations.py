from django.db import migrations

from accounts.models import DISTRICT_ITSELF
from services.feed.watching import Watched


class Migration(migrations.Migration):
    """Organisations stand in no street and are no secret: every street is told of them."""

    dependencies = [("feed", "0003_watched_tables"), ("people", "0008_external_numbers_of_people")]
    operations = [
        Watched("people_residence", "residence"),
        Watched("people_organisation", "organisation", street=DISTRICT_ITSELF),
        migrations.RunSQL(
            "CREATE POLICY of_no_street ON feed_change FOR SELECT TO taizhang_street USING (what = 'organisation')",
            migrations.RunSQL.noop,
        ),
    ]
