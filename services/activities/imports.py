"""The streets' list of outreach events, and who came; the district's lists of meetings, research and work."""

from services.workbooks import books

BOOKS = (
    books.opening("outreach", identity=("case.on", "detail.title")),
    books.sheet("outreach", "attended", identity=("step.on", "step.detail")),
    *(
        books.opening(kind, identity=("detail.title", "case.on"))
        for kind in ("meeting", "research", "work_item", "barrier_free_measure")
    ),
)
