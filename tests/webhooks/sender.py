"""A worker that pushes events until it is killed: `python -m tests.webhooks.sender LIMIT LEASE` (seconds).

The delays between attempts are those of a test, and as many of them as it takes.
"""

import sys
import time
from datetime import timedelta
from functools import partial

import django

django.setup()

from services.webhooks import runner, sending  # noqa: E402

if __name__ == "__main__":
    runner.post = partial(sending.post, limit=float(sys.argv[1]))  # type: ignore[assignment]
    runner.LEASE = timedelta(seconds=float(sys.argv[2]))
    runner.SCHEDULE = (0.05,) * 1_000  # type: ignore[assignment]
    while True:
        runner.push(1.0)
        time.sleep(0.02)
