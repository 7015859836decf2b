"""Declarations only. Importing this package fills the catalogue."""

from reporting.indicators import (
    activities,
    certificates,
    condolence,
    devices,
    employment,
    home_modifications,
    hotline,
    legal_aid,
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
    "certificates",
    "condolence",
    "devices",
    "employment",
    "home_modifications",
    "hotline",
    "legal_aid",
    "organisations",
    "people",
    "plans",
    "rehabilitation",
    "stated",
    "subsidies",
    "warm_homes",
]
