"""Jobs and their results are confined to their street; a job of the whole district (street empty) to the district.

A result follows its job by a composite key. PostgreSQL does not check such a key where a part of it is empty, so a
result with an empty street could stand beside a job of a street: the street would not see it, nobody sees more.
A result of a street beside a job of the district, or of another street, is refused.
"""

from django.db import migrations

from accounts.confinement import Confine


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("accounts", "0003_streets")]
    operations = [
        Confine("jobs_job"),
        Confine("jobs_jobfile", rights="SELECT, INSERT", follows=("job_id", "jobs_job"), key="job_id"),
    ]
