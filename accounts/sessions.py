"""A sign-in ends after some time without work (settings.SESSION_COOKIE_AGE); whatever a person does begins it anew."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

BACKGROUND = "X-Background"  # sent by pages that renew themselves: that is not work


class IdleMiddleware:
    """Every request of a signed-in browser counts as work, but those that nobody made."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and BACKGROUND not in request.headers:
            request.session.modified = True
        return self.get_response(request)


@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """The answer to the warning: to have asked is enough."""
    return HttpResponse(status=204)
