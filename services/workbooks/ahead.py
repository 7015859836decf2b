"""Plans the next rows of a workbook while these are written: Python works here, PostgreSQL there."""

import logging
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from itertools import pairwise
from typing import Any, Self, TypeVar

from django.db import connection, connections

from accounts.scoping import enter, scope_required

T = TypeVar("T")
logger = logging.getLogger(__name__)
SHORT = 4  # the first part is so many times shorter: nothing is written while it is planned
SWITCH = 0.0005  # seconds after which the thread that computes lets the one go on whose answer has come


def parts(rows: list[T], at_once: int) -> Iterator[tuple[list[T], list[T]]]:
    """Each part of the rows together with the one that follows it."""
    starts = [0, *range(max(at_once // SHORT, 1), len(rows), at_once), len(rows)]
    found = [rows[start:end] for start, end in pairwise(starts)] if rows else []
    return pairwise([*found, rows[:0]])


class Ahead:
    """A thread with a connection of its own, which therefore sees what was committed alone.

    Within an open transaction it does nothing: what was written there it would not see.
    """

    def __init__(self) -> None:
        self._pool = None if connection.in_atomic_block else ThreadPoolExecutor(max_workers=1)
        self._next: Future | None = None
        self._before = sys.getswitchinterval()

    def __enter__(self) -> Self:
        if self._pool:
            sys.setswitchinterval(SWITCH)
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool:
            sys.setswitchinterval(self._before)
            self._pool.submit(connections.close_all)
            self._pool.shutdown()

    def begin(self, read: Callable[[], Any]) -> None:
        """Runs `read`, which must write nothing, in the scope in force."""
        if self._pool:
            self._next = self._pool.submit(copy_context().run, _in_scope, read)

    def take(self) -> Any:
        """What was begun last. None when there is nothing or when it failed: read again then, in the open."""
        begun, self._next = self._next, None
        try:
            return begun and begun.result()
        except Exception as error:
            logger.info("what was read ahead is read again: %s", type(error).__name__)
            return None


def _in_scope(read: Callable[[], Any]) -> Any:
    with enter(scope_required()):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        return read()
