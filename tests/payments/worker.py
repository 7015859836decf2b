"""A worker that runs release jobs in turn, to be killed: `python -m tests.payments.worker LEASE_SECONDS JOB_ID...`."""

import sys
from datetime import timedelta
from uuid import UUID

import django

django.setup()

from services.jobs import lease, runner  # noqa: E402

if __name__ == "__main__":
    lease.LEASE, lease.SHOW_EVERY = timedelta(seconds=float(sys.argv[1])), 0.0
    for job_id in sys.argv[2:]:
        runner.run(UUID(job_id))
