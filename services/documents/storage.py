"""Where the content of documents lies: one encrypted file each, under the random key of its row."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from services.people import crypto

PLACE = {"table": "document", "column": "content"}


def path_of(key: UUID) -> Path:
    return settings.FILES_DIR / key.hex[:2] / key.hex


def write(key: UUID, content: bytes) -> None:
    """Whole or not at all: written beside, flushed, renamed."""
    path = path_of(key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(crypto.encrypt_bytes(content, **PLACE, row=str(key)))
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)


def read(key: UUID) -> bytes:
    """FileNotFoundError when it is gone; DecryptionFailed when it was altered."""
    return crypto.decrypt_bytes(path_of(key).read_bytes(), **PLACE, row=str(key))


def is_there(key: UUID) -> bool:
    return path_of(key).is_file()


def older_than(seconds: float) -> Iterator[tuple[Path, UUID | None]]:
    """Files that were written so long ago, with their key (None for one that was never finished)."""
    before = time.time() - seconds
    for path in settings.FILES_DIR.glob("??/*"):
        if path.stat().st_mtime < before:
            yield path, None if path.suffix else UUID(path.name)
