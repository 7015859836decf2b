"""What fails outside of Django's handler (as a request begins, in the handler of errors itself) is a problem with its
number under /api/ too, and not the web server's page."""

import logging
import sys
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from accounts.request_id import RequestIdMiddleware

logger = logging.getLogger(__name__)
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def always_answered(application: Application) -> Application:
    """A WSGI application that raises for no request to /api/; for pages the server has its own.

    The paths are read here, before the first requests come, all at once.
    """
    server_error = get_resolver().resolve_error_handler(500)

    def fault(request: HttpRequest) -> HttpResponse:
        logger.exception("a request failed outside of its handler")
        return server_error(request)

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception:
            request = HttpRequest()
            request.META, request.path = environ, environ.get("PATH_INFO", "")
            if not request.path.startswith("/api/"):
                raise
            response = RequestIdMiddleware(fault)(request)
            status = f"{response.status_code} {response.reason_phrase}"
            start_response(status, [*response.items()], sys.exc_info())
            return [response.content]

    return answered
