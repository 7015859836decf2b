"""Pages of the list of home help cases for bench admin: ours by its address, and a stock ModelAdmin's over the same
table and columns."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin
from django.test import Client, RequestFactory, override_settings

from accounts.models import Posting, Street, User
from accounts.roles import Role
from accounts.scoping import enter, scope_of
from services.subsidies.models import HomeHelpGrant


class StockAdmin(admin.ModelAdmin):
    """What one writes without thinking of a million rows: same columns, same joins, the status as a filter."""

    list_display = ("number", "subject", "street_name", "status", "opened_on")
    list_filter = ("case__status",)
    list_select_related = ("case", "case__person", "case__street")
    ordering = ("-case__serial",)

    def number(self, detail: Any) -> str:
        return detail.case.number

    def subject(self, detail: Any) -> str:
        return detail.case.person.name

    def street_name(self, detail: Any) -> str:
        return detail.case.street.name

    def status(self, detail: Any) -> str:
        return detail.case.get_status_display()

    def opened_on(self, detail: Any) -> Any:
        return detail.case.opened_on

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True


def users() -> list[tuple[str, User]]:
    """A clerk of one street and an officer of the district."""
    found = []
    for scope, street, role in (
        ("street", Street.objects.order_by("code")[0], Role.CLERK),
        ("district", None, Role.DISTRICT_OFFICER),
    ):
        user, _new = User.objects.get_or_create(username=f"bench_{scope}")
        Posting.objects.get_or_create(user=user, street=street, role=role)
        found.append((scope, user))
    return found


def page_of(user: User, url: str) -> Callable[[], int]:
    """Signs in at its first call, in the database that is named then; gives the number of rows shown."""
    client = Client(headers={"host": "localhost"})

    def get() -> int:
        if not client.cookies:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        with override_settings(ALLOWED_HOSTS=["localhost"]):
            answer = client.get(url)
        assert answer.status_code == 200 and b"result_list" in answer.content, (url, answer.status_code)
        return answer.content.count(b"<tr") - 1

    return get


@contextmanager
def showing(rows: int) -> Iterator[None]:
    """Lists of so many rows."""
    ours = admin.site._registry[HomeHelpGrant]
    before, ours.list_per_page = ours.list_per_page, rows
    yield
    ours.list_per_page = before


def stock_page_of(user: User, url: str) -> Callable[[], int]:
    stock = StockAdmin(HomeHelpGrant, admin.site)

    def get() -> int:
        request = RequestFactory().get(url)
        request.user, request.scope = user, scope_of(user)
        with enter(request.scope):
            answer = stock.changelist_view(request)
            answer.render()
        assert b"result_list" in answer.content
        return answer.content.count(b"<tr") - 1

    return get
