"""Tables of targets: a target is the same by its title and the year or task that it belongs to."""

from services.workbooks import books

BOOKS = (
    books.opening("plan_target", identity=("detail.title", "detail.due_year")),
    books.opening("national_target", identity=("detail.title", "detail.task")),
    books.opening("performance_target", identity=("detail.title", "detail.evaluated_year")),
)
