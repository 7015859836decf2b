"""Photos are written anew, so that what the camera put into them (place, time, owner) is not kept."""

import io
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.errors import Malformed

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 3000  # pixels that are kept
PHOTOS = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png")}


def refusal(code: str, detail: Any) -> Malformed:
    return Malformed(code, detail, "file")


def rewritten(content: bytes) -> tuple[bytes, str, str]:
    """Decoded and written anew, upright, at most LONGEST_SIDE: nothing of the original file but its pixels.
    Gives content, content type and suffix; raises what `refusal` says."""
    unreadable = refusal("document.unreadable", _("照片读不出来，可能已经损坏。请重新拍照或另存为 JPG 后再上传。"))
    try:
        with Image.open(io.BytesIO(content), formats=tuple(PHOTOS)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise refusal("document.too_many_pixels", _("照片超过4000万像素。请用较低的分辨率重新拍照。"))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            written, form = io.BytesIO(), image.format or ""
            if form == "JPEG" and upright.mode not in ("RGB", "L"):
                upright = upright.convert("RGB")
            clean = Image.frombytes(upright.mode, upright.size, upright.tobytes())
            if upright.mode == "P" and (palette := upright.getpalette()):
                clean.putpalette(palette)
            clean.save(written, form, **({"quality": 88} if form == "JPEG" else {}))
    except UnidentifiedImageError:
        raise refusal(
            "document.type", _("只能上传 JPG 或 PNG 照片。其他格式（如 HEIC、WebP、GIF）请先转成 JPG。")
        ) from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise unreadable from None
    return written.getvalue(), *PHOTOS[form]
