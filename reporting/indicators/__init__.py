"""Declarations only. Importing this package fills the catalogue."""

from reporting.indicators import (
    certificates,
    condolence,
    devices,
    employment,
    home_modifications,
    hotline,
    legal_aid,
    people,
    rehabilitation,
    subsidies,
)

__all__ = [
    "certificates",
    "condolence",
    "devices",
    "employment",
    "home_modifications",
    "hotline",
    "legal_aid",
    "people",
    "rehabilitation",
    "subsidies",
]
