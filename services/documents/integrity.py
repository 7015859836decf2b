"""Whether every document's file is where it should be."""

from collections.abc import Iterator

from services.documents import storage
from services.documents.models import Document


def problems() -> Iterator[str]:
    for key in Document.objects.order_by("pk").values_list("pk", flat=True).iterator():
        if not storage.is_there(key):
            yield f"document {key}: its file is missing"
