"""What a file really is, from its bytes, and whether the town takes it."""

from dataclasses import dataclass
from typing import BinaryIO

import filetype
from django.conf import settings

from documents import pdf_check, picture, refusal

PDF = "application/pdf"
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
APPLE = frozenset({"image/heic", "image/heif"})
# For the `accept` of a file field. Without HEIC in it, an iPhone sends its photos as JPEG.
ACCEPT = ",".join([PDF, *sorted(PICTURES)])


@dataclass(frozen=True)
class Inspected:
    """Bytes that may be kept, and what they are."""

    content: bytes
    content_type: str


def inspect(file: BinaryIO) -> Inspected:
    """The file's clean bytes and their type; raises `RefusedFile` with what to do instead."""
    content = _bounded(file)
    found = filetype.guess_mime(content)
    if found == PDF:
        pdf_check.check(content)
        return Inspected(content, PDF)
    if found in PICTURES:
        return Inspected(*picture.rewritten(content, found))
    raise refusal.apple_photo() if found in APPLE else refusal.wrong_type()


def _bounded(file: BinaryIO) -> bytes:
    """All the bytes, if there are some and not too many; never reads beyond the limit."""
    limit = settings.DOCUMENT_MAX_BYTES
    file.seek(0)
    content = file.read(limit + 1)
    if not content:
        raise refusal.empty()
    if len(content) > limit:
        raise refusal.too_big(limit)
    return content
