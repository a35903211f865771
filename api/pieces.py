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

from api.documents import sent_file
from api.door import Door, side_of
from api.idempotency import once
from api.shapes import DocumentShape
from cases.models import Case, Piece
from cases.permissions import Level, case_for, documents_usable_in
from cases.recording import Acting
from documents.intake import take_in
from documents.models import Document
from workflows.engine.pieces import provide
from workflows.engine.procedure import registry
from workflows.engine.step import AlreadyDone, Stale


class PieceShape(serializers.Serializer):
    """One document asked for."""

    kind = serializers.ChoiceField(choices=Document.Kind.choices)
    label = serializers.CharField()
    why = serializers.CharField(allow_blank=True)
    blocking = serializers.BooleanField(help_text="Indispensable: without it the case waits.")
    state = serializers.ChoiceField(choices=Piece.State.choices)
    comment = serializers.CharField(allow_blank=True, help_text="What the service said of it.")
    document = DocumentShape(allow_null=True)


class Pieces(Door):
    """The documents that a case asks for, all in one page."""

    pagination_class = None
    filter_backends = ()
    serializer_class = PieceShape

    @extend_schema(operation_id="pieces_list", responses=PieceShape(many=True))
    def get(self, request: Request, reference: str) -> Response:
        """List what is asked and what was given."""
        case = case_for(request.user, reference, Level.READ)
        return Response(PieceShape(rows(case), many=True).data)


class ProvideAsked(serializers.Serializer):
    """A document of the store."""

    document = serializers.UUIDField()


class OnePiece(Door):
    """Giving one of the documents asked for."""

    serializer_class = PieceShape

    @extend_schema(operation_id="pieces_provide", request=ProvideAsked)
    def put(self, request: Request, reference: str, kind: str) -> Response:
        """Give a document that the store has."""
        case = _open(request, reference, kind)
        chosen = self.asked(ProvideAsked)["document"]

        def give(key: UUID) -> str:
            child = registry[case.procedure].child(case)
            usable = documents_usable_in(request.user, case, child)
            found = usable.filter(public_id=chosen, kind=kind).first()
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
            document = take_in(
                file,
                kind=kind,
                household=case.household,
                child=registry[case.procedure].child(case),
                uploader=request.user,
                name=file.name,
            )
            return _give(request, case, kind, document, key)

        once(request, give)
        return Response(PieceShape(_row(case, kind)).data, status=201)


def rows(case: Case) -> list[dict[str, Any]]:
    """What the démarche asks for now, and what was asked or given besides."""
    asked = {piece.kind: piece for piece in registry[case.procedure].pieces(case)}
    given = {piece.kind: piece for piece in case.pieces.select_related("document")}
    return [
        {
            "kind": kind,
            "label": str(Document.Kind(kind).label),
            "why": str(asked[kind].why) if kind in asked else "",
            "blocking": (given.get(kind) or asked[kind]).blocking,
            "state": given[kind].state if kind in given else Piece.State.ASKED,
            "comment": given[kind].comment if kind in given else "",
            "document": given[kind].document if kind in given else None,
        }
        for kind in [*asked, *(kind for kind in given if kind not in asked)]
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


def _give(request: Request, case: Case, kind: str, document: Document, key: UUID) -> str:
    asked = {piece.kind: piece for piece in registry[case.procedure].pieces(case)}
    blocking = asked[kind].blocking if kind in asked else False
    piece, _made = Piece.objects.get_or_create(
        case=case, kind=kind, defaults={"blocking": blocking}
    )
    acting = Acting(request.user, side_of(request.user), key)
    with suppress(AlreadyDone):  # the page or the socket sent this very act
        provide(piece, document, acting=acting)
    return case.reference
