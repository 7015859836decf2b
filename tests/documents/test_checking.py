"""What may be attached is decided by content; what the camera wrote into a photo is not kept."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from accounts.errors import Malformed
from services.documents.checking import MOST_BYTES, examine
from tests.documents import files


@pytest.mark.parametrize(
    ("content", "name", "kept_as"),
    [
        (files.photo("JPEG"), "客厅.JPG", "客厅.jpg"),
        (files.photo("PNG"), "a.jpeg", "a.png"),
        (files.pdf(), "申请表.pdf", "申请表.pdf"),
        (files.pdf(), "../../etc/passwd", "passwd.pdf"),
        (files.photo("JPEG"), "C:\\fakepath\\x\u202egpj.exe", "xgpj.jpg"),
        (files.photo("JPEG"), ".jpg", "file.jpg"),
    ],
)
def test_it_is_kept_under_a_harmless_name_with_the_suffix_of_its_content(content, name, kept_as):
    assert examine(name, content).filename == kept_as


def test_a_photo_loses_what_the_camera_wrote_and_stands_upright():
    before = files.photo(exif=True)
    assert b"SECRET CAMERA" in before
    found = examine("a.jpg", before)
    assert b"SECRET CAMERA" not in found.content and b"Exif" not in found.content
    with Image.open(io.BytesIO(found.content)) as image:
        assert image.size == (40, 60)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document.empty"),
        (b"%PDF-1.4" + bytes(MOST_BYTES), "document.too_large"),
        (b"MZ\x90\x00 program", "document.type"),
        (b"<html><script>alert(1)</script></html>", "document.type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "document.type"),
        (files.photo("GIF"), "document.type"),
        (files.photo("JPEG")[:80], "document.unreadable"),
        (files.photo("PNG", size=(8000, 6000)), "document.too_many_pixels"),
        (b"%PDF-1.7\nnothing", "document.unreadable"),
        (files.pdf(script="app.alert(1)"), "document.active"),
        (files.pdf(attachment=b"x"), "document.active"),
        (files.pdf(password="x"), "document.encrypted"),
        (files.pdf(pages=201), "document.too_long"),
    ],
)
def test_it_refuses(content, code):
    with pytest.raises(Malformed) as refused:
        examine("照片.jpg", content)
    assert (refused.value.code, refused.value.pointer) == (code, "file")


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.5\n"]))
def test_whatever_comes_is_taken_or_refused(noise, head):
    try:
        examine("x", head + noise)
    except Malformed as refused:
        assert str(refused.detail)
