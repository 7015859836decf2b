from celery import shared_task

from accounts.clients import actions, usage


@shared_task(name="accounts.clients.tasks.write_use")
def write_use() -> int:
    """Once a minute: what clients asked for, from Redis into the database; how many rows."""
    rows = usage.rows()
    actions.keep_use(rows=rows)
    return len(rows)
