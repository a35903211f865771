"""Giving a document to someone who may open it: the log, the headers, the bytes.

A door asks `permissions` first, then builds its streaming response from an `Opening`:

    opening = open_document(document, request.user)
    return StreamingHttpResponse(opening.pieces, headers=opening.headers)

Raises `Document.DoesNotExist` for a document that was not checked (the door's 404) and
`StoreUnavailable` before the first header is sent.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from django.utils.http import content_disposition_header

from accounts.models import User
from accounts.roles import staff_of
from documents import store
from documents.inspection import PDF
from documents.models import Document, DocumentReading
from documents.permissions import MEDICAL
from family.models import SensitiveReading
from family.readings import log_reading

HEALTH = SensitiveReading.Section.HEALTH
IN_PLACE = frozenset({PDF, "image/jpeg", "image/png"})
# Nothing in a document runs, loads or is framed by a stranger, whatever it holds. The viewers of
# browsers bring their own styles.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
# A PDF shown in place goes without: Safari shows an empty page for a sandboxed one.
SANDBOX = f"{POLICY}; sandbox"


@dataclass(frozen=True)
class Opening:
    """A document on its way to a reader."""

    headers: dict[str, str]
    pieces: AsyncIterator[bytes]


def open_document(document: Document, reader: User, *, download: bool = False) -> Opening:
    """Log that `reader` opens the document, and return its headers and bytes."""
    if document.state != Document.State.CHECKED:
        raise Document.DoesNotExist
    store.stat(document.storage_key)
    _log(document, reader)
    return Opening(
        safe_headers(document, download=download), store.read_async(document.storage_key)
    )


def safe_headers(document: Document, *, download: bool = False) -> dict[str, str]:
    """Headers under which the bytes can only be looked at, as what our own row says they are."""
    content_type, in_place = _shown_as(document, download)
    return {
        "Content-Type": content_type,
        "Content-Length": str(document.size),
        "Content-Disposition": disposition(document, in_place=in_place),
        "Content-Encoding": "identity",  # already packed: the gzip middleware leaves it alone
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY if content_type == PDF else SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def letter_headers(name: str) -> dict[str, str]:
    """Headers of a letter that was just written as PDF: shown in place, kept by nobody on its way.

    `name` is the file's, without any person's."""
    return {
        "Content-Type": PDF,
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "private, no-store",
    }


def address_of(document: Document, reader: User, *, download: bool = False) -> str:
    """The same opening as a presigned address of the store, logged, for two minutes."""
    if document.state != Document.State.CHECKED:
        raise Document.DoesNotExist
    content_type, in_place = _shown_as(document, download)
    address = store.address_to_read(
        document.storage_key,
        content_type=content_type,
        disposition=disposition(document, in_place=in_place),
    )
    _log(document, reader)
    return address


def _log(document: Document, reader: User) -> None:
    """Who opened what; a medical paper opened by the town is told to the parents as well."""
    DocumentReading.objects.create(document=document, reader=reader)
    if document.kind in MEDICAL and staff_of(reader):
        home = None if document.child_id else document.household
        log_reading(reader=reader, section=HEALTH, child=document.child, household=home)


def disposition(document: Document, *, in_place: bool) -> str:
    """Shown in place or saved, under its display name (encoded, whatever its letters)."""
    return content_disposition_header(not in_place, document.name) or "attachment"


def _shown_as(document: Document, download: bool) -> tuple[str, bool]:
    """The type to declare and whether it may be shown in place; an unknown type never is."""
    if document.content_type not in IN_PLACE:
        return "application/octet-stream", False
    return document.content_type, not download
