"""The lists of a campaign: who is on it, and what was handed over."""

from services.workbooks import books

CAMPAIGN = ("detail.year", "detail.occasion")
BOOKS = (
    books.opening("condolence_household", identity=CAMPAIGN),
    books.sheet("condolence_household", "handed_over", identity=()),
    books.opening("condolence_student", identity=CAMPAIGN, checks=False),
    books.sheet("condolence_student", "handed_over", identity=()),
)
