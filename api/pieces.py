"""The documents that a case asks for: what was given, and giving one."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import staff_of
from api.documents import sent_file
from api.door import Door, side_of
from api.idempotency import once
from api.shapes import DocumentShape
from api.strict import Flag, Id, Text
from cases.models import Case, Piece
from cases.permissions import Level, case_for, documents_usable_in, may_treat
from cases.recording import Acting
from documents.models import Document
from documents.permissions import MEDICAL
from workflows.engine.pieces import piece_rows, put_paper, review, take_paper
from workflows.engine.settings import procedure_of
from workflows.engine.step import AlreadyDone, Stale


class PieceShape(serializers.Serializer):
    """One document asked for."""

    kind = serializers.ChoiceField(choices=Document.Kind.choices)
    label = serializers.CharField()
    why = serializers.CharField(allow_blank=True)
    blocking = serializers.BooleanField(help_text="Indispensable: without it the case waits.")
    optional = serializers.BooleanField(help_text="The family's choice: never missing.")
    state = serializers.ChoiceField(choices=Piece.State.choices)
    comment = serializers.CharField(allow_blank=True, help_text="What the service said of it.")
    document = DocumentShape(allow_null=True)
    reusable = DocumentShape(
        allow_null=True, help_text="What the household gave before and still counts."
    )


class Pieces(Door):
    """The documents that a case asks for, all in one page."""

    pagination_class = None
    filter_backends = ()
    serializer_class = PieceShape

    @extend_schema(operation_id="pieces_list", responses=PieceShape(many=True))
    def get(self, request: Request, reference: str) -> Response:
        """List what is asked and what was given."""
        case = case_for(request.user, reference, Level.READ)
        shown = rows(case)
        if staff_of(request.user) and not case.waits.filter(owner=request.user).exists():
            for row in shown:  # what was said of a medical paper is for who has the task
                row["comment"] = "" if row["kind"] in MEDICAL else row["comment"]
        return Response(PieceShape(shown, many=True).data)


class ProvideAsked(serializers.Serializer):
    """A document of the store."""

    document = Id()


class OnePiece(Door):
    """Giving one of the documents asked for."""

    serializer_class = PieceShape

    @extend_schema(operation_id="pieces_provide", request=ProvideAsked)
    def put(self, request: Request, reference: str, kind: str) -> Response:
        """Give a document that the store has."""
        case = _open(request, reference, kind)
        chosen = self.asked(ProvideAsked)["document"]

        def give(key: UUID) -> str:
            found = _chosen(request, case, kind, chosen)
            if found is None:
                raise ValidationError({"document": [_("Ce document est introuvable.")]})
            return _give(request, case, kind, found, key)

        once(request, give)
        return Response(PieceShape(_row(case, kind)).data)


class UploadAsked(serializers.Serializer):
    """A file: a PDF or a photo."""

    file = serializers.FileField()


class PieceUpload(Door):
    """Sending one of the documents asked for."""

    parser_classes = (MultiPartParser,)
    throttle_scope = "upload"
    serializer_class = PieceShape

    @extend_schema(
        operation_id="pieces_upload",
        request={"multipart/form-data": UploadAsked},
        responses={201: PieceShape},
    )
    def post(self, request: Request, reference: str, kind: str) -> Response:
        """Send a file, have it checked from its bytes, and give it."""
        case = _open(request, reference, kind)
        file = sent_file(request)

        def give(key: UUID) -> str:
            document = take_paper(case, kind, file, by=request.user)
            return _give(request, case, kind, document, key)

        once(request, give)
        return Response(PieceShape(_row(case, kind)).data, status=201)


class ReviewAsked(serializers.Serializer):
    """Whether a document will do; when not, what is wrong with it."""

    accepted = Flag()
    comment = Text(max_length=300, allow_blank=True, default="")


class PieceReview(Door):
    """The service's word on one of the documents given."""

    serializer_class = PieceShape

    @extend_schema(operation_id="pieces_review", request=ReviewAsked)
    def post(self, request: Request, reference: str, kind: str) -> Response:
        """Accept a document or send it back; the family is asked again by a complement only."""
        case = case_for(request.user, reference, Level.WRITE)
        piece = case.pieces.filter(kind=kind).first()
        if piece is None or not may_treat(request.user, case):
            raise Http404
        if piece.medical and not case.waits.filter(owner=request.user).exists():
            raise Http404
        asked = self.asked(ReviewAsked)

        def say(key: UUID) -> str:
            acting = Acting(request.user, side_of(request.user), key)
            with suppress(AlreadyDone):
                review(piece, acting=acting, **asked)
            return case.reference

        once(request, say)
        return Response(PieceShape(_row(case, kind)).data)


def rows(case: Case) -> list[dict[str, Any]]:
    """What the démarche asks for now, what was asked besides, and what became of each."""
    asked = {piece.kind: piece.blocking for piece in procedure_of(case).pieces(case)}
    return [
        {
            **row,
            "why": str(row["why"]),
            "blocking": row["piece"].blocking if row["piece"] else asked[row["kind"]],
            "state": row["piece"].state if row["piece"] else Piece.State.ASKED,
            "comment": row["piece"].comment if row["piece"] else "",
        }
        for row in piece_rows(case)
    ]


def _row(case: Case, kind: str) -> dict[str, Any]:
    return next(row for row in rows(case) if row["kind"] == kind)


def _open(request: Request, reference: str, kind: str) -> Case:
    """The case, for those who may give it this document; 404 for a kind that it does not ask."""
    case = case_for(request.user, reference, Level.WRITE)
    if kind not in {row["kind"] for row in rows(case)}:
        raise Http404
    if not (case.is_live or case.state == Case.State.DRAFT):
        raise Stale
    return case


def _chosen(request: Request, case: Case, kind: str, public_id: UUID) -> Document | None:
    """A document that the person may put here; what the store offers for reuse is one."""
    child = procedure_of(case).child(case)
    usable = documents_usable_in(request.user, case, child)
    offered = _row(case, kind)["reusable"]
    if offered is not None and offered.public_id == public_id:
        return offered
    return usable.filter(public_id=public_id, kind=kind).first()


def _give(request: Request, case: Case, kind: str, document: Document, key: UUID) -> str:
    acting = Acting(request.user, side_of(request.user), key)
    with suppress(AlreadyDone):  # the page or the socket sent this very act
        put_paper(case, kind, document, acting=acting)
    return case.reference
