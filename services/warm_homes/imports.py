"""Warm homes, what they held and who came; the scheme by which they are rated, raters' sheets, ratings begun."""

from services.workbooks import books

BOOKS = (
    books.opening("warm_home"),
    books.opening("home_activity", identity=("case.on", "detail.title")),
    books.sheet("home_activity", "attended", identity=("step.on", "step.detail")),
    books.opening("rating_scheme", identity=("detail.title",)),
    books.opening("rating_sheet", identity=("detail.year", "detail.rater")),
    books.opening("home_rating", identity=("detail.year",)),
)
