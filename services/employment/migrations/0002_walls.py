from django.db import migrations

from services.cases.walls import AboutSubject, KindTable

EMPLOYER = "ALTER TABLE cases_case ADD CONSTRAINT placement_has_an_employer" + (
    " CHECK (kind <> 'placement' OR organisation_id IS NOT NULL)"
)


class Migration(migrations.Migration):
    dependencies = [("employment", "0001_initial"), ("cases", "0002_walls"), ("ledger", "0002_triggers")]
    operations = [
        KindTable("employment_abilityassessment"),
        KindTable("employment_jobseeker"),
        KindTable("employment_placement"),
        KindTable("employment_training"),
        KindTable("employment_graduate"),
        KindTable("employment_jobfair"),
        KindTable("employment_employervisit"),
        AboutSubject("ability_assessment", "person"),
        AboutSubject("job_seeker", "person"),
        AboutSubject("placement", "person"),
        AboutSubject("training", "person"),
        AboutSubject("graduate", "person"),
        AboutSubject("job_fair", "none"),
        AboutSubject("employer_visit", "organisation"),
        migrations.RunSQL([EMPLOYER], migrations.RunSQL.noop),
    ]
