"""Functions for the walls, rights on the tables without personal data, and the append-only audit."""

from django.db import migrations

from accounts.confinement import AppendOnly, Functions, Open

READ = "SELECT"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
        ("knox", "0009_extend_authtoken_field"),
    ]
    operations = [
        Functions(),
        Open("accounts_street", "SELECT, INSERT, UPDATE"),
        Open("accounts_community", "SELECT, INSERT, UPDATE"),
        Open("accounts_user", "SELECT, INSERT, UPDATE"),  # whoever wrote an entry is never deleted
        Open("accounts_user_groups"),
        Open("accounts_user_user_permissions"),
        Open("accounts_posting"),
        Open("accounts_auditentry", "INSERT, SELECT"),
        AppendOnly("accounts_auditentry"),
        Open("auth_group", READ),
        Open("auth_group_permissions", READ),
        Open("auth_permission", READ),
        Open("django_content_type", READ),
        Open("django_migrations", READ),
        Open("django_session"),
        Open("django_admin_log", READ),
        Open("knox_authtoken"),
    ]
