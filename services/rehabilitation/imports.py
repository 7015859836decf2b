"""Workbooks of rehabilitation: applications, and the institutions' monthly sheets of sessions."""

from services.rehabilitation import guards
from services.workbooks import books

BOOKS = (
    books.opening("adult_rehab"),
    books.sheet("adult_rehab", "session", identity=("step.on", "step.organisation"), guards=()),
    books.opening("child_rehab"),
    books.sheet("child_rehab", "attended", identity=("step.for_month",), guards=(guards.date_is_in_the_month,)),
)
