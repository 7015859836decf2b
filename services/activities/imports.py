"""The streets' list of outreach events, and who came."""

from services.workbooks import books

BOOKS = (
    books.opening("outreach", identity=("case.on", "detail.title")),
    books.sheet("outreach", "attended", identity=("step.on", "step.detail")),
)
