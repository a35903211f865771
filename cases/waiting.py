"""Which of the things that a case waits for its reader looks at."""

from collections.abc import Collection

from cases.models import Case, Piece, Wait
from cases.models.wait import WaitQuerySet


def facing_staff(case: Case, services: Collection[int]) -> Wait | None:
    """A task of these services first; else whatever the case waits for."""
    rows = _waits(case)
    theirs = (w for w in rows if w.on == Wait.For.STAFF and w.service_id in services)
    return next(theirs, rows[0] if rows else None)


def facing_family(case: Case) -> Wait | None:
    """What the family must do first; else whatever the case waits for."""
    rows = _waits(case)
    return next((w for w in rows if w.on == Wait.For.FAMILY), rows[0] if rows else None)


def only_missing(case: Case) -> Piece | None:
    """The document that lacks, or is to be made again, when it is the only one."""
    lacking = case.pieces.filter(state__in=[Piece.State.ASKED, Piece.State.REFUSED])
    found = list(lacking.order_by("pk")[:2])
    return found[0] if len(found) == 1 else None


def _waits(case: Case) -> list[Wait]:
    waits: WaitQuerySet = case.waits.select_related("owner").order_by("pk")
    return list(waits) if case.is_live else []
