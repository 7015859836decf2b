"""A cursor holds in the database that gave it out, and in no copy of it."""

import pytest
from django.db import connections

from accounts.errors import Gone
from services.feed import cursors
from services.feed.reading import START
from tests import databases, make


def test_a_copy_of_the_database_is_another_history(own_database):
    with make.acting(None):
        cursor = cursors.encoded(START)
        assert cursors.decoded(cursor) == START
    connections.close_all()  # a database with connections cannot be copied
    copy = databases.database_from(own_database, f"{own_database}_again")
    try:
        with databases.pointed_at(copy), make.acting(None), pytest.raises(Gone):
            cursors.decoded(cursor)
    finally:
        databases.drop(copy)
    with make.acting(None):
        assert cursors.decoded(cursor) == START
