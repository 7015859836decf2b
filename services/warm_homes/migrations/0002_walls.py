from django.db import migrations

from services.cases.walls import AboutSubject, KindTable


class Migration(migrations.Migration):
    dependencies = [("warm_homes", "0001_initial"), ("cases", "0002_walls"), ("ledger", "0002_triggers")]
    operations = [
        KindTable("warm_homes_warmhome"),
        KindTable("warm_homes_ratingscheme"),
        KindTable("warm_homes_ratingindicator"),
        KindTable("warm_homes_ratingsheet"),
        KindTable("warm_homes_ratingscore"),
        KindTable("warm_homes_homerating"),
        KindTable("warm_homes_homeactivity"),
        AboutSubject("warm_home", "organisation"),
        AboutSubject("rating_scheme", "none"),
        AboutSubject("rating_sheet", "organisation"),
        AboutSubject("home_rating", "organisation"),
        AboutSubject("home_activity", "organisation"),
    ]
