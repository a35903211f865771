"""The documents of a case: what is asked, what the store already has, what is still missing."""

from typing import BinaryIO

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Case, Piece
from cases.recording import Acting, record
from cases.sides import Side
from documents.intake import take_in
from documents.models import WRITTEN_BY_TOWN, Document
from documents.reuse import OF_THE_HOME, reusable
from workflows.engine.procedure import Procedure
from workflows.engine.settings import procedure_of
from workflows.engine.step import Stale, refuse_if_taken, step


def settle_pieces(procedure: Procedure, case: Case) -> QuerySet[Piece]:
    """Bring the case's pieces in line with what the démarche asks for now."""
    asked = {piece.kind: piece for piece in procedure.pieces(case)}
    existing = {piece.kind: piece for piece in case.pieces.select_related("document")}
    unused = [p.pk for kind, p in existing.items() if kind not in asked and not p.document_id]
    Piece.objects.filter(pk__in=unused).delete()
    missing = [
        Piece(case=case, kind=kind, blocking=piece.blocking)
        for kind, piece in asked.items()
        if kind not in existing and not piece.optional
    ]
    Piece.objects.bulk_create(missing, ignore_conflicts=True)
    return case.pieces.select_related("document")


def piece_rows(case: Case) -> list[dict]:
    """Each document asked for, with what was given and what the store already has."""
    procedure, today = procedure_of(case), localdate()
    given = {piece.kind: piece for piece in case.pieces.select_related("document")}
    child = procedure.child(case)
    asked = {asked.kind: asked for asked in procedure.pieces(case)}
    why = {kind: piece.why for kind, piece in asked.items()}
    rows = []
    for kind in [*why, *(kind for kind in given if kind not in why)]:
        piece = given.get(kind)
        document = piece.document if piece else None
        usable = (
            None if document or not case.household else reusable(case.household, child, kind, today)
        )
        rows.append(
            {
                "kind": kind,
                "label": Document.Kind(kind).label,
                "why": why.get(kind, ""),
                "optional": piece is None and asked[kind].optional,
                "piece": piece,
                "document": document,
                "reusable": usable,
            }
        )
    return rows


def reuse_papers(case: Case, user: User) -> None:
    """Put into a draft every document that the store has and that still counts."""
    for row in piece_rows(case):
        if row["reusable"] and row["document"] is None:
            put_paper(case, row["kind"], row["reusable"], acting=Acting(user, Side.FAMILY))


def open_to_papers(case: Case, kind: str) -> bool:
    """Whether a document of this kind can still be put into the case."""
    if kind not in Document.Kind.values or kind in WRITTEN_BY_TOWN:
        return False
    return case.is_live or case.state == Case.State.DRAFT


def take_paper(case: Case, kind: str, file: BinaryIO, *, by: User) -> Document:
    """Check and keep a file that somebody brings for this case. It is not in the case yet.

    Raises RefusedFile, StoreUnavailable.
    """
    return take_in(
        file,
        kind=kind,
        household=case.household,
        child=None if kind in OF_THE_HOME else procedure_of(case).child(case),
        uploader=by,
        name=file.name or "",
    )


def put_paper(case: Case, kind: str, document: Document, *, acting: Acting) -> None:
    """Put a document into a case, asked for or not. Raises as `provide` does."""
    asked = {piece.kind: piece.blocking for piece in procedure_of(case).pieces(case)}
    piece, _created = Piece.objects.get_or_create(
        case=case, kind=kind, defaults={"blocking": asked.get(kind, False)}
    )
    provide(piece, document, acting=acting)


def provide(piece: Piece, document: Document, *, acting: Acting) -> None:
    """Put a document of the store into a case, in the place of what was there.

    Raises Stale once the case is closed, AlreadyDone when this very act was received before.
    """
    with step(acting, pk=piece.case_id) as case:
        if case.state not in {Case.State.DRAFT, Case.State.OPEN}:
            raise Stale
        case.pieces.filter(pk=piece.pk).update(
            document=document, state=Piece.State.PROVIDED, comment=""
        )
        if case.state != Case.State.DRAFT:
            record(case, "piece_provided", piece=piece.kind)


def review(piece: Piece, *, accepted: bool, acting: Acting, comment: str = "") -> None:
    """Say whether a given document will do, while the town has the turn. Raises Stale, TakenBy.

    A refused one tells the family nothing to do yet: the complement will ask for it.
    """
    with step(acting, pk=piece.case_id) as case:
        if case.state != Case.State.OPEN or case.turn != Side.TOWN:
            raise Stale
        refuse_if_taken(case, acting.actor)
        state = Piece.State.ACCEPTED if accepted else Piece.State.REFUSED
        given = case.pieces.filter(pk=piece.pk, document=piece.document_id)
        given = given.exclude(document=None).exclude(state=state)
        if not given.update(state=state, comment="" if accepted else comment):
            raise Stale  # replaced meanwhile, or said already
        record(case, "piece_accepted" if accepted else "piece_refused", piece=piece.kind)


def ask_pieces(case: Case, comments: dict[str, str]) -> None:
    """Ask for pieces (kind → what is wrong with it, or nothing), new ones or once more."""
    known = set(case.pieces.values_list("kind", flat=True))
    for kind, comment in comments.items():
        if kind not in Document.Kind.values:
            raise LookupError(f"no such kind of document: {kind}")
        values = {"state": Piece.State.REFUSED, "comment": comment, "blocking": True}
        if kind in known:
            case.pieces.filter(kind=kind).update(**values)
        else:
            Piece.objects.create(case=case, kind=kind, **values | {"state": Piece.State.ASKED})


def still_missing(case: Case) -> list[str]:
    """What must still be provided before the family's answer counts, in plain French."""
    waiting = case.pieces.filter(blocking=True, state__in=[Piece.State.ASKED, Piece.State.REFUSED])
    return [
        _("Il manque encore\u00a0: %(piece)s.") % {"piece": p.get_kind_display()} for p in waiting
    ]


def let_go(case: Case, kind: str) -> None:
    """Take the case's papers of a kind out of the store: looked at, and not to be kept.

    One that another case uses stays until that one is done with it. The file itself goes with
    the store's next sweep.
    """
    pieces = case.pieces.filter(kind=kind).exclude(document=None)
    ids = list(pieces.values_list("document", flat=True))
    pieces.update(document=None)
    Document.objects.filter(pk__in=ids, uses=None, messages=None).delete()
