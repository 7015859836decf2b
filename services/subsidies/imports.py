"""The subsidies' workbooks: applications, and premiums that changed."""

from services.workbooks import books

BOOKS = (
    books.opening("social_insurance"),
    books.sheet("social_insurance", "premium", identity=("step.for_month",)),
    books.opening("fuel"),
    books.opening("home_help"),
)
