"""Putting a file away: the object first, then its row, in the caller's transaction."""

import hashlib
import uuid

from django.utils.timezone import localdate

from accounts.models import User
from documents import store
from documents.models import Document
from documents.validity import valid_until
from family.models import Child, Household

FILES = "files/"


def deposit(
    content: bytes,
    content_type: str,
    *,
    kind: str,
    household: Household | None,
    child: Child | None,
    uploader: User | None,
    name: str,
) -> Document:
    """Keep clean bytes under a key that says nothing, and return their row.

    A crash or a rollback after the object was put leaves an object without row, which
    `documents.sweep` removes later; a row never stands without its object.
    """
    key = FILES + uuid.uuid4().hex
    store.put(key, content, content_type)
    return Document.objects.create(
        household=household,
        child=child,
        kind=kind,
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        storage_key=key,
        state=Document.State.CHECKED,
        valid_until=valid_until(kind, localdate()),
        uploaded_by=uploader,
    )
