"""Two requests about the same thing: seen before the second one is sent, and made one."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from cases.models import Case, Piece
from cases.permissions import visible_to
from cases.recording import Acting, record
from cases.sides import Side
from workflows.engine.acts import end_early
from workflows.engine.settings import procedure_of
from workflows.engine.step import MOVED, Stale, happens_once, refuse_if_taken, step


def twins(case: Case) -> QuerySet[Case]:
    """The other live requests about the same thing, the first one sent first."""
    same = procedure_of(case).same_fact(case)
    return same.live().exclude(pk=case.pk).order_by("pk")


def twins_seen_by(user: User, case: Case) -> list[Case]:
    """Those that this person may know of."""
    seen = visible_to(user).values("pk")
    return list(twins(case).filter(pk__in=seen).select_related("service", "child"))


@happens_once
def merge(case_id: int, into_id: int, *, actor: User, act: UUID | None = None) -> None:
    """Close a request because another one says the same, and give that one its documents.

    Raises Stale when one of the two has ended or they are no twins, TakenBy when a colleague
    has one.
    """
    if case_id == into_id:
        raise Stale
    own = {case_id: Acting(actor, Side.TOWN, act), into_id: Acting(actor, Side.TOWN)}
    first, second = sorted(own)  # always locked in the same order
    with (
        step(own[first], joined=MOVED, pk=first) as one,
        step(own[second], joined=MOVED, pk=second) as other,
    ):
        closed, kept = (one, other) if one.pk == case_id else (other, one)
        for case in (closed, kept):
            if case.state != Case.State.OPEN:
                raise Stale
            refuse_if_taken(case, actor)
        if not twins(closed).filter(pk=kept.pk).exists():
            raise Stale
        _hand_over_papers(closed, kept)
        closed.about = kept
        end_early(closed, Case.State.MERGED)
        record(kept, "merged_into", other=closed.reference)


def _hand_over_papers(closed: Case, kept: Case) -> None:
    """What was given to the one and lacks in the other."""
    given = closed.pieces.exclude(document=None).exclude(state=Piece.State.ISSUED)
    had = {piece.kind: piece for piece in kept.pieces.all()}
    for piece in given:
        known = had.get(piece.kind)
        if known is None:
            given_now = Piece.State.PROVIDED
            kept.pieces.create(kind=piece.kind, document_id=piece.document_id, state=given_now)
        elif known.document_id is None:
            kept.pieces.filter(pk=known.pk).update(
                document=piece.document_id, state=Piece.State.PROVIDED, comment=""
            )
