"""Taking a document in: from what was sent to a checked document of the household's store."""

from typing import BinaryIO

from accounts.models import User
from documents.deposit import deposit
from documents.inspection import inspect
from documents.models import Document
from documents.naming import display_name
from family.models import Child, Household


def take_in(
    file: BinaryIO,
    *,
    kind: str,
    household: Household | None,
    child: Child | None,
    uploader: User | None,
    name: str,
) -> Document:
    """Check, clean and keep a file; its row belongs to the caller's transaction.

    Raises `RefusedFile` (a ValidationError in plain French) or `StoreUnavailable`. It waits for
    the store: call it before a case is locked.
    """
    inspected = inspect(file)
    return deposit(
        inspected.content,
        inspected.content_type,
        kind=kind,
        household=household,
        child=child,
        uploader=uploader,
        name=display_name(name, inspected.content_type, str(Document.Kind(kind).label)),
    )
