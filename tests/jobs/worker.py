"""A worker process with the tests' own jobs.

`python -m tests.jobs.worker LEASE_SECONDS JOB_ID...` runs these jobs in turn, without Celery;
`celery -A tests.jobs.worker worker` is a real one.
"""

import sys
from datetime import timedelta
from uuid import UUID

import django

from deploy.celery import app  # noqa: F401 - what `celery -A` looks for

django.setup()

from services.jobs import lease, runner  # noqa: E402
from tests.jobs import work  # noqa: E402

work.register_all()
if __name__ == "__main__":
    lease.LEASE, lease.SHOW_EVERY = timedelta(seconds=float(sys.argv[1])), 0.0
    for job_id in sys.argv[2:]:
        runner.run(UUID(job_id))
