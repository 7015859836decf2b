"""Declarations only. Importing this package fills the catalogue."""

from reporting.indicators import (
    activities,
    devices,
    employment,
    home_modifications,
    organisations,
    people,
    plans,
    rehabilitation,
    stated,
    subsidies,
    warm_homes,
)

__all__ = [
    "activities",
    "devices",
    "employment",
    "home_modifications",
    "organisations",
    "people",
    "plans",
    "rehabilitation",
    "stated",
    "subsidies",
    "warm_homes",
]
