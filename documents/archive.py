"""Letters kept in the household's store, beside what the family sent."""

from documents.deposit import deposit
from documents.inspection import PDF
from documents.letters import Letter
from documents.models import Document
from documents.naming import display_name
from documents.pdf import write
from family.models import Child, Household


def keep_letter(
    letter: Letter, *, kind: str, household: Household | None, child: Child | None
) -> Document:
    """Write a letter as PDF and keep it; its row belongs to the caller's transaction."""
    label = str(Document.Kind(kind).label)
    return deposit(
        write(letter),
        PDF,
        kind=kind,
        household=household,
        child=child,
        uploader=None,
        name=display_name(f"{label} {letter.reference}.pdf", PDF, label),
    )
