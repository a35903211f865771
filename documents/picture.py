"""Photos of documents: opened, turned upright, made a sensible size and written anew.

Writing the picture anew drops everything that is not pixels: place and date of the shot, the
phone's name, thumbnails, and whatever was hidden behind the picture.
"""

import io
import warnings

from PIL import Image, ImageOps

from documents import refusal

LONG_SIDE = 3508  # A4 at 300 dots an inch
MOST_PIXELS = 50_000_000  # 150 MB once open
FORMATS = {"image/jpeg": ("JPEG", "MPO"), "image/png": ("PNG",), "image/webp": ("WEBP",)}


def rewritten(content: bytes, content_type: str) -> tuple[bytes, str]:
    """The same picture as clean bytes, and their type (a WebP becomes a JPEG)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _rewritten(content, content_type)
    except Image.DecompressionBombError:
        raise refusal.too_large_picture() from None
    except refusal.RefusedFile:
        raise
    except Exception:  # a decoder may raise anything on hostile bytes
        raise refusal.unreadable() from None


def _rewritten(content: bytes, content_type: str) -> tuple[bytes, str]:
    with Image.open(io.BytesIO(content), formats=FORMATS[content_type]) as opened:
        opened.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a huge JPEG is decoded smaller
        if opened.width * opened.height > MOST_PIXELS:
            raise refusal.too_large_picture()
        opened.load()
        picture = ImageOps.exif_transpose(opened)
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    written = io.BytesIO()
    if content_type == "image/png":
        _pixels_only(picture, "RGBA" if picture.has_transparency_data else "RGB").save(
            written, "PNG"
        )
        return written.getvalue(), "image/png"
    _on_white(picture).save(written, "JPEG", quality=85, progressive=True)
    return written.getvalue(), "image/jpeg"


def _pixels_only(picture: Image.Image, mode: str) -> Image.Image:
    """A picture with these pixels and nothing else that could be written beside them."""
    converted = picture.convert(mode)
    bare = Image.new(mode, converted.size)
    bare.paste(converted)
    return bare


def _on_white(picture: Image.Image) -> Image.Image:
    """JPEG knows no transparency: what shows through becomes paper."""
    if not picture.has_transparency_data:
        return _pixels_only(picture, "RGB")
    paper = Image.new("RGB", picture.size, "white")
    layer = picture.convert("RGBA")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper
