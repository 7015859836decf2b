"""What a log may hold. Whatever looks like an ID number is hidden, also one that a client wrote into an address."""

import logging
import re

NUMBER = re.compile(r"\d{15,}[Xx]?")


def without_numbers(text: str) -> str:
    """Runs of fifteen digits and more (ID, certificate and account numbers) as stars."""
    return NUMBER.sub(lambda found: "*" * len(found[0]), text)


class Formatter(logging.Formatter):
    """Also of the text of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        return without_numbers(super().format(record))
