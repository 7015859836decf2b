"""What must hold of payments, as sentences that name the record; for `manage.py verify`."""

from collections.abc import Iterator

from django.db import connection

from services.payments.actions import content_hash
from services.payments.models import Batch

SENTENCES = {
    "ledger entry {}: it counts a payment, but belongs to none": (
        "SELECT e.id FROM ledger_entry e WHERE e.code LIKE '%%.paid' AND e.voided_at IS NULL AND e.voids_id IS NULL"
        " AND NOT EXISTS (SELECT FROM payments_payment p WHERE p.entry_id = e.id AND p.state = 'paid')"
    ),
    "payment {}: it is paid, but its entry does not stand or says otherwise": (
        "SELECT p.id FROM payments_payment p LEFT JOIN ledger_entry e ON e.id = p.entry_id"
        " WHERE p.state = 'paid' AND (e.id IS NULL OR e.voided_at IS NOT NULL OR e.amount <> p.amount"
        " OR e.case_id <> p.case_id OR e.happened_on <> p.result_on)"
    ),
    "payment {}: its lines do not sum to its amount": (
        "SELECT p.id FROM payments_payment p WHERE p.lines <> '[]' AND p.amount <>"
        " (SELECT sum((line ->> 'amount')::numeric) FROM jsonb_array_elements(p.lines) AS line)"
    ),
    "batch {}: count or total do not agree with its payments": (
        "SELECT b.id FROM payments_batch b WHERE b.state NOT IN ('prepared', 'cancelled') AND (b.count, b.total) <>"
        " (SELECT count(*), coalesce(sum(p.amount), 0) FROM payments_payment p"
        " WHERE p.batch_id = b.id AND p.line_no IS NOT NULL)"
    ),
}


def problems() -> Iterator[str]:
    """Runs in the district's scope; lazily."""
    for sentence, sql in SENTENCES.items():
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} ORDER BY 1".replace("%%", "%"))
            keys = [key for (key,) in cursor.fetchall()]
        yield from (sentence.format(key) for key in keys)
    for batch in Batch.objects.exclude(content_hash="").order_by("pk"):
        if content_hash(batch) != batch.content_hash:
            yield f"batch {batch.pk}: its content is not the one that was checked"
