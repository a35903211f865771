"""The documents that the caller may open; sending one; its bytes."""

from typing import Any
from uuid import UUID

import django_filters as filters
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, StreamingHttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import staff_of
from api.door import Door
from api.filters import Narrowing, YesNo
from api.idempotency import once
from api.shapes import DocumentShape
from cases.permissions import Level, case_for, documents_open_to
from documents.intake import take_in
from documents.models import WRITTEN_BY_TOWN, Document
from documents.permissions import RESPONSIBLE
from documents.serving import IN_PLACE, open_document
from family.models import Child, Household
from workflows.engine.settings import procedure_of

SHOWN_AS = [*sorted(IN_PLACE), "application/octet-stream"]
SENT_KINDS = [
    choice
    for choice in Document.Kind.choices
    if choice[0] not in WRITTEN_BY_TOWN - {Document.Kind.CERTIFICATE}
]


class DocumentFilter(Narrowing):
    """How a list of documents can be narrowed."""

    kind = filters.ChoiceFilter(choices=Document.Kind.choices)
    household = filters.UUIDFilter(field_name="household__public_id")
    child = filters.UUIDFilter(field_name="child__public_id")
    valid = YesNo(method="still_valid")

    class Meta:
        model = Document
        fields = ["kind", "household", "child", "valid"]

    def still_valid(self, documents: QuerySet, _name: str, valid: bool) -> QuerySet:
        """Those that count today, or those that do not any more."""
        usable = Document.objects.usable_on(localdate())
        return documents.filter(pk__in=usable) if valid else documents.exclude(pk__in=usable)


class SendAsked(serializers.Serializer):
    """A file for the household's store: for a case, or for a household and maybe a child."""

    file = serializers.FileField()
    kind = serializers.ChoiceField(choices=SENT_KINDS)
    case = serializers.RegexField("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", required=False)
    household = serializers.UUIDField(required=False)
    child = serializers.UUIDField(required=False)


class Documents(Door):
    """The documents that the caller may open, newest first."""

    queryset = Document.objects.none()
    filterset_class = DocumentFilter
    serializer_class = DocumentShape
    parser_classes = (MultiPartParser,)
    throttle_scope = "upload"
    order = ("-created_at", "-pk")

    @extend_schema(operation_id="documents_list", responses=DocumentShape(many=True))
    def get(self, request: Request) -> Response:
        """List documents: the household's; for staff, those of their services' cases."""
        return self.page(documents_open_to(request.user))

    @extend_schema(
        operation_id="documents_send",
        request={"multipart/form-data": SendAsked},
        responses={201: DocumentShape},
    )
    def post(self, request: Request) -> Response:
        """Send a file; it is checked from its bytes before it counts."""
        asked = self.asked(SendAsked)
        household, child = _whose(request, asked)

        def keep(_key: UUID) -> str:
            document = take_in(
                asked["file"],
                kind=asked["kind"],
                household=household,
                child=child,
                uploader=request.user,
                name=asked["file"].name,
            )
            return str(document.public_id)

        document = Document.objects.get(public_id=once(request, keep))
        return Response(DocumentShape(document).data, status=201)


class OneDocument(Door):
    """What is known of one document."""

    serializer_class = DocumentShape

    @extend_schema(operation_id="documents_read")
    def get(self, request: Request, public_id: UUID) -> Response:
        """Read what is known of a document; this opens nothing."""
        return Response(DocumentShape(_found(request, public_id)).data)


class Content(Door):
    """The bytes of a document."""

    more_answers = {503: "The document store does not answer."}

    @extend_schema(
        operation_id="documents_open",
        parameters=[
            OpenApiParameter(
                "download",
                OpenApiTypes.STR,
                enum=["true", "false"],
                description="To be saved rather than shown in place.",
            )
        ],
        responses={
            (200, media_type): OpenApiResponse(OpenApiTypes.BINARY, description="The file.")
            for media_type in SHOWN_AS
        },
    )
    def get(self, request: Request, public_id: UUID) -> StreamingHttpResponse:
        """Open a document; the reading is logged and shown to the family."""
        document = _found(request, public_id)
        download = request.query_params.get("download", "false")
        if download not in {"true", "false"}:
            raise ValidationError(
                {"download": [_("«\u00a0true\u00a0» ou «\u00a0false\u00a0» est attendu.")]}
            )
        opening = open_document(document, request.user, download=download == "true")
        return StreamingHttpResponse(opening.pieces, headers=opening.headers)


def _found(request: Request, public_id: UUID) -> Document:
    found = documents_open_to(request.user).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def sent_file(request: Request) -> UploadedFile:
    """The file of a multipart request; a ValidationError when there is none."""
    file = request.FILES.get("file")
    if file is None:
        raise ValidationError({"file": [_("Joignez un fichier.")]})
    return file


def _whose(request: Request, asked: dict[str, Any]) -> tuple[Household | None, Child | None]:
    """Whose document it will be: the case's family, or the caller's own.

    What the town writes is nobody's until a decision gives it.
    """
    if asked["kind"] in WRITTEN_BY_TOWN:
        if not staff_of(request.user):
            raise ValidationError({"kind": [_("Seule la ville écrit ce document.")]})
        return None, None
    if reference := asked.get("case"):
        case = case_for(request.user, reference, Level.WRITE)
        return case.household, procedure_of(case).child(case)
    homes = Household.objects.filter(
        memberships__adult__user=request.user, memberships__role__in=RESPONSIBLE
    )
    if chosen := asked.get("household"):
        homes = homes.filter(public_id=chosen)
    household = homes.first()
    if household is None:
        raise ValidationError({"household": [_("Indiquez un de vos foyers.")]})
    return household, _child(request, household, asked.get("child"))


def _child(request: Request, household: Household, public_id: UUID | None) -> Child | None:
    if public_id is None:
        return None
    seen = request.user.adult.ties.seeing().values("child")
    children = Child.objects.filter(households=household, pk__in=seen)
    child = children.filter(public_id=public_id).first()
    if child is None:
        raise ValidationError({"child": [_("Cet enfant est introuvable dans ce foyer.")]})
    return child
