"""Workbooks of employment work. Courses and years tell registrations apart, so the same one is found by them."""

from services.workbooks import books

FOLLOW_UP = ("step.on", "step.detail")
BOOKS = (
    books.opening("ability_assessment"),
    books.opening("job_seeker"),
    books.sheet("job_seeker", "served", identity=FOLLOW_UP),
    books.sheet("job_seeker", "closed", identity=()),
    books.opening("placement", identity=("opening.organisation",)),
    books.sheet("placement", "confirmed"),
    books.sheet("placement", "ended", identity=()),
    books.opening("training", identity=("detail.course", "detail.starts_on"), checks=False),
    books.sheet("training", "completed", identity=()),
    books.opening("graduate", identity=("detail.graduation_year",), checks=False),
    books.sheet("graduate", "employed", identity=()),
    books.opening("job_fair", identity=("case.on", "detail.title")),
    books.opening("employer_visit"),
)
