"""Plans the next rows of a workbook while these are written: Python works here, PostgreSQL there."""

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from services.ledger import bulk

logger = logging.getLogger(__name__)
SWITCH = 0.0005  # seconds after which the thread that computes lets the one go on whose answer has come


@contextmanager
def meanwhile(read: Callable[[], Any]) -> Iterator[list[Any]]:
    """Runs `read`, which writes nothing, in a thread on this connection and in this transaction while the block runs.

    Yields a list that holds its result when the block is left. It stays empty when it failed, as it does when a
    statement of the block was refused: read again then, in the open. The two take turns at the connection.
    """
    here, lock, found = connections[DEFAULT_DB_ALIAS], threading.RLock(), []
    context = copy_context()

    def run() -> None:
        connections[DEFAULT_DB_ALIAS] = here
        try:
            found.append(context.run(read))
        except Exception as error:
            logger.info("what was read ahead is read again: %s", type(error).__name__)
        finally:
            del connections[DEFAULT_DB_ALIAS]

    def in_turn(execute: Callable, *statement: Any) -> Any:
        with lock:
            return execute(*statement)

    thread, before, turn = threading.Thread(target=run, daemon=True), sys.getswitchinterval(), bulk.turn.set(lock)
    sys.setswitchinterval(SWITCH)
    here.inc_thread_sharing()
    try:
        with here.execute_wrapper(in_turn):
            thread.start()
            try:
                yield found
            finally:
                thread.join()
    finally:
        here.dec_thread_sharing()
        sys.setswitchinterval(before)
        bulk.turn.reset(turn)
