"""Declarations only. Importing this package fills the catalogue."""

from reporting.indicators import devices, employment, home_modifications, people, rehabilitation, subsidies

__all__ = ["devices", "employment", "home_modifications", "people", "rehabilitation", "subsidies"]
