"""The id of a request: in the header of every answer, in every problem and in every line of the log."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

HEADER = "X-Request-Id"
# As a client may give it: a short token, and never with so many digits together that it could be somebody's number.
HARMLESS = re.compile(r"(?!.*\d{15})[A-Za-z0-9_.-]{8,64}")
NONE = "-"
_current: ContextVar[str] = ContextVar("request_id", default=NONE)


def current() -> str:
    """The id of the request that is being answered; "-" outside of one."""
    return _current.get()


class RequestIdMiddleware:
    """Outermost, so that what any other middleware refuses or breaks has its id too."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        given = request.headers.get(HEADER, "")
        request.request_id = given if HARMLESS.fullmatch(given) else uuid.uuid4().hex
        token = _current.set(request.request_id)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response[HEADER] = request.request_id
        return response


class RequestIdFilter(logging.Filter):
    """Gives each line its `request_id`; Django writes some of them after the middleware has ended."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = getattr(getattr(record, "request", None), "request_id", None) or current()
        return True
