import datetime as dt
from decimal import Decimal

import pytest

from services.employment.rules import working_age_begins, working_age_ends


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        ("1990-05-05", "16", "2006-05-05"),
        ("2000-02-29", "17", "2017-02-28"),  # no such day that year
        ("1990-12-31", "16", "2006-12-31"),
    ],
)
def test_working_age_begins_on_the_birthday(born, age, day):
    assert working_age_begins(dt.date.fromisoformat(born), Decimal(age)) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        ("1963-05-20", "60", "2023-06-01"),
        ("1963-12-01", "60", "2024-01-01"),
        ("1963-05-31", "60.00", "2023-06-01"),
        ("1965-01-15", "60.08", "2025-03-01"),  # sixty years and one month
    ],
)
def test_working_age_ends_after_the_month_of_the_birthday(born, age, day):
    assert working_age_ends(dt.date.fromisoformat(born), Decimal(age)) == dt.date.fromisoformat(day)
