"""A worker process: `python -m tests.workbooks.worker LEASE_SECONDS JOB_ID...` runs these jobs in turn."""

import sys
from datetime import timedelta
from uuid import UUID

import django

from deploy.celery import app  # noqa: F401

django.setup()

from services.jobs import lease, runner  # noqa: E402

if __name__ == "__main__":
    lease.LEASE, lease.SHOW_EVERY = timedelta(seconds=float(sys.argv[1])), 0.0
    for job_id in sys.argv[2:]:
        runner.run(UUID(job_id))
