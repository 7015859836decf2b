"""The streets' list of outreach events, and who came; the district's lists of meetings, research and work."""

from services.workbooks import books

TITLED = ("detail.title", "case.on")
BOOKS = (
    books.opening("outreach", identity=("case.on", "detail.title")),
    books.sheet("outreach", "attended", identity=("step.on", "step.detail")),
    books.opening("meeting", identity=TITLED),
    books.opening("research", identity=TITLED),
    books.opening("work_item", identity=TITLED),
    books.opening("barrier_free_measure", identity=TITLED),
)
