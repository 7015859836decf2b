"""What warm homes held, and who came."""

from services.workbooks import books

BOOKS = (
    books.opening("warm_home"),
    books.opening("home_activity", identity=("case.on", "detail.title")),
    books.sheet("home_activity", "attended", identity=("step.on", "step.detail")),
)
