"""Small files as people upload them, and as attackers do."""

import io

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def photo(form: str = "JPEG", *, size: tuple[int, int] = (60, 40), colour: str = "navy", exif: bool = False) -> bytes:
    image, written = Image.new("RGB", size, colour), io.BytesIO()
    extra = {}
    if exif:
        tags = Image.Exif()
        tags[0x0112] = 6  # turned: wide is stored, tall is seen
        tags[0x010F] = "SECRET CAMERA"
        tags.get_ifd(0x8825)[1] = "N"
        extra["exif"] = tags
    image.save(written, form, **extra)
    return written.getvalue()


def pdf(*, script: str = "", attachment: bytes = b"", password: str = "", pages: int = 1) -> bytes:
    writer, written = PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    if script:
        names = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(names))
    if attachment:
        writer.add_attachment("a.exe", attachment)
    if password:
        writer.encrypt(password)
    writer.write(written)
    return written.getvalue()
