"""Unambiguous dates for the English interface."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
SHORT_DATE_FORMAT = "Y-m-d"
NUMBER_GROUPING = 3
