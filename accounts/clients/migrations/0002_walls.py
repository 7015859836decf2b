"""No personal data here; tokens are read before there is a scope. Clients and secrets are never deleted."""

from django.db import migrations

from accounts.confinement import Open


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_answered_requests"),
        ("clients", "0001_clients"),
    ]
    operations = [
        Open("clients_client", "SELECT, INSERT, UPDATE"),
        Open("clients_secret", "SELECT, INSERT, UPDATE"),
        Open("clients_token", "SELECT, INSERT, DELETE"),
        Open("clients_use", "SELECT, INSERT, UPDATE"),
    ]
