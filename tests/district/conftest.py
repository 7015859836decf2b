"""A small loaded district to read; its template is made once and kept while the code stays the same."""

from collections.abc import Iterator

import pytest

from tests import databases
from tests.conftest import _own

SIZE = 800


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker, test_database: str) -> Iterator[str]:
    """The name of a database with the district of SIZE holders, 2022 and 2023."""
    yield from _own(databases.template(f"load_district --people {SIZE}"), django_db_blocker, test_database)
