"""Internal notes of the service; to everybody else this address does not exist."""

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import Door
from api.idempotency import once
from api.strict import Text
from cases.models import Case, Note
from cases.permissions import Level, case_for, may_treat
from workflows.engine import conversation


class NoteShape(serializers.Serializer):
    """A note; `number` is its event's."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.IntegerField()
    author = serializers.CharField(source="author.__str__")
    body = serializers.CharField()
    at = serializers.DateTimeField()


class NoteAsked(serializers.Serializer):
    """A note to add."""

    body = Text(max_length=5000)


class Notes(Door):
    """The notes of a case, for those who may treat it."""

    queryset = Note.objects.none()
    serializer_class = NoteShape
    order = ("number",)

    @extend_schema(operation_id="notes_list", responses=NoteShape(many=True))
    def get(self, request: Request, reference: str) -> Response:
        """List notes, oldest first."""
        return self.page(_treated(request, reference).notes.select_related("author"))

    @extend_schema(operation_id="notes_add", request=NoteAsked, responses={201: NoteShape})
    def post(self, request: Request, reference: str) -> Response:
        """Add a note that no parent ever receives."""
        case, body = _treated(request, reference), self.asked(NoteAsked)["body"]

        def add(key: UUID) -> str:
            note = conversation.add_note(case.pk, body, author=request.user, act=key)
            return str(note.public_id)

        note = case.notes.select_related("author").get(public_id=once(request, add))
        return Response(NoteShape(note).data, status=201)


def _treated(request: Request, reference: str) -> Case:
    case = case_for(request.user, reference, Level.WRITE)
    if not may_treat(request.user, case) or case.state == Case.State.DRAFT:
        raise Http404
    return case
