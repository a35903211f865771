"""Files as phones and computers send them, and as attackers do."""

import io
import zlib
from functools import cache

from PIL import Image


def photo(kind: str = "JPEG", *, size=(60, 40), colour="seagreen", mode="RGB", **saved) -> bytes:
    """A plain picture."""
    written = io.BytesIO()
    Image.new(mode, size, colour).save(written, kind, **saved)
    return written.getvalue()


def photo_with_place() -> bytes:
    """A photo that says where and when it was taken, with which phone, and lies on its side."""
    exif = Image.Exif()
    exif[0x0110] = "Telephone de Camille"
    exif[0x0112] = 6  # to be turned by a quarter
    exif.get_ifd(0x8825).update({1: "N", 2: (49.0, 24.0, 11.0), 3: "E", 4: (2.0, 24.0, 50.0)})
    return photo(exif=exif.tobytes(), comment=b"prise au 12 rue des Lilas")


@cache
def pdf() -> bytes:
    """A page as a scanner writes it."""
    return photo("PDF")


def pdf_with(objects: bytes = b"", trailer: bytes = b"") -> bytes:
    """A small PDF with more objects, or more in its trailer."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        + objects
        + b"\ntrailer\n<< /Root 1 0 R "
        + trailer
        + b" >>\nstartxref\n9\n%%EOF\n"
    )


def object_stream(content: bytes, dictionary: bytes = b"/Type /ObjStm /Filter /FlateDecode"):
    """Objects packed in a compressed stream, as most writers do."""
    packed = zlib.compress(content)
    return (
        b"7 0 obj\n<< %s /N 1 /First 4 /Length %d >>\nstream\n" % (dictionary, len(packed))
        + packed
        + b"\nendstream\nendobj\n"
    )
