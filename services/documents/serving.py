"""The content of a document as an answer: a photo is shown, a PDF is downloaded; it runs nothing, no cache keeps it."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from accounts.models import User
from services.documents import actions
from services.documents.models import Document


def content_of(by: User, document: Document) -> HttpResponse:
    content = actions.read_content(by=by, document=document)
    headers = {
        "Content-Disposition": content_disposition_header(not document.is_photo, document.filename) or "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=document.content_type, headers=headers)
