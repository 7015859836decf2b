"""Workbooks of work on certificates: applications, and certificates that end."""

from services.workbooks import books

BOOKS = (
    books.opening("certificate_application", identity=("case.on", "detail.purpose")),
    books.opening("certificate_ending", identity=("case.on", "detail.ground")),
)
