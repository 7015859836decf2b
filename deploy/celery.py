"""Celery only wakes what stands as a row in PostgreSQL (services/jobs); Redis may lose everything."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init
from django.db import connections

from accounts.confinement import refuse_unconfined

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")

app = Celery("taizhang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep lost jobs": {"task": "services.jobs.tasks.sweep", "schedule": 10.0, "options": {"expires": 10.0}},
    "push events": {"task": "services.webhooks.tasks.push", "schedule": 5.0, "options": {"expires": 5.0}},
    "forget delivered events": {"task": "services.webhooks.tasks.forget", "schedule": crontab(hour="4", minute="10")},
    "begin due schedules": {"task": "reporting.tasks.begin_due", "schedule": 600.0, "options": {"expires": 600.0}},
    "write what clients asked for": {
        "task": "accounts.clients.tasks.write_use",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "drop old drafts": {
        "task": "services.desk.tasks.drop_expired",
        "schedule": 86400.0,
        "options": {"expires": 3600.0},
    },
    "forget old workbooks": {"task": "services.workbooks.tasks.forget", "schedule": 3600.0},
    "forget old exchanges": {"task": "services.bulk.tasks.forget", "schedule": 3600.0},
    "remove files without a row": {"task": "services.documents.tasks.sweep", "schedule": 3600.0},
    "seal the ledger": {"task": "services.ledger.tasks.seal", "schedule": 60.0, "options": {"expires": 60.0}},
    "renew kept figures": {"task": "reporting.tasks.renew", "schedule": 60.0, "options": {"expires": 60.0}},
    "check kept figures": {"task": "reporting.tasks.check_kept", "schedule": crontab(hour="3", minute="20")},
}


@worker_init.connect
def check_walls(**_: Any) -> None:
    """The worker does not serve without walls either. The children of its pool open connections of their own."""
    refuse_unconfined()
    connections.close_all()
