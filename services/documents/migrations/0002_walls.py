from django.db import migrations

from accounts.confinement import Confine

RIGHTS = "SELECT, INSERT, UPDATE (withdrawn_at, withdrawn_by_id, reason)"


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("cases", "0004_walls_of_decisions")]
    operations = [Confine("documents_document", rights=RIGHTS, follows=("case_id", "cases_case"))]
