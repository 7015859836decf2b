"""Documents of a case by REST: uploaded once however often it is sent, read by who may, withdrawn with a reason."""

import hashlib
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry
from services.documents.models import Document
from tests import make
from tests.api.conftest import Api
from tests.documents import files


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def case(db):
    return make.opened("home_modification")


def upload(client: Api, case, content: bytes | None = None, *, key: str | None = "", name="厨房.jpg", query="", **more):
    file = SimpleUploadedFile(name, files.photo() if content is None else content)
    headers = dict(client.headers)
    if key is not None:
        headers["Idempotency-Key"] = key or uuid.uuid4().hex
    data = {"purpose": "before", "file": file, **more}
    return client.client.post(f"/api/v1/cases/{case.pk}/documents/{query}", data, headers=headers)


def test_it_is_uploaded_listed_and_read(api, case):
    clerk = api("clerk_a")
    answer = upload(clerk, case, files.photo(exif=True))
    assert (answer.status_code, answer["ETag"]) == (201, '"1"'), answer.json()
    shown = answer.json()
    assert (shown["filename"], shown["content_type"], shown["case"]) == ("厨房.jpg", "image/jpeg", str(case.pk))
    assert clerk.get(f"cases/{case.pk}/documents/").json() == {"results": [shown], "next": None}
    assert clerk.get(f"documents/{shown['id']}/").json() == shown
    content = clerk.get(f"documents/{shown['id']}/content/")
    assert (content["Content-Type"], content["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert content["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert hashlib.sha256(content.content).hexdigest() == shown["digest"]
    assert AuditEntry.objects.filter(action="document.read", target=shown["id"]).count() == 1


@pytest.mark.parametrize("accept", ["image/jpeg", "application/pdf", "*/*", "text/html"])
def test_content_comes_as_it_is_and_a_refusal_as_json(api, case, refused, accept):
    clerk = api("clerk_a")
    key = upload(clerk, case).json()["id"]
    clerk.headers["Accept"] = accept
    assert clerk.get(f"documents/{key}/content/")["Content-Type"] == "image/jpeg"
    refused(clerk.get(f"documents/{uuid.uuid4()}/content/"), 404, "record.not_there")


def test_an_upload_sent_again_has_one_effect_and_one_answer(api, case, refused):
    clerk = api("clerk_a")
    refused(upload(clerk, case, key=None), 400, "idempotency_key.missing")
    large = files.photo("PNG", size=(1500, 1500))
    first, again = (upload(clerk, case, large, key="k") for _n in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert again["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first
    for other in (
        upload(clerk, case, files.photo(colour="red"), key="k"),
        upload(clerk, case, large, key="k", purpose="after"),
        upload(clerk, case, large, key="k", name="客厅.jpg"),
    ):
        refused(other, 422, "idempotency_key.reused")
    refused(upload(clerk, case, large), 409, "constraint.document_is_attached_once")
    with make.acting(None):
        assert Document.objects.count() == 1


def test_what_is_no_photo_or_pdf_is_refused_and_said_why(api, case, refused):
    clerk = api("clerk_a")
    refused(upload(clerk, case, b""), 400, "document.empty", "/file")
    refused(upload(clerk, case, b"MZ\x90\x00 not a photo"), 400, "document.type", "/file")
    refused(upload(clerk, case, files.pdf(script="app.alert(1)")), 400, "document.active", "/file")
    refused(upload(clerk, case, purpose="fun", size="7"), 400, "request.invalid", "/purpose", "/size")
    refused(upload(clerk, case, b"%PDF" + b"x" * 10_485_757), 400, "document.too_large", "/file")
    refused(upload(clerk, case, b"x" * 10_600_000), 413, "request.too_large")
    refused(clerk.post(f"cases/{case.pk}/documents/", purpose="before"), 415, "request.unsupported_media_type")
    url, headers = f"/api/v1/cases/{case.pk}/documents/", clerk.headers | {"Idempotency-Key": "k"}
    torn = clerk.client.post(url, b"x", content_type="multipart/form-data", headers=headers)
    refused(torn, 400, "request.parse_error")
    assert clerk.get(f"cases/{case.pk}/documents/").json()["results"] == []


def test_it_is_withdrawn_with_a_reason_by_who_has_seen_it(api, case, refused):
    clerk = api("clerk_a")
    url = f"documents/{upload(clerk, case).json()['id']}/"
    refused(clerk.post(f"{url}withdraw/", reason="重复"), 428, "precondition.missing")
    refused(clerk.post(f"{url}withdraw/", match=1), 400, "request.invalid", "/reason")
    answer = clerk.post(f"{url}withdraw/", reason="重复", match=1)
    assert (answer.status_code, answer["ETag"], answer.json()["reason"]) == (200, '"2"', "重复")
    refused(clerk.post(f"{url}withdraw/", reason="重复", match=1), 412, "precondition.stale")
    refused(clerk.post(f"{url}withdraw/", reason="重复", match=2), 409, "document.already_withdrawn")
    assert clerk.get(f"cases/{case.pk}/documents/").json()["results"] == []
    assert clerk.get(url).json() == answer.json()


def test_no_other_street_and_no_other_role_knows_of_it(api, case, refused):
    key = upload(api("clerk_a"), case).json()["id"]
    other = api("reviewer_b")
    for path in (f"cases/{case.pk}/documents/", f"documents/{key}/", f"documents/{key}/content/"):
        refused(other.get(path), 404, "record.not_there")
        refused(api("finance").get(path), 403, "role.not_allowed")
    refused(upload(other, case), 404, "record.not_there")
    refused(other.post(f"documents/{key}/withdraw/", reason="x", match=1), 404, "record.not_there")
    assert upload(api("integrator"), case, files.photo(colour="red")).status_code == 201
