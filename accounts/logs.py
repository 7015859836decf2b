"""What a log may hold. Whatever looks like an ID number is hidden, also one that a client wrote into an address."""

import logging
import re
from typing import Any

NUMBER = re.compile(r"\d{15,}[Xx]?")


def without_numbers(text: str) -> str:
    """Runs of fifteen digits and more (ID, certificate and account numbers) as stars."""
    return NUMBER.sub(lambda found: "*" * len(found[0]), text)


class Formatter(logging.Formatter):
    """Hides them in the message and in the text of an exception; the id of a request is none and stays whole."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = without_numbers(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:
        return without_numbers(super().formatException(ei))
