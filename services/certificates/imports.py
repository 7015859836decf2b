"""Workbooks of work on certificates: applications, the hospitals' lists of assessments, and certificates that end."""

from services.workbooks import books

BOOKS = (
    books.opening("certificate_application", identity=("case.on", "detail.purpose")),
    books.sheet("certificate_application", "assessed"),
    books.opening("certificate_ending", identity=("case.on", "detail.ground")),
)
