"""Materials of a case: kept encrypted outside the database, shown to who may see the case, never quite gone."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from pypdf import PdfReader

from accounts.errors import Conflict, NotThere, RuleBroken
from accounts.models import AuditEntry, Street
from services.documents import actions, printing, storage
from services.documents.models import Document
from services.ledger.actions import hand_over
from services.people.crypto import DecryptionFailed
from tests import make
from tests.documents import files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def case():
    return make.opened("home_modification")


def attached(case, content=None, purpose="before", by="clerk_a") -> Document:
    with make.acting(by) as one:
        return actions.attach(
            by=one,
            case=case,
            purpose=purpose,
            filename="厨房.jpg",
            content=content or files.photo(colour=purpose_colour(purpose)),
        )


def purpose_colour(purpose: str) -> str:
    return {"before": "navy", "after": "olive"}.get(purpose, "teal")


def test_what_lies_in_the_store_is_not_readable_and_is_bound_to_its_row(case):
    one, other = attached(case), attached(case, purpose="after")
    stored = storage.path_of(one.pk)
    assert b"JFIF" not in stored.read_bytes() and stored.stat().st_mode & 0o077 == 0
    with make.acting("clerk_a") as by:
        assert actions.read_content(by=by, document=one)[:3] == b"\xff\xd8\xff"
    stored.write_bytes(storage.path_of(other.pk).read_bytes())
    with make.acting("clerk_a") as by, pytest.raises(DecryptionFailed):
        actions.read_content(by=by, document=one)
    assert AuditEntry.objects.filter(action="document.read", target=str(one.pk)).count() == 1


def test_the_same_file_is_attached_once(case):
    attached(case)
    with pytest.raises(Exception, match="document_is_attached_once"), transaction.atomic():
        attached(case)


def test_a_withdrawn_one_stays_with_its_reason(case):
    one = attached(case)
    with make.acting("clerk_a") as by:
        with pytest.raises(RuleBroken):
            actions.withdraw(by=by, document=one, reason=" ")
        actions.withdraw(by=by, document=one, reason="传错案件")
        with pytest.raises(Conflict):
            actions.withdraw(by=by, document=one, reason="再一次")
        assert not Document.objects.filter(case=case).standing().exists()
        assert Document.objects.get(pk=one.pk).reason == "传错案件"
    attached(case)


def test_the_database_refuses_another_digest_and_another_street(case):
    one = attached(case)
    with make.acting("clerk_a"), pytest.raises(ProgrammingError), transaction.atomic():
        Document.objects.filter(pk=one.pk).update(digest="0" * 64)
    with make.acting("clerk_b") as by:
        assert not Document.objects.visible_to(by).exists()


def test_a_store_that_takes_or_gives_no_file_is_said_plainly(case, settings):
    document = attached(case)
    settings.FILES_DIR = storage.path_of(document.pk)  # no folder: as where a disk is full or gone
    with pytest.raises(Conflict, match="存不进去"):
        attached(case, purpose="after")
    with make.acting("clerk_a") as by, pytest.raises(NotThere, match="不在存储里"):
        actions.read_content(by=by, document=document)
    with make.acting(None):
        assert list(Document.objects.values_list("pk", flat=True)) == [document.pk]


def test_many_files_without_rows_are_left_alone(case, monkeypatch):
    for number in range(3):
        storage.write(uuid.UUID(int=number), b"of another database")
    monkeypatch.setattr(actions, "MOST_ORPHANS", 2)
    with make.acting(None):
        assert actions.sweep(seconds=-1) == 0 and storage.is_there(uuid.UUID(int=2))
        monkeypatch.setattr(actions, "MOST_ORPHANS", 3)
        assert actions.sweep(seconds=-1) == 3


def test_a_missing_file_is_said_plainly(case):
    one = attached(case)
    storage.path_of(one.pk).unlink()
    with make.acting("clerk_a") as by, pytest.raises(NotThere):
        actions.read_content(by=by, document=one)


def test_a_file_whose_row_never_came_is_swept_after_a_day(case):
    one = attached(case)
    with pytest.raises(ZeroDivisionError), make.acting("clerk_a") as by:
        actions.attach(by=by, case=case, purpose="proof", filename="x.pdf", content=files.pdf())
        _ = 1 / 0
    with make.acting(None):
        assert actions.sweep() == 0
        assert actions.sweep(seconds=-1) == 1
    assert storage.is_there(one.pk)


def test_they_move_with_their_case(case):
    one = attached(case)
    with make.acting("officer") as by:
        hand_over(
            by=by, person=case.person, to=Street.objects.get(pk=make.STREET_B), on=dt.date(2023, 5, 1), reason="x"
        )
    with make.acting("clerk_b") as by:
        assert Document.objects.visible_to(by).get().pk == one.pk


def seat(client, name):
    client.force_login(make.user(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_from_the_case_page(client, case):
    url = f"/admin/documents/{case.pk}/add/"
    page = seat(client, "clerk_a").post(url, {"purpose": "before", "file": SimpleUploadedFile("a.jpg", b"MZ")})
    assert "只能上传照片" in page.content.decode()
    photo = SimpleUploadedFile("厨房.jpg", files.photo())
    answer = client.post(url, {"purpose": "before", "file": photo})
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "厨房.jpg" in page and "前后对照" in page
    with make.acting("clerk_a"):
        key = Document.objects.get().pk
    file = client.get(f"/admin/documents/{key}/file/")
    assert file["Content-Type"] == "image/jpeg" and "sandbox" in file["Content-Security-Policy"]
    assert "厨房.jpg" in client.get(f"/admin/documents/{case.pk}/photos/").content.decode()
    again = client.post(url, {"purpose": "before", "file": SimpleUploadedFile("b.jpg", files.photo())})
    assert "没有重复保存" in again.content.decode()
    assert client.post(f"/admin/documents/{key}/withdraw/", {"reason": "传错"}).status_code == 302
    other = seat(client, "clerk_b")
    for path in ("file", "withdraw"):
        assert other.get(f"/admin/documents/{key}/{path}/").status_code == 404
    for path in ("add", "photos", "print/receipt", "print/approval"):
        assert other.get(f"/admin/documents/{case.pk}/{path}/").status_code == 404
    assert seat(client, "director").get(f"/admin/documents/{key}/file/").status_code == 403


@pytest.mark.parametrize("made", [printing.receipt, printing.approval_form])
@pytest.mark.parametrize("kind", ["device", "home_modification", "social_insurance", "job_fair"])
def test_it_prints_a_tagged_pdf_with_the_data_of_the_case(kind, made, tmp_path):
    about = make.person("刁钻*_#[]$", born=dt.date(1980, 1, 1)) if kind == "device" else None
    case = make.lived(kind, about)
    now = dt.datetime(2024, 1, 15, 4, tzinfo=dt.UTC)
    with make.acting("officer") as by:
        content, again = made(case, by, now), made(case, by, now)
    assert content == again
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    reader = PdfReader(file)
    text = "".join(page.extract_text() for page in reader.pages)
    assert case.number in text and "2024-01-15" in text
    assert about is None or "刁钻*_#[]$" in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] and reader.trailer["/Root"]["/Lang"].startswith("zh")


FORGED = (
    "INSERT INTO documents_document (id, case_id, street_id, purpose, filename, content_type, size, digest, reason)"
    " VALUES (gen_random_uuid(), %s, %s, 'other', 'x', 'x', 1, 'x', '')"
)


def test_a_street_cannot_attach_to_anothers_case_even_by_sql(case):
    with make.acting("clerk_b"), pytest.raises(IntegrityError, match="in_street_of_its_case"), transaction.atomic():
        connection.cursor().execute(FORGED, [case.pk, make.STREET_B])
