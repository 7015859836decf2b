"""The register of people; workbooks of work on certificates: applications, and certificates that end."""

from services.certificates.register_book import RegisterBook
from services.workbooks import books

BOOKS = (
    RegisterBook(),
    books.opening("certificate_application", identity=("case.on", "detail.purpose")),
    books.opening("certificate_ending", identity=("case.on", "detail.ground")),
)
